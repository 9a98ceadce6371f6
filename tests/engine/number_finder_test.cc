// Numbers through their disguises: each table row is a message, with [[ ]] around what must be found.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "engine/entity.h"
#include "engine/phone_number.h"

namespace presend {
namespace {

struct Case {
  const char* marked;
  const char* canonical;
};

struct Marked {
  std::string text;
  Span span;
};

Marked Unmark(std::string marked) {
  size_t begin = marked.find("[[");
  marked.erase(begin, 2);
  size_t end = marked.find("]]", begin);
  // A bracket of the number itself may stand before the mark: [[…(…)]].
  marked.erase(end, 2);
  return {marked, {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)}};
}

std::vector<Entity> Find(const std::string& text, View& view) {
  BuildView(text, view);
  std::vector<Entity> found;
  FindNumbers(view, found);
  return found;
}

std::vector<Entity> Find(const std::string& text) {
  View view;
  return Find(text, view);
}

Span SpanOf(const View& view, const Entity& entity) {
  return {view.glyphs[entity.first_glyph].begin, view.glyphs[entity.end_glyph - 1].end};
}

size_t CountOf(const std::vector<Entity>& found, EntityKind kind) {
  return static_cast<size_t>(
      std::count_if(found.begin(), found.end(), [kind](const Entity& e) { return e.kind == kind; }));
}

void ExpectFound(const Case& c, EntityKind kind) {
  SCOPED_TRACE(c.marked);
  Marked marked = Unmark(c.marked);
  View view;
  std::vector<Entity> found = Find(marked.text, view);
  auto hit = std::find_if(found.begin(), found.end(),
                          [&](const Entity& e) { return e.kind == kind && SpanOf(view, e) == marked.span; });
  ASSERT_NE(hit, found.end());
  EXPECT_EQ(hit->canonical, c.canonical);
}

constexpr Case kMobiles[] = {
    {"我的电话[[13712345678]]", "13712345678"},
    {"打[[13712345678]]找我", "13712345678"},
    {"[[13712345678]]", "13712345678"},
    {"手机：[[13712345678]]。", "13712345678"},
    {"（[[13712345678]]）随时打", "13712345678"},
    {"tel[[13712345678]]", "13712345678"},
    {"vx[[13712345678]]", "13712345678"},
    {"vx:[[13712345678]]", "13712345678"},
    {"QQ/[[13712345678]]", "13712345678"},
    {"[[13712345678]]vx同号", "13712345678"},
    {"微信id：[[13712345678]]", "13712345678"},
    {"电话或微信[[13712345678]]都行", "13712345678"},
    {"[[+8613712345678]]", "13712345678"},
    {"[[+86 13712345678]]", "13712345678"},
    {"[[+86-137-1234-5678]]", "13712345678"},
    {"[[8613712345678]]", "13712345678"},
    {"[[008613712345678]]", "13712345678"},
    {"[[0086 137 1234 5678]]", "13712345678"},
    {"[[013712345678]]", "13712345678"},
    {"全角的[[１３７１２３４５６７８]]", "13712345678"},
    {"圈里的[[①③⑦①②③④⑤⑥⑦⑧]]", "13712345678"},
    {"[[➀➂➆➀➁➂➃➄➅➆➇]]", "13712345678"},
    {"[[𝟏𝟑𝟕𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖]]", "13712345678"},
    {"[[𝟭𝟯𝟳𝟭𝟮𝟯𝟰𝟱𝟲𝟳𝟴]]打我", "13712345678"},
    {"[[𝟷𝟹𝟽𝟷𝟸𝟹𝟺𝟻𝟼𝟽𝟾]]打我", "13712345678"},
    {"[[١٣٧١٢٣٤٥٦٧٨]]", "13712345678"},
    {"[[۱۳۷۱۲۳۴۵۶۷۸]]", "13712345678"},
    {"[[१३७१२३४५६७८]]", "13712345678"},
    {"[[¹³⁷¹²³⁴⁵⁶⁷⁸]]", "13712345678"},
    {"[[₁₃₇₁₂₃₄₅₆₇₈]]", "13712345678"},
    {"[[1️⃣3️⃣7️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣]]", "13712345678"},
    {"零宽的[[137\u200b1234\u200b5678]]", "13712345678"},
    {"记下[[一三七一二三四五六七八]]", "13712345678"},
    {"记一下[[一三七一二三四五六七八]]，随时", "13712345678"},
    {"[[壹叁柒壹贰叁肆伍陆柒捌]]", "13712345678"},
    {"[[壹參柒壹貳參肆伍陸柒捌]]", "13712345678"},
    {"[[幺三七幺二三四五六七八]]", "13712345678"},
    {"[[幺三八洞洞幺三八洞洞洞]]", "13800138000"},
    {"[[一三八〇〇一三八〇〇〇]]", "13800138000"},
    {"[[一三八零零一三八零零零]]", "13800138000"},
    {"[[幺三拐幺二三四五六拐八]]", "13712345678"},
    {"打[[幺五八两两零零三三零零]]", "15822003300"},
    {"号[[幺八六洞洞洞洞拐两五勾]]", "18600007259"},
    {"[[幺五洞，两两六六，三三两两]]", "15022663322"},
    {"[[腰八零二四六九五七腰三]]安装打这个", "18024695713"},
    {"找我[[I58ooIIgg00]]，现货", "15800119900"},
    {"[[13Sob227Z6o]]", "13508227260"},
    {"[[1三7一2三4五6七8]]", "13712345678"},
    {"[[137一二三四5678]]", "13712345678"},
    {"[[壹叁7壹贰叁肆⑤⑥⑦⑧]]", "13712345678"},
    {"[[㊀㊂㊆㊀㊁㊂㊃㊄㊅㊆㊇]]", "13712345678"},
    {"[[l37l2345678]]", "13712345678"},
    {"[[I38OOl38OOO]]", "13800138000"},
    {"[[138oo138ooo]]私聊", "13800138000"},
    {"[[138OO138OOO]]", "13800138000"},
    {"[[137 1234 5678]]", "13712345678"},
    {"电话是[[137，中间1234，末尾5678]]", "13712345678"},
    {"前面[[137 后八位12345678]]，您存一下", "13712345678"},
    {"[[137-1234-5678]]", "13712345678"},
    {"[[137.1234.5678]]", "13712345678"},
    {"[[137，1234，5678]]", "13712345678"},
    {"[[137、1234、5678]]", "13712345678"},
    {"[[137/1234/5678]]", "13712345678"},
    {"[[137_1234_5678]]", "13712345678"},
    {"[[137~1234~5678]]", "13712345678"},
    {"[[137*1234*5678]]", "13712345678"},
    {"[[137*0000*52*96]]", "13700005296"},
    {"[[137+1234+5678]]", "13712345678"},
    {"[[137｜1234｜5678]]", "13712345678"},
    {"[[137|1234|5678]]", "13712345678"},
    {"[[137·1234·5678]]", "13712345678"},
    {"[[137—1234—5678]]", "13712345678"},
    {"[[137——1234——5678]]", "13712345678"},
    {"[[137…1234…5678]]", "13712345678"},
    {"[[137💕1234💕5678]]", "13712345678"},
    {"[[一三七🌹一二三四🌹五六七八]]", "13712345678"},
    {"[[一三七 一二三四 五六七八]]", "13712345678"},
    {"[[一三七，一二三四，五六七八]]", "13712345678"},
    {"[[一三七-一二三四-五六七八]]", "13712345678"},
    {"[[(137)1234(5678)]]加我", "13712345678"},
    {"[[（137）1234-5678]]加我", "13712345678"},
    {"[[【137】1234【5678】]]", "13712345678"},
    {"[[137(1234)5678]]", "13712345678"},
    {"[[137-12345678]]", "13712345678"},
    {"[[1371234 5678]]", "13712345678"},
    {"[[1371 234 5678]]", "13712345678"},
    {"[[137 123 45678]]", "13712345678"},
    {"[[1 3 7 1 2 3 4 5 6 7 8]]", "13712345678"},
    {"[[1-3-7-1-2-3-4-5-6-7-8]]", "13712345678"},
    {"[[1.3.7.1.2.3.4.5.6.7.8]]", "13712345678"},
    {"[[1，3，8，0，0，1，3，8，0，0，0]]", "13800138000"},
    {"[[一 三 八 零 零 一 三 八 零 零 零]]", "13800138000"},
    {"[[137\n1234\n5678]]", "13712345678"},
    {"[[13 71 23 45 67 8]]", "13712345678"},
    {"[[138一0013一8000]]", "13800138000"},
    {"[[138杠0013杠8000]]", "13800138000"},
    {"[[１３７－１２３４－５６７８]]", "13712345678"},
    {"[[①③⑦-①②③④-⑤⑥⑦⑧]]", "13712345678"},
    {"报2号找[[13712345678]]", "13712345678"},
    {"2件，打[[13712345678]]", "13712345678"},
    {"12月5日 [[137 1234 5678]]", "13712345678"},
    {"订单有问题打[[13712345678]]", "13712345678"},
    {"快递没到打我手机[[13712345678]]", "13712345678"},
    {"[[13712345678]]一起聊", "13712345678"},
    {"[[13712345678]]/13912345678", "13712345678"},
    {"[[19987654321]]", "19987654321"},
    {"[[166 1234 5678]]", "16612345678"},
    {"[[17712345678]]", "17712345678"},
    {"[[147 1234 5678]]", "14712345678"},
};

constexpr const char* kNoPhones[] = {
    "",
    "您好",
    "12345",
    "订单13712345678",
    "订单号13712345678",
    "订单号：13712345678",
    "订单编号是13712345678",
    "单号 137 1234 5678",
    "运单13712345678已发",
    "快递单号是 13712345678",
    "物流单号：13712345678",
    "服务单13712345678",
    "售后单号13712345678",
    "发票号码13712345678",
    "商品编号13712345678",
    "商品ID13712345678",
    "商品ID：13712345678",
    "SKU 13712345678",
    "sku:13712345678",
    "货号13712345678",
    "款号137-1234-5678",
    "条码13712345678",
    "条形码是13712345678",
    "ISBN13712345678",
    "流水号13712345678",
    "型号13712345678",
    "身份证13712345678",
    "验证码 13712345678",
    "卡号13712345678",
    "工号13712345678",
    "SF13712345678",
    "JD13712345678",
    "YT13712345678901",
    "jdv13712345678",
    "a13712345678",
    "13712345678a",
    "13712345678abc",
    "137123456789",
    "6137123456781",
    "137123456781371234567813712345678",
    "1371234567",
    "12712345678",
    "10012345678",
    "11012345678",
    "01371234567",
    "长13712345678mm",
    "重13712345678g",
    "13712345678元",
    "共13712345678块",
    "13712345678人",
    "155 160 165 170",
    "码数155 160 165 17",
    "尺码 130 140 150 16",
    "先付138，最后2760，退款9415",
    "1、3、5、7、9、11、13、15",
    "116.13712345678",
    "137.12345678",
    "1371234.5678",
    "2022-03-09 15:21:40",
    "2022-03-09 15:21:40 137",
    "满150减15，满300减40",
    "2560*1440",
    "1380*1050*420",
    "13712345678.html",
    "com/13712345678.html",
    "?id=13712345678",
    "item_13712345678",
    "三三两两",
    "一千三百七十一万",
    "三到四份",
    "统一三七折",
    "1371234-A5678",
    "尾号5678",
    "400-820-8820",
    "800-820-8820",
    "4008208820",
    "95338",
    "10086",
    "12315",
    "95079",
    "95588转9",
    "13712345678@qq.com",
    "md5 13712345678f9e8d7",
    "a1b2c3d13712345678",
    "单价1371元 2345份 678",
    "版本13.7.12345678",
    "137x1234x5678x9",
    "13712345678-1234",
    "0.13712345678",
    "oil lol ooo",
    "137 1234 56789",
    "13712 34567 890123",
};

constexpr Case kLandlines[] = {
    {"打[[010-88886666]]", "01088886666"},         {"[[(010)88886666]]", "01088886666"},
    {"[[010 8888 6666]]", "01088886666"},          {"[[01088886666]]", "01088886666"},
    {"[[0716-8888666]]", "07168888666"},           {"[[0755-88886666]]", "075588886666"},
    {"[[0571 8888 6666]]", "057188886666"},        {"座机[[021－66668888]]", "02166668888"},
    {"[[零一零八八八八六六六六]]", "01088886666"}, {"[[（0769）22223333]]找我", "076922223333"},
    {"[[020-8888-6666]]", "02088886666"},          {"[[０１０-８８８８６６６６]]", "01088886666"},
};

constexpr Case kAccounts[] = {
    {"加V：[[abc12345]]", "abc12345"},
    {"微信[[kefu_2099]]", "kefu_2099"},
    {"vx [[Mei-Mei88]]", "mei-mei88"},
    {"QQ：[[123456789]]", "123456789"},
    {"扣扣[[87654321]]", "87654321"},
    {"群[[678 923 451]]", "678923451"},
    {"群[[678-923-451]]", "678923451"},
    {"群[[678，923，451]]", "678923451"},
    {"群[[678💕923💕451]]", "678923451"},
    {"群[[6 7 8 9 2 3 4 5 1]]", "678923451"},
    {"群[[六七八九二三四五一]]", "678923451"},
    {"群[[陆柒捌玖贰叁肆伍壹]]", "678923451"},
    {"群[[6789 2345]]", "67892345"},
    {"群[[⑥⑦⑧⑨②③④⑤①]]", "678923451"},
    {"加[[ｗｘ１２３４５６]]", "wx123456"},
    {"微信号[[wxid_a1b2c3d4]]", "wxid_a1b2c3d4"},
    {"微信[[xiaomeimei]]", "xiaomeimei"},
    {"加[[bcd6413]] 了解", "bcd6413"},
    {"微 [[a12345]]。", "a12345"},
    {"v:[[fp50512345678]]。cDw", "fp50512345678"},
    {"加[[4.75259E+5131655780]]", "4.75259e+5131655780"},
    {"wx：[[77014052]].V6s", "77014052"},
};

constexpr const char* kNoAccounts[] = {
    "您好亲",
    "好的ok",
    "abc",
    "12",
    "订单12345678",
    "服务单号1770456123好了",
    "快递单号12345678",
    "型号abc-1234",
    "型号KXT-31和KXT-32不同",
    "型号A100-1、A100-2都有",
    "货号A12345B",
    "SKU：abc12345",
    "SF2087654321098",
    "JT3098765432101",
    "长207mm",
    "5000mAh",
    "512GB",
    "220V",
    "2400dpi",
    "10086",
    "95588",
    "400-820-8820",
    "12315",
    "https://item.jd.com/200054321.html",
    "https://a.com/item.htm?id=598765432109",
    "a.com/goods?goods_id=207001555",
    "155 160 165",
    "2022-03-09",
    "2023.12.05",
    "wechat",
    "weixin",
    "android",
    "iphone",
    "bluetooth",
    "huawei",
    "1234567890123456789",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaa1",
    "12.345678",
    "-----",
    "1 2 3 4 5 6 7 8",
    "三三两两",
    "一二三",
};

TEST(NumberFinder, FindsMobiles) {
  for (const Case& c : kMobiles) ExpectFound(c, EntityKind::kMobile);
}

TEST(NumberFinder, LeavesOtherNumbers) {
  for (const char* text : kNoPhones) {
    SCOPED_TRACE(text);
    std::vector<Entity> found = Find(text);
    EXPECT_EQ(CountOf(found, EntityKind::kMobile), 0u);
    EXPECT_EQ(CountOf(found, EntityKind::kLandline), 0u);
  }
}

TEST(NumberFinder, FindsLandlines) {
  for (const Case& c : kLandlines) ExpectFound(c, EntityKind::kLandline);
}

TEST(NumberFinder, FindsAccounts) {
  for (const Case& c : kAccounts) ExpectFound(c, EntityKind::kAccountId);
}

TEST(NumberFinder, LeavesOtherTokens) {
  for (const char* text : kNoAccounts) {
    SCOPED_TRACE(text);
    EXPECT_EQ(CountOf(Find(text), EntityKind::kAccountId), 0u);
  }
}

TEST(NumberFinder, FindsLongNumbers) {
  ExpectFound({"共[[12345]]件", "12345"}, EntityKind::kLongNumber);
  ExpectFound({"热线[[95338]]", "95338"}, EntityKind::kLongNumber);
  ExpectFound({"热线[[400-820-8820]]", "4008208820"}, EntityKind::kLongNumber);
  ExpectFound({"打到[[6217 0013 0001 2345 678]]", "6217001300012345678"}, EntityKind::kLongNumber);
  ExpectFound({"打到[[6217-0013-0001-2345]]", "6217001300012345"}, EntityKind::kLongNumber);
  ExpectFound({"订单[[7098765432109876543]]", "7098765432109876543"}, EntityKind::kLongNumber);
  EXPECT_TRUE(Find("1234 和 5678").empty());
  EXPECT_TRUE(Find("五六七八九十").empty());
}

TEST(NumberFinder, NamesTheFolds) {
  auto folds = [](const char* text) { return Find(text).front().folds; };
  EXPECT_EQ(folds("13712345678"), FoldSet());
  EXPECT_EQ(folds("137 1234 5678"), FoldSet::Of(Fold::kSeparator));
  EXPECT_EQ(folds("一三七一二三四五六七八"), FoldSet::Of(Fold::kNumeral));
  EXPECT_EQ(folds("一三七 1234 5678"), FoldSet::Of(Fold::kNumeral) | FoldSet::Of(Fold::kSeparator));
}

TEST(NumberFinder, FindsSeveral) {
  std::vector<Entity> found = Find("打13712345678或者139 1234 5678，座机010-88886666");
  EXPECT_EQ(CountOf(found, EntityKind::kMobile), 2u);
  EXPECT_EQ(CountOf(found, EntityKind::kLandline), 1u);
}

std::string Repeat(const std::string& piece, size_t times) {
  std::string text;
  for (size_t i = 0; i < times; ++i) text += piece;
  return text;
}

// Twice the message may cost a little more than twice the time, never four times; generous, as machines are shared.
TEST(NumberFinder, StaysLinear) {
  for (const char* piece : {"1",  "1 ", "一", "一 ", "o1",      "l",   "1l1lk", "13712345678 ", "137 1234 ", "86 ",
                            "(1", "1-", "0",  "a1_", "型号1、", "1、", "两",    "4.1e+",        "_",         "1和"}) {
    SCOPED_TRACE(piece);
    std::string text = Repeat(piece, 20000);
    View view;
    BuildView(text, view);
    std::vector<Entity> found;
    auto start = std::chrono::steady_clock::now();
    FindNumbers(view, found);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(4));
    for (const Entity& e : found) ASSERT_LT(e.first_glyph, e.end_glyph);
  }
}

TEST(PhoneNumber, KnowsThePlan) {
  EXPECT_EQ(ClassifyChinesePhone("13712345678"), PhoneKind::kMobile);
  EXPECT_EQ(ClassifyChinesePhone("01088886666"), PhoneKind::kLandline);
  for (const char* digits :
       {"", "1", "12712345678", "15412345678", "4008208820", "0101234", "01095338", "0000000000"}) {
    EXPECT_EQ(ClassifyChinesePhone(digits), PhoneKind::kNone) << digits;
  }
}

}  // namespace
}  // namespace presend
