// Links through their disguises: each table row is a message, with [[ ]] around what must be found.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <span>
#include <string>
#include <vector>

#include "engine/entity.h"
#include "engine/gate.h"
#include "engine/registrable_domain.h"
#include "engine/segmenter.h"

namespace presend {
namespace {

struct Case {
  const char* marked;  // «» around the link, since links may hold brackets
  const char* canonical;
};

struct Marked {
  std::string text;
  Span span;
};

Marked Unmark(std::string marked) {
  size_t begin = marked.find("«");
  marked.erase(begin, std::string("«").size());
  size_t end = marked.find("»", begin);
  marked.erase(end, std::string("»").size());
  return {marked, {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)}};
}

const std::vector<std::string>& OwnDomains() {
  static const auto* const domains = new std::vector<std::string>{"jd.com", "3.cn", "jingxi.com"};
  return *domains;
}

std::vector<Entity> Find(const std::string& text, View& view) {
  BuildView(text, view);
  std::vector<Entity> found;
  FindLinks(view, OwnDomains(), found);
  return found;
}

void ExpectOnly(const Case& c, EntityKind kind) {
  SCOPED_TRACE(c.marked);
  Marked marked = Unmark(c.marked);
  View view;
  std::vector<Entity> found = Find(marked.text, view);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].kind, kind);
  Span span{view.glyphs[found[0].first_glyph].begin, view.glyphs[found[0].end_glyph - 1].end};
  EXPECT_EQ(marked.text.substr(span.begin, span.length()), marked.text.substr(marked.span.begin, marked.span.length()));
  EXPECT_EQ(found[0].canonical, c.canonical);
}

