#include "engine/fold_table.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/fold_table_data.h"
#include "engine/utf8.h"

namespace presend {
namespace {

FoldSet FoldsOf(const std::string& text) {
  FoldSet folds;
  for (const char32_t c : ToCodePoints(text)) folds |= FoldCodePoint(c).folds;
  return folds;
}

struct Case {
  const char* written;
  const char* canonical;
  std::vector<Fold> folds;
};

const Case kCases[] = {
    {"abc xyz 0189-_./", "abc xyz 0189-_./", {}},
    {"亲，在的。什么？", "亲,在的。什么?", {Fold::kWidth}},
    {"TaoBao", "taobao", {Fold::kCase}},
    {"ｔａｏ", "tao", {Fold::kWidth}},
    {"ＴＡＯ", "tao", {Fold::kWidth, Fold::kCase}},
    {"㎏℡№", "kgtelno", {Fold::kWidth, Fold::kCase}},
    {"　", " ", {Fold::kWidth}},
    {"⼝⽟", "口玉", {Fold::kWidth}},
    {"⺅⺡", "亻氵", {Fold::kWidth}},
    {"\uf900", "岂", {Fold::kWidth, Fold::kScript}},
    {"淘寶購物後臺", "淘宝购物后台", {Fold::kScript}},
    {"溦伩徴信嶶信", "微信微信微信", {Fold::kScript}},
    {"儍貓夛珤寳", "傻猫多宝宝", {Fold::kScript}},
    {"訁釒糹飠", "讠钅纟饣", {Fold::kScript}},
    {"伱恏誐妳沵", "你好我你你", {Fold::kScript}},
    {"萠伖鈡嚒", "朋友中么", {Fold::kScript}},
    {"亾囻銭売図", "人国钱卖图", {Fold::kScript}},
    {"ⓣⓐⓞ", "tao", {Fold::kEnclosed}},
    {"ⓉⒶⓄ", "tao", {Fold::kEnclosed, Fold::kCase}},
    {"🆃🅰🅾", "tao", {Fold::kEnclosed}},
    {"🅣🅐🅞🄱🄰🄾", "taobao", {Fold::kEnclosed}},
    {"🇹🇧", "tb", {Fold::kEnclosed}},
    {"⒯⒜⒪🄣", "taot", {Fold::kEnclosed}},
    {"𝐭𝐚𝐨𝕥𝒶𝓸𝖙𝚊", "taotaota", {Fold::kEnclosed}},
    {"①③⑧⓪", "1380", {Fold::kEnclosed}},
    {"❶❸➇➊⓿⓵⑴⒏", "13810118", {Fold::kEnclosed}},
    {"⑩⓫⑳❿", "10112010", {Fold::kEnclosed}},
    {"𝟏𝟑𝟠", "138", {Fold::kEnclosed}},
    {"1️⃣3️⃣8⃣", "138", {Fold::kInvisible}},
    {"🔟", "10", {Fold::kEnclosed}},
    {"²₃", "23", {Fold::kWidth}},
    {"٣३၅", "335", {Fold::kConfusable}},
    {"tаobао", "taobao", {Fold::kConfusable}},
    {"ΤАОВАО", "taobao", {Fold::kConfusable}},
    {"ωеіхіn", "weixin", {Fold::kConfusable}},
    {"ᴛᴀᴏʙᴀᴏ", "taobao", {Fold::kConfusable}},
    {"ꓔꓮꓳ", "tao", {Fold::kConfusable}},
    {"wēi xìn lǚ ǎ", "wei xin lu a", {Fold::kConfusable}},
    {"∨√✓ѵѴ", "vvvvv", {Fold::kConfusable}},
    {"ΩΩ", "qq", {Fold::kConfusable}},
    {"淘\u200b宝\ufeff\u2060\u00ad\u202e", "淘宝", {Fold::kInvisible}},
    {"淘\ufe0f宝\U000e0101\U000e0061", "淘宝", {Fold::kInvisible}},
    {"淘҉宝̶̸͞", "淘宝", {Fold::kInvisible}},
    {"👍🏻", "👍", {Fold::kInvisible}},
};

TEST(FoldTable, FoldsEveryDisguise) {
  for (const Case& c : kCases) {
    EXPECT_EQ(ToUtf8(Canonical(c.written)), c.canonical) << c.written;
    const FoldSet folds = FoldsOf(c.written);
    for (const Fold fold : c.folds) EXPECT_TRUE(folds.has(fold)) << c.written << ' ' << FoldName(fold);
    EXPECT_EQ(folds.empty(), c.folds.empty()) << c.written;
  }
}

TEST(FoldTable, LeavesAlone) {
  for (const char* text : {"0o1l", "20×30", "人言可畏亻氵犭忄扌力口夕", "カロイ言が", "한국어",
                           "威信围巾薇", "¥5…", "©°±", "一二三〇百千", "❤♥🐱"}) {
    EXPECT_EQ(ToUtf8(Canonical(text)), text);
    EXPECT_TRUE(FoldsOf(text).empty()) << text;
  }
}

TEST(FoldTable, IsIdempotentAndTotalAndAgreesWithItsPackedForm) {
  for (uint32_t c = 0; c <= 0x110100; ++c) {
    const Folded folded = FoldCodePoint(c);
    ASSERT_LE(folded.canonical.size(), 4u) << std::hex << c;
    ASSERT_TRUE(folded.folds.within(FoldSet::Certain())) << std::hex << c;
    const bool same = folded.canonical.size() == 1 && folded.canonical[0] == c;
    ASSERT_EQ(same, folded.folds.empty()) << std::hex << c;
    for (const char32_t one : folded.canonical) {
      const Folded again = FoldCodePoint(one);
      ASSERT_TRUE(again.canonical.size() == 1 && again.canonical[0] == one && again.folds.empty()) << std::hex << c;
    }
    if (c > 0x10ffff) continue;
    const uint32_t packed = FoldPacked(c);
    if (folded.canonical.size() > 1) {
      ASSERT_EQ(packed, kManyForms) << std::hex << c;
    } else if (folded.canonical.empty()) {
      ASSERT_EQ(packed, 0u) << std::hex << c;
    } else {
      ASSERT_EQ(packed & 0x1fffff, folded.canonical[0]) << std::hex << c;
      ASSERT_EQ(packed >> kPackedKindShift, static_cast<uint32_t>(folded.kind)) << std::hex << c;
    }
  }
}

TEST(FoldTable, SimplifiedTextStaysAsItIs) {
  // The most ordinary characters of the trade; none may be taken for a variant of another.
  const std::string text = "您好请问有什么可以帮到您的吗亲发货快递今天下单明天到店铺优惠券活动满减尺码颜色退换货售后微信淘宝支付"
                           "京东天猫拼多多抖音快手客服质量价格便宜实惠放心购买包邮运费险收到确认评价谢谢再见地址电话手机号";
  EXPECT_EQ(ToUtf8(Canonical(text)), text);
}

TEST(FoldTable, SeesNothingInInvisibleCodePoints) {
  const std::pair<char32_t, char32_t> ranges[] = {
      {0x00, 0x08}, {0x0e, 0x1f}, {0x7f, 0x84}, {0xad, 0xad}, {0x300, 0x36f}, {0x483, 0x489}, {0x61c, 0x61c},
      {0x115f, 0x1160}, {0x180b, 0x180f}, {0x200b, 0x200f}, {0x202a, 0x202e}, {0x2060, 0x206f}, {0x20d0, 0x20f0},
      {0x3164, 0x3164}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}, {0xfeff, 0xfeff}, {0xffa0, 0xffa0}, {0x1f3fb, 0x1f3ff},
      {0xe0001, 0xe007f}, {0xe0100, 0xe01ef}};
  for (const auto& [first, last] : ranges) {
    for (char32_t c = first; c <= last; ++c) {
      EXPECT_TRUE(FoldCodePoint(c).canonical.empty()) << std::hex << static_cast<uint32_t>(c);
      EXPECT_TRUE(FoldCodePoint(c).folds.has(Fold::kInvisible)) << std::hex << static_cast<uint32_t>(c);
    }
  }
}

TEST(FoldTable, KnowsKinds) {
  const std::pair<std::u32string, GlyphKind> cases[] = {
      {U"亲〇淘\U00020000", GlyphKind::kHan}, {U"azAＺⓣа", GlyphKind::kLatin}, {U"09９①٣❶", GlyphKind::kDigit},
      {U"かカㄅ한", GlyphKind::kOtherLetter}, {U"🐱❤♥👍☎©🟢", GlyphKind::kEmoji},
      {U" \t\n\u3000\u00a0", GlyphKind::kSpace}, {U",;:，、；：", GlyphKind::kPause}, {U".!?。！？…｡", GlyphKind::kStop},
      {U"-_*/~()（）【】￥$#+×→■ˇ·々ーのノ〆丨灬丶", GlyphKind::kMark}, {U"\ufffd\ue000\U000f0000", GlyphKind::kMark}};
  for (const auto& [text, kind] : cases) {
    for (const char32_t c : text) EXPECT_EQ(FoldCodePoint(c).kind, kind) << ToUtf8({&c, 1});
  }
}

TEST(FoldTable, StaysSmall) { EXPECT_LT(fold_table_internal::kFoldTableBytes, 256u * 1024); }

struct Utf8Case {
  std::string bytes;
  bool valid;
  uint32_t length;
};

TEST(Utf8, RefusesWhatIsNotStrict) {
  const Utf8Case cases[] = {
      {"a", true, 1},                {"\xc2\x80", true, 2},         {"\xe0\xa0\x80", true, 3},
      {"\xed\x9f\xbf", true, 3},     {"\xf0\x90\x80\x80", true, 4}, {"\xf4\x8f\xbf\xbf", true, 4},
      {"\x80", false, 1},            {"\xc0\x80", false, 1},        {"\xc1\xbf", false, 1},
      {"\xe0\x9f\xbf", false, 1},    {"\xed\xa0\x80", false, 1},    {"\xf0\x8f\xbf\xbf", false, 1},
      {"\xf4\x90\x80\x80", false, 1}, {"\xf5\x80\x80\x80", false, 1}, {"\xe4\xba", false, 1},
      {"\xe4\x41\x41", false, 1},    {"\xf0\x9f\x90", false, 1},    {"\xff", false, 1}};
  for (const Utf8Case& c : cases) {
    const DecodedCodePoint decoded = DecodeUtf8(c.bytes.data(), c.bytes.data() + c.bytes.size());
    EXPECT_EQ(decoded.valid, c.valid) << testing::PrintToString(c.bytes);
    EXPECT_EQ(decoded.length, c.length) << testing::PrintToString(c.bytes);
  }
}

TEST(Utf8, ReadsWhatItWrites) {
  for (char32_t c = 0; c <= 0x10ffff; ++c) {
    if (c >= 0xd800 && c <= 0xdfff) continue;
    std::string bytes;
    AppendUtf8(c, bytes);
    const DecodedCodePoint decoded = DecodeUtf8(bytes.data(), bytes.data() + bytes.size());
    ASSERT_TRUE(decoded.valid && decoded.code_point == c && decoded.length == bytes.size()) << static_cast<uint32_t>(c);
  }
}

}  // namespace
}  // namespace presend
