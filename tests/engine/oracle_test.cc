// A slow, obvious matcher held against the engine, on every short text over a hostile alphabet and on random longer
// ones. The oracle asks of every range of a message, straight from the definitions of the folds: does this say the
// word? The engine must report the same ranges, with its gate open and shut.
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "engine/fold_table.h"
#include "engine/screener.h"
#include "engine/sound_table.h"
#include "engine/utf8.h"
#include "engine/view.h"

namespace presend {
namespace {

const std::vector<std::string> kWords = {"淘宝", "拼多多", "qq", "tb", "亲", "微信"};

RuleSet OracleRules() {
  RuleSet set;
  set.revision = "oracle";
  set.platforms = {{"jd", "京东", {}}};
  for (const std::string& word : kWords) {
    Rule rule;
    rule.id = word;
    rule.action = Action::kBlock;
    rule.words = {word};
    rule.boundary = Boundary::kNone;
    rule.folds = FoldSet::All() - FoldSet::Of(Fold::kEmoji) - FoldSet::Of(Fold::kShape) - FoldSet::Of(Fold::kLeet);
    set.rules.push_back(rule);
  }
  return set;
}

using Found = std::set<std::tuple<std::string, uint32_t, uint32_t>>;  // word, bytes

struct Letter {
  char32_t c;
  uint32_t glyph;
};

std::vector<Letter> LettersOf(const View& view) {
  std::vector<Letter> letters;
  const auto& g = view.glyphs;
  for (uint32_t i = 0; i < g.size(); ++i) {
    const bool stray = g[i].kind == GlyphKind::kDigit && i > 0 && i + 1 < g.size() &&
                       g[i - 1].kind == GlyphKind::kHan && g[i + 1].kind == GlyphKind::kHan;
    if (IsLetter(g[i].kind) && !stray) letters.push_back({g[i].code_point, i});
  }
  return letters;
}

// The letters as runs: (letter, how often).
std::vector<std::pair<char32_t, int>> Runs(const std::u32string& letters) {
  std::vector<std::pair<char32_t, int>> runs;
  for (char32_t c : letters) {
    if (runs.empty() || runs.back().first != c) runs.push_back({c, 0});
    ++runs.back().second;
  }
  return runs;
}

// Every letter of the word at least as often, in the same order: 淘淘宝宝 says 淘宝.
bool SaysRepeated(const std::u32string& letters, const std::u32string& word) {
  const auto have = Runs(letters), want = Runs(word);
  if (have.size() != want.size()) return false;
  for (size_t i = 0; i < have.size(); ++i) {
    if (have[i].first != want[i].first || have[i].second < want[i].second) return false;
  }
  return true;
}

std::u32string Once(const std::u32string& letters) {
  std::u32string once;
  for (const auto& [letter, count] : Runs(letters)) once.push_back(letter);
  return once;
}

// Letter for letter the same sound, a character being one syllable.
bool SaysBySound(const std::u32string& letters, const std::u32string& word) {
  size_t at = 0;
  for (char32_t c : word) {
    const std::string_view syllable = SyllableLetters(SyllableOf(c));
    if (c < 0x80) {
      if (at >= letters.size() || letters[at++] != c) return false;
    } else if (at < letters.size() && letters[at] >= 0x80) {
      if (SyllableOf(letters[at++]) != SyllableOf(c)) return false;
    } else {
      for (char letter : syllable) {
        if (at >= letters.size() || letters[at++] != static_cast<char32_t>(letter)) return false;
      }
    }
  }
  return at == letters.size();
}

Found Oracle(const std::string& text) {
  Found found;
  View view;
  BuildView(text, view);
  const std::vector<Letter> letters = LettersOf(view);
  for (const std::string& utf8 : kWords) {
    const std::u32string word = ToCodePoints(utf8);
    for (size_t i = 0; i < letters.size(); ++i) {
      std::u32string said;
      for (size_t j = i; j < letters.size() && said.size() < 24; ++j) {
        said.push_back(letters[j].c);
        const bool exact = said == word;
        if (!exact && !SaysRepeated(said, word) && !SaysBySound(said, word) && !SaysBySound(Once(said), word)) continue;
        found.insert({utf8, view.glyphs[letters[i].glyph].begin, view.glyphs[letters[j].glyph].end});
      }
    }
  }
  return found;
}

class OracleTest : public testing::Test {
 protected:
  void SetUp() override {
    auto screener = Screener::Create(OracleRules());
    ASSERT_TRUE(screener.ok()) << screener.status();
    screener_ = *screener;
  }