constexpr Case kLinks[] = {
    // as written
    {"打开«https://mai-hao.cn»看看", "mai-hao.cn"},
    {"打开«http://mai-hao.cn/a/b?c=1&d=2#e»，谢谢", "mai-hao.cn"},
    {"打开«https://mai-hao.cn/»拍", "mai-hao.cn"},
    {"打开«https://mai-hao.cn:8443/x»拍", "mai-hao.cn"},
    {"«mai-hao.cn»就行", "mai-hao.cn"},
    {"网址:«mai-hao.cn»", "mai-hao.cn"},
    {"（«www.mai-hao.cn»）", "mai-hao.cn"},
    {"去«shop.mai-hao.com.cn»拍", "mai-hao.com.cn"},
    {"«haohuo66.com».", "haohuo66.com"},
    {"«haohuo66.com»？", "haohuo66.com"},
    {"«haohuo66.com»?", "haohuo66.com"},
    {"«haohuo66.com/a.html»,拍", "haohuo66.com"},
    {"«haohuo66.com?from=jd.com»，拍", "haohuo66.com"},
    {"«haohuo66.com:8080»打开", "haohuo66.com"},
    {"«youhuiba.top»领券", "youhuiba.top"},
    {"«quan.vip»领券", "quan.vip"},
    {"«x.com»", "x.com"},
    {"«t.cn/AbC123»", "t.cn"},
    {"«bit.ly/3AbCd»看看", "bit.ly"},
    {"短链«url.cn/5xYz»，", "url.cn"},
    {"«dwz.cn/9Ab»", "dwz.cn"},
    {"«s.click.taobao.com/abc»", "taobao.com"},
    {"«https://m.tb.cn/h.5aBc»，进去", "tb.cn"},
    {"«https://weidian.com/?userid=1»", "weidian.com"},
    {"«https://v.douyin.com/iAbC/»", "douyin.com"},
    {"«12306.cn»", "12306.cn"},
    {"登录«163.com»", "163.com"},
    {"«https://xn--fiqs8s.xn--55qx5d.cn»", "xn--fiqs8s.xn--55qx5d.cn"},
    {"«xn--jd-eka.com»", "xn--jd-eka.com"},
    {"«HTTPS://MAI-HAO.CN/A»", "mai-hao.cn"},
    {"«HaoHuo66.Com»", "haohuo66.com"},
    {"«YOUHUIBA.TOP»领券", "youhuiba.top"},
    {"«ｗｗｗ．ｍａｉｈａｏ．ｃｎ»", "maihao.cn"},
    {"«ⓜⓐⓘⓗⓐⓞ.ⓒⓝ»", "maihao.cn"},
    {"«mai\u200bhao.\u200bcn»", "maihao.cn"},
    {"«mаihао.сn»是西里尔", "maihao.cn"},
    // schemes
    {"«hxxp://mai-hao.cn»", "mai-hao.cn"},
    {"«hXXps://mai-hao[.]cn»", "mai-hao.cn"},
    {"«h**p://mai-hao.cn»", "mai-hao.cn"},
    {"«https:mai-hao.cn»", "mai-hao.cn"},
    {"«https:/mai-hao.cn»", "mai-hao.cn"},
    {"«https//mai-hao.cn»", "mai-hao.cn"},
    {"«https:///mai-hao.cn»", "mai-hao.cn"},
    {"«https：//mai-hao.cn»", "mai-hao.cn"},
    {"«https:\\\\mai-hao.cn\\a»", "mai-hao.cn"},
    {"«https: //mai-hao.cn»", "mai-hao.cn"},
    {"«http[:]//mai-hao[.]cn/a»", "mai-hao.cn"},
    {"«https冒号//mai-hao点cn»", "mai-hao.cn"},
    {"«https冒号斜杠斜杠mai-hao点cn»", "mai-hao.cn"},
    {"«//mai-hao.cn/jd.com»进", "mai-hao.cn"},
    {"看//再说«//mai-hao.cn»进", "mai-hao.cn"},
    {"«weixin://dl/business/?t=abc»", "weixin"},
    {"«https://mai-hao.cn.»即可", "mai-hao.cn"},
    {"«https://mai-hao.cn./a»即可", "mai-hao.cn"},
    {"«http://3232235777/»", "3232235777"},
    {"«http://47.98.12.34/pay»付款", "47.98.12.34"},
    {"«47.98.12.34:8080/pay»付款", "47.98.12.34"},
    {"«https://好货.com/a»", "好货.com"},
    // whose host is it
    {"«https://jd.com@mai-hao.cn»", "mai-hao.cn"},
    {"«https://item.jd.com@mai-hao.cn/100.html»看看", "mai-hao.cn"},
    {"«https://item.jd.com%2F@mai-hao.cn/»看看", "mai-hao.cn"},
    {"«https://jd.com:443@mai-hao.cn/a»", "mai-hao.cn"},
    {"«https://a@jd.com@mai-hao.cn/a»", "mai-hao.cn"},
    {"«item.jd.com@mai-hao.cn»", "mai-hao.cn"},
    {"«jd.com.mai-hao.cn»", "mai-hao.cn"},
    {"«https://www.jd.com.mai-hao.cn/item»", "mai-hao.cn"},
    {"«jd-com.cn»", "jd-com.cn"},
    {"«notjd.com»", "notjd.com"},
    {"«my-jd.com»", "my-jd.com"},
    {"«item.jd.com.cn»", "jd.com.cn"},
    {"«jd.cn»", "jd.cn"},
    {"«13.cn»", "13.cn"},
    {"«https://mai-hao.cn/?from=item.jd.com»，", "mai-hao.cn"},
    {"«https://mai-hao.cn#item.jd.com»，", "mai-hao.cn"},
    {"«https://mai-hao.cn/https://item.jd.com»，", "mai-hao.cn"},
    {"«https://item.jd.com/jump?to=https://mai-hao.cn»", "jd.com"},
    {"«https://item.jd.com/jump?to=https%3A%2F%2Fmai-hao.cn»", "jd.com"},
    {"«https://item.jԁ.com/1.html»看", "jd.com"},
    {"«https://www.јd.com»", "jd.com"},
    {"«jd.соm»", "jd.com"},
    {"«https://jd.com%2Emai-hao.cn/»", "mai-hao.cn"},
    // spelled dots
    {"«mai-hao点cn»", "mai-hao.cn"},
    {"«mai-hao點cn»", "mai-hao.cn"},
    {"«haohuo66点com»填", "haohuo66.com"},
    {"«haohuo66 点 com»填", "haohuo66.com"},
    {"«haohuo66(点)com»填", "haohuo66.com"},
    {"«haohuo66（点）com»填", "haohuo66.com"},
    {"«haohuo66【点】com»填", "haohuo66.com"},
    {"«haohuo66[点]com»填", "haohuo66.com"},
    {"«haohuo66{点}com»填", "haohuo66.com"},
    {"«haohuo66<点>com»填", "haohuo66.com"},
    {"«haohuo66“点”com»填", "haohuo66.com"},
    {"«haohuo66-点-com»填", "haohuo66.com"},
    {"«haohuo66[.]com»填", "haohuo66.com"},
    {"«haohuo66(.)com»填", "haohuo66.com"},
    {"«haohuo66{.}com»填", "haohuo66.com"},
    {"«haohuo66【.】com»填", "haohuo66.com"},
    {"«haohuo66 dot com»填", "haohuo66.com"},
    {"«haohuo66 DOT COM»填", "haohuo66.com"},
    {"«haohuo66(dot)com»填", "haohuo66.com"},
    {"«haohuo66[dot]com»填", "haohuo66.com"},
    {"«haohuo66{dot}com»填", "haohuo66.com"},
    {"«haohuo66_dot_com»填", "haohuo66.com"},
    {"填这«wj点tuicha点top»杠7", "tuicha.top"},
    {"«haohuo66@点@com»填", "haohuo66.com"},
    {"«haohuo66dotcom»填", "haohuo66.com"},
    {"上«kuma dot shop»挑", "kuma.shop"},
    {"上«kuma点shop»挑", "kuma.shop"},
    {"上«kuma·shop»挑", "kuma.shop"},
    {"登录«kumaliren，shop»处理", "kumaliren.shop"},
    {"登录«kumaliren . shop»处理", "kumaliren.shop"},
    {"«haohuo66 dian com»填", "haohuo66.com"},
    {"«haohuo66小数点com»填", "haohuo66.com"},
    {"色卡在«lvx小数点shop»上", "lvx.shop"},
    {"«m . tb . cn/h.5Fq9»空格去了", "tb.cn"},
    {"«item。tuan88。com/100.html»看", "tuan88.com"},
    {"填«wj,qqk,com/s2»返您", "qqk.com"},
    {"上«u . kuma . com»看", "kuma.com"},
    {"址«qun。haowu。top»，进", "haowu.top"},
    {"打开«bx77 . shop / kd»看", "bx77.shop"},
    {"«t . cn/A6hRw3»复制打开", "t.cn"},
    {"«u.kuma。com/xQ2fLp»从这进", "kuma.com"},
    {"打开«bx77 . shop / kd / 2»", "bx77.shop"},
    {"打开«bx77 . shop» / 或者", "bx77.shop"},
    {"«s . click . taobao . com»领", "taobao.com"},
    {"«haohuo66。com»填", "haohuo66.com"},
    {"«haohuo66｡com»填", "haohuo66.com"},
    {"«haohuo66，com»填", "haohuo66.com"},
    {"«haohuo66,com»填", "haohuo66.com"},
    {"«haohuo66、com»填", "haohuo66.com"},
    {"«haohuo66·com»填", "haohuo66.com"},
    {"«haohuo66•com»填", "haohuo66.com"},
    {"«haohuo66．com»填", "haohuo66.com"},
    {"«haohuo66﹒com»填", "haohuo66.com"},
    {"«haohuo66 . com»填", "haohuo66.com"},
    {"«haohuo66. com»填", "haohuo66.com"},
    {"«haohuo66 .com»填", "haohuo66.com"},
    {"«haohuo66.c o m»填", "haohuo66.com"},
    {"«haohuo66.c0m»填", "haohuo66.com"},
    {"«mai-hao，cn»即可", "mai-hao.cn"},
    {"«mai-hao。cn»即可", "mai-hao.cn"},
    {"«mai杠hao点cn»即可", "mai-hao.cn"},
    {"«mai－hao．cn»即可", "mai-hao.cn"},
    {"«youhuiba点top»", "youhuiba.top"},
    {"«youhuiba点TOP»到", "youhuiba.top"},
    {"«youhuiba88点vip»到", "youhuiba88.vip"},
    {"«三w点haohuo66点com» 填", "haohuo66.com"},
    {"«3w.haohuo66.com» 填", "haohuo66.com"},
    {"«３w。haohuo66。com» 填", "haohuo66.com"},
    {"«www点haohuo66点com» 填", "haohuo66.com"},
    {"«www。haohuo66.com» 填", "haohuo66.com"},
    {"«www dot haohuo66 dot com» 填", "haohuo66.com"},
    {"«haohuo六六点com»拍", "haohuo66.com"},
    {"«haohuo六六.com»拍", "haohuo66.com"},
    {"«hao八huo点cn»拍", "hao8huo.cn"},
    {"«haohuo陆陆点com»拍", "haohuo66.com"},
    {"«一六三点com»", "163.com"},
    {"«youhuiba，top»领", "youhuiba.top"},
    {"«youhuiba。top»领", "youhuiba.top"},
    {"«https://jd。com@mai-hao。cn»", "mai-hao.cn"},
    {"«dwz点cn/3Ab»进", "dwz.cn"},
    {"«dwz点cn斜杠3Ab»进", "dwz.cn"},
    {"«haohuo66点com点cn»进", "haohuo66.com.cn"},
    {"«haohuo66。com»，online版不要看", "haohuo66.com"},
    {"ok，«haohuo66.com»可以", "haohuo66.com"},
    {"«haohuo66.com»。cn是后缀", "haohuo66.com"},
    // spread out
    {"«h a o h u o 6 6 . c o m»，低", "haohuo66.com"},
    {"«m a i h a o 点 c n»低", "maihao.cn"},
    {"«m-a-i-h-a-o-.-c-n»低", "maihao.cn"},
    {"«m*a*i*h*a*o*.*c*n»低", "maihao.cn"},
    {"«d w z . c n / 3 A b»低", "dwz.cn"},
    {"«w w w . m a i h a o . c n»低", "maihao.cn"},
    // share codes
    {"复制«￥aBcDe12345F￥»打开", "abcde12345f"},
    {"复制«€aBcDe12345F€»打开", "abcde12345f"},
    {"复制«🔑aBcDe12345F🔑»打开", "abcde12345f"},
    {"复制«$aBcDe12345F$»打开", "abcde12345f"},
    {"复制«￥aBcDe12345F»打开", "abcde12345f"},
};

