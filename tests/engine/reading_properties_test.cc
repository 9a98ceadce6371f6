// What must hold of the plain view and of every reading, whatever the text: spans inside of the message and on edges of
// code points, a way back that never turns round, and nothing left to fold.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "engine/reading.h"
#include "engine/screener.h"
#include "engine/utf8.h"

namespace presend {
namespace {

const std::vector<std::string> kUnits = {"淘",
                                         "寶",
                                         "宝",
                                         "微",
                                         "信",
                                         "氵",
                                         "匋",
                                         "亻",
                                         "言",
                                         "女",
                                         "子",
                                         "好",
                                         "🐱",
                                         "💎",
                                         "➕",
                                         "❤️",
                                         "👋🏽",
                                         "👨‍👩‍👧",
                                         "🇨🇳",
                                         "[玫瑰]",
                                         "[爱心]",
                                         "#E-s12",
                                         "\\/",
                                         "><",
                                         "a",
                                         "Ｂ",
                                         "ⓣ",
                                         "𝐨",
                                         "а",
                                         "ß",
                                         "ﬀ",
                                         "㎏",
                                         "①",
                                         "⑩",
                                         "一",
                                         "壹",
                                         "٣",
                                         "0",
                                         "1",
                                         "3",
                                         "@",
                                         "$",
                                         "é",
                                         "e\u0301",
                                         "Ǆ",
                                         "か\u3099",
                                         "한",
                                         "\u1112\u1161\u11ab",
                                         " ",
                                         "\u3000",
                                         "\n",
                                         ".",
                                         "，",
                                         "。",
                                         "-",
                                         "*",
                                         "\u200b",
                                         "\u202e",
                                         "\u202c",
                                         "\u2066",
                                         "\ufeff",
                                         "\u00ad",
                                         "\ufe0f",
                                         std::string(1, '\0'),
                                         "\xff",
                                         "\xe6\xb7",
                                         "\xf0\x9f\x90",
                                         "\xc0\x80",
                                         "\U00020000",
                                         "⺅",
                                         "⼝",
                                         "ｶ",
                                         "ﾞ"};

const absl::flat_hash_set<char32_t>& Wholes() {
  static const auto& wholes = *new absl::flat_hash_set<char32_t>{U'淘', U'信', U'好', U'宝', U'微'};
  return wholes;
}

bool IsEdge(const std::string& text, uint32_t at) {
  return at == text.size() || (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80);
}

bool IsUtf8(const std::string& text) {
  const char* const end = text.data() + text.size();
  for (const char* p = text.data(); p < end;) {
    const DecodedCodePoint decoded = DecodeUtf8(p, end);
    if (!decoded.valid) return false;
    p += decoded.length;
  }
  return true;
}

void CheckView(const std::string& text, const View& view) {
  const bool valid = IsUtf8(text), turned = text.find("\u202e") != std::string::npos;
  for (size_t i = 0; i < view.glyphs.size(); ++i) {
    const Glyph& glyph = view.glyphs[i];
    ASSERT_LT(glyph.begin, glyph.end);
    ASSERT_LE(glyph.end, text.size());
    ASSERT_TRUE(!valid || (IsEdge(text, glyph.begin) && IsEdge(text, glyph.end)));
    if (turned || i == 0) continue;  // what stands after U+202E is read backwards
    const Glyph& before = view.glyphs[i - 1];
    // Of several glyphs of one code point, the first takes the marks before it and the last those behind.
    ASSERT_TRUE(before.begin <= glyph.begin && before.end <= glyph.end);
  }
  ASSERT_EQ(view.text_begin.size(), view.glyphs.size() + 1);
  ASSERT_TRUE(IsUtf8(view.text));
}

// Pieces in order, within the view; their texts one after the other.
void CheckReading(const Reading& reading, size_t glyphs) {
  ASSERT_EQ(reading.text_begin.size(), reading.pieces.size() + 1);
  ASSERT_EQ(reading.text_begin.back(), reading.text.size());
  for (size_t i = 0; i < reading.pieces.size(); ++i) {
    const Piece& piece = reading.pieces[i];
    ASSERT_LT(piece.first, piece.end);
    ASSERT_LE(piece.end, glyphs);
    ASSERT_LT(reading.text_begin[i], reading.text_begin[i + 1]);
    ASSERT_TRUE(IsEdge(reading.text, reading.text_begin[i]));
    ASSERT_EQ(reading.PieceBeginningAt(reading.text_begin[i]), static_cast<int>(i));
    ASSERT_EQ(reading.PieceEndingAt(reading.text_begin[i + 1]), static_cast<int>(i));
    if (i == 0) continue;
    const Piece& before = reading.pieces[i - 1];
    // A picture that says two characters gives two pieces of the same glyphs.
    ASSERT_TRUE(before.end <= piece.first || (before.first == piece.first && before.end == piece.end));
  }
}

// Folding what is folded changes nothing. Bytes that are not UTF-8 become U+FFFD, which is a mark.
void CheckFoldedOnce(const View& view) {
  View again;
  BuildView(view.text, again);
  WriteText(again);
  ASSERT_EQ(again.text, view.text);
  for (const Glyph& glyph : again.glyphs) ASSERT_TRUE(glyph.folds.empty()) << static_cast<uint32_t>(glyph.code_point);
}

void CheckLetters(const Reading& letters, size_t glyphs) {
  CheckReading(letters, glyphs);
  std::vector<const Reading*> readings = {&letters};
  Reading collapsed, twice, sound;
  if (CollapseRepeats(letters, collapsed)) {
    CheckReading(collapsed, glyphs);
    uint32_t runs = 0;
    for (const Piece& piece : collapsed.pieces) runs += piece.run;
    ASSERT_EQ(runs, letters.pieces.size());
    ASSERT_FALSE(CollapseRepeats(collapsed, twice)) << "one of each run is left";
    readings.push_back(&collapsed);
  }
  for (const Reading* from : readings) {
    ReadSound(*from, sound);
    CheckReading(sound, glyphs);
    ASSERT_EQ(sound.pieces.size(), from->pieces.size());
    ASSERT_TRUE(std::all_of(sound.text.begin(), sound.text.end(), [](unsigned char c) { return c < 0x80; }));
  }
}

void CheckReadings(const std::string& text) {
  SCOPED_TRACE(::testing::PrintToString(text));
  View view;
  BuildView(text, view);
  WriteText(view);
  CheckView(text, view);
  CheckFoldedOnce(view);
  Reading plain, letters, substituted;
  ReadPlain(view, plain);
  CheckReading(plain, view.glyphs.size());
  ReadLetters(view, letters);
  CheckLetters(letters, view.glyphs.size());
  if (!Substitute(plain, Wholes(), substituted)) return;
  CheckReading(substituted, view.glyphs.size());
  ReadLetters(substituted, letters);
  CheckLetters(letters, view.glyphs.size());
}

std::string RandomText(std::mt19937& random, int longest) {
  std::string text;
  for (int left = 1 + static_cast<int>(random() % longest); left > 0; --left) text += kUnits[random() % kUnits.size()];
  return text;
}

TEST(ReadingProperties, HoldForShortTexts) {
  CheckReadings("");
  for (const std::string& a : kUnits) {
    for (const std::string& b : kUnits) {
      for (const std::string& c : kUnits) CheckReadings(a + b + c);
      if (testing::Test::HasFailure()) return;
    }
  }
}

TEST(ReadingProperties, HoldForRandomTexts) {
  std::mt19937 random(1);
  for (int round = 0; round < 20000 && !testing::Test::HasFailure(); ++round) CheckReadings(RandomText(random, 30));
}

TEST(ReadingProperties, HoldForEveryCodePoint) {
  for (char32_t c = 0; c <= 0x10ffff && !testing::Test::HasFailure(); ++c) {
    if (c >= 0xd800 && c <= 0xdfff) continue;
    CheckReadings(ToUtf8({&c, 1}));
  }
}

// The same of what the caller sees: three spans of one place.
TEST(ReadingProperties, FindingsStandOnEdges) {
  RuleSet set;
  set.revision = "test";
  set.platforms = {{"jd", "京东", {}}};
  Rule rule;
  rule.id = "jd.all";
  rule.action = Action::kBlock;
  rule.boundary = Boundary::kNone;
  rule.words = {"淘宝", "微信", "好", "ab", "加", "t"};
  rule.folds = FoldSet::All();
  set.rules.push_back(rule);
  const auto screener = Screener::Create(set);
  ASSERT_TRUE(screener.ok()) << screener.status();
  ScanContext context;
  Verdict verdict;
  std::mt19937 random(2);
  size_t findings = 0;
  for (int round = 0; round < 20000; ++round) {
    const std::string text = RandomText(random, 20);
    ASSERT_TRUE((*screener)->Screen({.text = text, .platform = "jd", .rewrite = false}, context, verdict).ok());
    for (const Finding& finding : verdict.findings) {
      SCOPED_TRACE(::testing::PrintToString(text));
      const TextRange& range = finding.range;
      ASSERT_LT(range.bytes.begin, range.bytes.end);
      ASSERT_LE(range.bytes.end, text.size());
      ASSERT_EQ(finding.matched, text.substr(range.bytes.begin, range.bytes.end - range.bytes.begin));
      if (!IsUtf8(text)) continue;
      ++findings;
      ASSERT_TRUE(IsEdge(text, range.bytes.begin) && IsEdge(text, range.bytes.end));
      const std::u32string before = ToCodePoints(text.substr(0, range.bytes.begin)),
                           inside = ToCodePoints(finding.matched);
      ASSERT_EQ(range.code_points.begin, before.size());
      ASSERT_EQ(range.code_points.end, before.size() + inside.size());
      const auto units = [](const std::u32string& of) {
        return of.size() +
               static_cast<size_t>(std::count_if(of.begin(), of.end(), [](char32_t c) { return c > 0xffff; }));
      };
      ASSERT_EQ(range.utf16.begin, units(before));
      ASSERT_EQ(range.utf16.end, units(before) + units(inside));
    }
  }
  EXPECT_GT(findings, 1000u);
}

}  // namespace
}  // namespace presend