  // Everything the engine hit, before overlaps were settled.
  Found Engine(const std::string& text) {
    Message message;
    message.text = text;
    message.platform = "jd";
    message.explain = true;
    message.rewrite = false;
    Verdict verdict;
    EXPECT_TRUE(screener_->Screen(message, context_, verdict).ok());
    Found found;
    for (const TraceStep& step : verdict.explanation->steps) {
      if (step.outcome != "fold") found.insert({step.word, step.span.begin, step.span.end});  // the rules read no leet
    }
    return found;
  }

  bool Flags(const std::string& text) {
    Message message;
    message.text = text;
    message.platform = "jd";
    message.rewrite = false;
    Verdict verdict;
    EXPECT_TRUE(screener_->Screen(message, context_, verdict).ok());
    return !verdict.findings.empty();
  }

  // The oracle knows what a word may be spread over; the engine leaves out repeats that add nothing at the rim
  // (今天天猫). So: all that the engine hits, the oracle must know; what the oracle knows, the engine must flag.
  void Compare(const std::string& text) {
    const Found oracle = Oracle(text), engine = Engine(text);
    for (const auto& hit : engine) EXPECT_TRUE(oracle.contains(hit)) << text << " engine only: " << std::get<0>(hit);
    for (const auto& [word, begin, end] : oracle) {
      const bool inside = std::any_of(engine.begin(), engine.end(), [&, w = word, b = begin, e = end](const auto& hit) {
        return std::get<0>(hit) == w && std::get<1>(hit) < e && b < std::get<2>(hit);
      });
      EXPECT_TRUE(inside) << text << " oracle only: " << word << " " << begin << "-" << end;
    }
    EXPECT_EQ(Flags(text), !engine.empty()) << "the gate lost a hit: " << text;
  }

  std::shared_ptr<const Screener> screener_;
  ScanContext context_;
};

const std::vector<std::string> kAlphabet = {"淘", "宝", "拼", "多", "q", "t", "b", "亲", "微", "信", "陶", "薇", "w", "e",
                                            "i", "x", "n", " ", ".", "1", "\u200b", "Ｑ", "寶", "😀", "\xff"};

TEST_F(OracleTest, EveryShortText) {
  std::vector<std::string> texts = {""};
  for (int length = 1; length <= 3; ++length) {
    std::vector<std::string> longer;
    for (const std::string& text : texts) {
      for (const std::string& letter : kAlphabet) longer.push_back(text + letter);
    }
    for (const std::string& text : longer) Compare(text);
    if (HasFailure()) return;
    texts = std::move(longer);
  }
}

TEST_F(OracleTest, RandomTexts) {
  std::mt19937 random(20231205);
  for (int round = 0; round < 20000 && !HasFailure(); ++round) {
    std::string text;
    // Whole words among the letters, so that hits are frequent.
    for (int left = 2 + static_cast<int>(random() % 10); left > 0; --left) {
      text += random() % 4 == 0 ? kWords[random() % kWords.size()] : kAlphabet[random() % kAlphabet.size()];
    }
    Compare(text);
  }
}

TEST_F(OracleTest, LongTexts) {
  std::mt19937 random(7);
  for (int round = 0; round < 100 && !HasFailure(); ++round) {
    std::string text;
    for (int left = 200; left > 0; --left) text += kAlphabet[random() % kAlphabet.size()];
    Compare(text);
  }
}

}  // namespace
}  // namespace presend