constexpr Case kOwn[] = {
    {"«https://item.jd.com/100.html»", "jd.com"},
    {"«item.jd.com/100.html#a-b»有货", "jd.com"},
    {"«coupon.jd.com»里领", "jd.com"},
    {"«3.cn/1AbC»", "3.cn"},
    {"«https://u.jd.com/aBc»，", "jd.com"},
    {"«//item.jd.com/1.html»", "jd.com"},
    {"«JD.COM»", "jd.com"},
    {"«https://jd.com.»", "jd.com"},
    {"«ｊｄ．ｃｏｍ»", "jd.com"},
    {"«https://a.jd.com/b?c=https://d.jd.com/e»", "jd.com"},
    {"«http://myjd.jd.com/list.action»;打开", "jd.com"},
    {"«https://mai@item.jd.com/1.html»", "jd.com"},
    {"«jd点com»", "jd.com"},
    {"«m.jingxi.com»看", "jingxi.com"},
};

constexpr Case kEmails[] = {
    {"发到«kefu88@qq.com»", "kefu88@qq.com"},
    {"«12345678@qq.com»。", "12345678@qq.com"},
    {"«kefu.88@vip.163.com»收", "kefu.88@vip.163.com"},
    {"«KEFU88＠QQ．COM»", "kefu88@qq.com"},
    {"«kefu88艾特qq点com»", "kefu88@qq.com"},
    {"«kefu88(at)gmail(dot)com»", "kefu88@gmail.com"},
    {"«kefu at gmail dot com»", "kefu@gmail.com"},
    {"«kefu88[at]mai-hao.cn»", "kefu88@mai-hao.cn"},
    {"«kefu88@qq。com»", "kefu88@qq.com"},
    {"«kefu88 @ qq.com»", "kefu88@qq.com"},
};

