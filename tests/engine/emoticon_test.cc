#include "engine/emoticon.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/view.h"

namespace presend {
namespace {

// As glyphs: each letter or mark that is read, an emoticon as its mark.
TEST(Emoticon, IsOneMark) {
  const struct { const char* text; std::u32string read; } kCases[] = {
      {"淘[玫瑰]宝", U"淘~宝"},
      {"微[爱心]信", U"微❤信"},
      {"返[钱]", U"返💰"},
      {"好的[ok][OK][打call]", U"好的~~~"},
      {"[绝望的凝视]", U"~"},
      {"好的#E-s12", U"好的~"},
      {"好的#e-s3，稍等", U"好的~,稍等"},
      {"#E-s1234", U"#e-s1234"},
      {"+\\/:5475550", U"+\\/:5475550"},
      {"亲/:087/:810", U"亲~~"},
      {"[红包]", U"[红包]"},  // a word that rules look for
      {"[订单x]", U"[订单x]"},
      {"[玫瑰", U"[玫瑰"},
      {"[玫 瑰]", U"[玫 瑰]"},
      {"[]", U"[]"},
      {"#12", U"#12"},
      {"#E-", U"#e-"},
      {"/:08", U"/:08"},
      {"a/b", U"a/b"},
      {"[", U"["},
  };
  for (const auto& test : kCases) {
    View view;
    BuildView(test.text, view);
    std::u32string read;
    for (const Glyph& glyph : view.glyphs) read.push_back(glyph.code_point);
    EXPECT_EQ(read, test.read) << test.text;
  }
}

TEST(Emoticon, StandsForItsBytes) {
  View view;
  BuildView("淘[玫瑰]宝", view);
  ASSERT_EQ(view.glyphs.size(), 3u);
  EXPECT_EQ(view.glyphs[1].begin, 3u);
  EXPECT_EQ(view.glyphs[1].end, 11u);
  EXPECT_EQ(view.glyphs[1].kind, GlyphKind::kEmoji);
}

TEST(Emoticon, MayChangeAtABorder) {
  const std::string text = "好[玫瑰]宝";
  for (size_t border = 0; border <= text.size(); ++border) {
    EXPECT_EQ(BorderChangesEmoticon(text, border), border > 3 && border < 11) << border;
  }
  EXPECT_TRUE(BorderChangesEmoticon("/:0871", 5));
  EXPECT_FALSE(BorderChangesEmoticon("/:087好", 5));
}

}  // namespace
}  // namespace presend