constexpr const char* kInnocents[] = {
    "Please see our website. shop online and save",
    "visit the flagship. Shop now",
    "",
    "您好，在的。",
    "1.5kg",
    "净重1.5kg，约3.2斤",
    "v2.0",
    "V2.0版本",
    "ok.好",
    "OK。好的",
    "ATM88G205.CN封装",
    "GD32F303.CC批次",
    "型号A12.CN的",
    "node.js",
    "vue.js和react.js",
    "说明书.pdf",
    "manual.pdf",
    "a.jpg",
    "IMG_2023.png",
    "index.html",
    "config.ini",
    "hal.dll",
    "setup.exe",
    "39.9元",
    "2023.12.05",
    "13:38:00",
    "12.5",
    "1.2.3",
    "192.168.1.1",
    "http://192.168.1.1/",
    "登录192.168.0.1设置",
    "8.8.8.8",
    "10:30",
    "e.g.这个",
    "i.e.",
    "U.S.A.",
    "a.m.和p.m.",
    "Co.,Ltd",
    "XX Co.Ltd",
    "Co., Ltd.",
    "ASP.NET",
    "C#.NET",
    "Mr.Wang",
    "No.1",
    "NO.2",
    "St.John",
    "etc.",
    "Thanks. In stock now.",
    "Hello. Me too",
    "点击我的-客户服务",
    "请点我的订单",
    "3点online",
    "下午3点in店里",
    "app点online就好",
    "8点top榜更新",
    "这个app点开",
    "USB，com口",
    "HDMI、com口都有",
    "支持mac，pc，tv",
    "S，M，L，XL",
    "S/M/L",
    "A/B面",
    "5/6号",
    "24/7",
    "1/2",
    "220v/50hz",
    "com口接线",
    "串口com1",
    "cn码",
    "我在//等",
    "a//b",
    "https",
    "http://",
    "https:",
    "www",
    "www.",
    "www。",
    "dot",
    "polka dot 裙",
    "polka dot top 波点上衣",
    "看COCO·STORE的吊牌",
    "kuma·SHOP的吊牌",
    "ai点vip续费",
    "点点滴滴",
    "差一点",
    "三点cn",
    "@蒙牛",
    "@小李 看下",
    "￥199",
    "￥199.00￥",
    "￥12345678￥",
    "$100",
    "€50",
    "原价￥299现价￥199",
    "¥99/件",
    "look at this",
    "meet at home",
    "A.B.C",
    "A . B . C",
    "a b c d e f g",
    "1. 打开 2. 点击",
    "1.打开2.点击",
    "2.app里领",
    "步骤3.vip页面",
    "3.LED灯",
    "1.usb线",
    "第1.2节",
    "0.5mm",
    "3.5mm耳机",
    "10.1寸",
    "iOS17.1",
    "Win11.0",
    "5.0GHz",
    "蓝牙5.3版",
    "R5.5600",
    "￥aBc￥",
    "M.2接口",
    "USB3.0",
    "Type.C",
    "尺寸10x20.5cm",
    "0.1-0.3",
    "(3.2)",
    "满150.9减15.5",
    "约1.5倍",
    "T恤.棉",
    "亲，ok，好的",
    "收到，谢谢。com",
    "。cn",
    ".com",
    "域名.com后缀",
    "🔑password🔑",
    "👉haohuo👈",
    "(good)",
    "L.L.Bean",
    "Dr.Martens",
    "St.Ives",
    "H.M",
    "S.H.E",
    "J.Crew",
    "D.I.Y",
    "3C.数码",
    "1.8m*2.0m",
    "Intel i5.13代",
    "12V.5A",
    "A4.70g",
    "1:1.5",
};

TEST(LinkFinder, FindsLinks) {
  for (const Case& c : kLinks) ExpectOnly(c, EntityKind::kLink);
}

TEST(LinkFinder, KnowsItsOwn) {
  for (const Case& c : kOwn) ExpectOnly(c, EntityKind::kOwnLink);
}

TEST(LinkFinder, FindsAddresses) {
  for (const Case& c : kEmails) ExpectOnly(c, EntityKind::kEmail);
}

// A link that the gate cannot see would never be looked for.
TEST(LinkFinder, FindsWhatTheGateLetsThrough) {
  const auto reader = Segmenter::Create({});
  ASSERT_TRUE(reader.ok());
  Gate gate;
  gate.OpenForLinks();
  gate.Seal(**reader);
  for (const std::span<const Case> cases :
       {std::span<const Case>(kLinks), std::span<const Case>(kOwn), std::span<const Case>(kEmails)}) {
    for (const Case& c : cases) EXPECT_TRUE(gate.Probe(Unmark(c.marked).text).Has(Cause::kLinks)) << c.marked;
  }
}

TEST(LinkFinder, LeavesInnocents) {
  for (const char* text : kInnocents) {
    SCOPED_TRACE(text);
    View view;
    std::vector<Entity> found = Find(text, view);
    EXPECT_TRUE(found.empty()) << found[0].canonical;
  }
}

TEST(LinkFinder, NamesTheFolds) {
  auto folds = [](const char* text) {
    View view;
    return Find(text, view).at(0).folds;
  };
  EXPECT_EQ(folds("https://mai-hao.cn"), FoldSet());
  EXPECT_EQ(folds("mai-hao点cn"), FoldSet::Of(Fold::kLinkSpelling));
  EXPECT_EQ(folds("hxxps://mai-hao.cn"), FoldSet::Of(Fold::kLinkSpelling));
  EXPECT_TRUE(folds("haohuo六六点com").has(Fold::kNumeral));
  EXPECT_TRUE(folds("m a i h a o . c n").has(Fold::kSeparator));
  EXPECT_TRUE(folds("https://item.jԁ.com/").has(Fold::kConfusable));
}

TEST(LinkFinder, FindsSeveral) {
  View view;
  std::vector<Entity> found = Find("先看https://item.jd.com/1.html，再到haohuo66点com或kefu88@qq.com", view);
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].kind, EntityKind::kOwnLink);
  EXPECT_EQ(found[1].kind, EntityKind::kLink);
  EXPECT_EQ(found[2].kind, EntityKind::kEmail);
}

TEST(LinkFinder, StaysLinear) {
  for (const char* piece :
       {".",   "a.",     "a",      "http:",   "http://", "https://a@", "a b ",       "a . ", "点",
        "a点", "a@",     "%",      "//",      "/",       "￥",         "￥a",        "一",   "a一",
        "八.", "a.com/", "a.com,", "dotcom.", "a.b@",    "w w w ",     "jd.com?://", "://a", "h a . "}) {
    SCOPED_TRACE(piece);
    std::string text;
    for (int i = 0; i < 20000; ++i) text += piece;
    View view;
    BuildView(text, view);
    std::vector<Entity> found;
    auto start = std::chrono::steady_clock::now();
    FindLinks(view, OwnDomains(), found);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(4));
    for (const Entity& e : found) ASSERT_LT(e.first_glyph, e.end_glyph);
  }
}

TEST(RegistrableDomain, ReadsTheList) {
  EXPECT_EQ(RegistrableDomain("item.jd.com"), "jd.com");
  EXPECT_EQ(RegistrableDomain("a.b.mai-hao.com.cn"), "mai-hao.com.cn");
  EXPECT_EQ(RegistrableDomain("47.98.12.34"), "47.98.12.34");
  EXPECT_EQ(RegistrableDomain("com"), "com");
  EXPECT_TRUE(IsTopLevelDomain("ly"));
  EXPECT_FALSE(IsTopLevelDomain("js"));
  EXPECT_FALSE(IsTopLevelDomain("5kg"));
}

TEST(RegistrableDomain, MatchesOnLabels) {
  EXPECT_TRUE(IsWithin("jd.com", OwnDomains()));
  EXPECT_TRUE(IsWithin("item.jd.com", OwnDomains()));
  EXPECT_FALSE(IsWithin("notjd.com", OwnDomains()));
  EXPECT_FALSE(IsWithin("jd.com.cn", OwnDomains()));
  EXPECT_FALSE(IsWithin("", OwnDomains()));
}

}  // namespace
}  // namespace presend
