// A slow, obvious matcher held against the engine, on every short text over a hostile alphabet and on random longer
// ones. The oracle asks of every range of a message, straight from the definitions of the folds: does this say the
// word? The engine must report the same ranges, with its gate open and shut.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "engine/screener.h"
#include "tests/engine/slow_reading.h"

namespace presend {
namespace {

const std::vector<std::string> kWords = {"淘宝", "拼多多", "qq", "tb", "亲", "微信"};

RuleSet RulesFor(const std::vector<std::string>& words, FoldSet folds) {
  RuleSet set;
  set.revision = "oracle";
  set.platforms = {{"jd", "京东", {}}};
  for (const std::string& word : words) {
    Rule rule;
    rule.id = word;
    rule.action = Action::kBlock;
    rule.words = {word};
    rule.boundary = Boundary::kNone;
    rule.folds = folds;
    set.rules.push_back(rule);
  }
  return set;
}

using slow::Found;

class Comparison : public testing::Test {
 protected:
  using Oracle = Found (*)(const std::string& text);

  Comparison(const std::vector<std::string>& words, FoldSet folds, Oracle oracle) : oracle_(oracle) {
    auto screener = Screener::Create(RulesFor(words, folds));
    EXPECT_TRUE(screener.ok()) << screener.status();
    if (screener.ok()) screener_ = *screener;
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
    const Found oracle = oracle_(text), engine = Engine(text);
    for (const auto& hit : engine) EXPECT_TRUE(oracle.contains(hit)) << text << " engine only: " << std::get<0>(hit);
    for (const auto& [word, begin, end] : oracle) {
      const bool inside = std::any_of(engine.begin(), engine.end(), [&, w = word, b = begin, e = end](const auto& hit) {
        return std::get<0>(hit) == w && std::get<1>(hit) < e && b < std::get<2>(hit);
      });
      EXPECT_TRUE(inside) << text << " oracle only: " << word << " " << begin << "-" << end;
    }
    EXPECT_EQ(Flags(text), !engine.empty()) << "the gate lost a hit: " << text;
  }

  // Texts of up to `longest` units of the alphabet, all of them.
  void CompareAll(const std::vector<std::string>& alphabet, int longest) {
    std::vector<std::string> texts = {""};
    for (int length = 1; length <= longest; ++length) {
      std::vector<std::string> longer;
      for (const std::string& text : texts) {
        for (const std::string& unit : alphabet) longer.push_back(text + unit);
      }
      for (const std::string& text : longer) Compare(text);
      if (HasFailure()) return;
      texts = std::move(longer);
    }
  }

  // Whole words among the units, so that hits are frequent.
  void CompareRandom(const std::vector<std::string>& alphabet, const std::vector<std::string>& words, int rounds) {
    std::mt19937 random(20231205);
    for (int round = 0; round < rounds && !HasFailure(); ++round) {
      std::string text;
      for (int left = 2 + static_cast<int>(random() % 10); left > 0; --left) {
        text += random() % 4 == 0 ? words[random() % words.size()] : alphabet[random() % alphabet.size()];
      }
      Compare(text);
    }
  }

  std::shared_ptr<const Screener> screener_;
  ScanContext context_;
  Oracle oracle_;
};

constexpr FoldSet kPictures = FoldSet::Of(Fold::kEmoji) | FoldSet::Of(Fold::kShape) | FoldSet::Of(Fold::kLeet);

// The folds that work letter by letter, between letters and by sound.
class OracleTest : public Comparison {
 protected:
  OracleTest() : Comparison(kWords, FoldSet::All() - kPictures, &Find) {}

  static Found Find(const std::string& text) {
    Found found;
    slow::FindWords(slow::Letters(slow::Plain(text)), kWords, found);
    return found;
  }
};

const std::vector<std::string> kAlphabet = {"淘", "宝", "拼",     "多", "q",  "t", "b",   "亲", "微",
                                            "信", "陶", "薇",     "w",  "e",  "i", "x",   "n",  " ",
                                            ".",  "1",  "\u200b", "Ｑ", "寶", "😀", "\xff"};

TEST_F(OracleTest, EveryShortText) { CompareAll(kAlphabet, 3); }

TEST_F(OracleTest, RandomTexts) { CompareRandom(kAlphabet, kWords, 20000); }

TEST_F(OracleTest, LongTexts) {
  std::mt19937 random(7);
  for (int round = 0; round < 100 && !HasFailure(); ++round) {
    std::string text;
    for (int left = 200; left > 0; --left) text += kAlphabet[random() % kAlphabet.size()];
    Compare(text);
  }
}

// Spelled characters alone: 淘bao, but not 陶宝.
const std::vector<std::string> kSpelledWords = {"淘宝", "拼多多", "公众号", "加v信", "好"};

class PinyinOracleTest : public Comparison {
 protected:
  PinyinOracleTest() : Comparison(kSpelledWords, FoldSet::All() - FoldSet::Of(Fold::kSound) - kPictures, &Find) {}

  static Found Find(const std::string& text) {
    Found found;
    slow::FindWords(slow::Letters(slow::Plain(text)), kSpelledWords, found, slow::SaysSpelled);
    return found;
  }
};

TEST_F(PinyinOracleTest, EveryShortText) {
  CompareAll({"淘", "宝", "陶", "tao", "bao", "ta", "o", "b", "a", "Ｂ", "寶", " ", "1", "好", "hao", "\u200b"}, 4);
}

TEST_F(PinyinOracleTest, RandomTexts) {
  CompareRandom(
      {"淘",  "宝",  "拼",  "多", "公", "众", "号", "加", "v",  "信", "tao", "bao", "pin", "duo", "gong", "zhong",
       "hao", "jia", "xin", "g",  "n",  "u",  "o",  "陶", "共", "种", "好",  " ",   ".",   "1",   "ａ",   "\u200b"},
      kSpelledWords, 40000);
}

// Pictures, characters taken apart, and digits and marks for letters: first put back what they stand for, then ask the
// same questions.
const std::vector<std::string> kPictureWords = {"淘宝", "天猫", "微信", "加v", "好", "weixin", "tmall", "sos"};

class PictureOracleTest : public Comparison {
 protected:
  PictureOracleTest() : Comparison(kPictureWords, FoldSet::All(), &Find) {}

  static Found Find(const std::string& text) {
    Found found;
    const slow::Speech plain = slow::Plain(text);
    slow::FindWords(slow::Letters(plain), kPictureWords, found);
    slow::FindWords(slow::Letters(slow::PutBack(plain)), kPictureWords, found);
    return found;
  }
};

const std::vector<std::string> kPictureAlphabet = {
    "淘",     "宝", "天", "🐱",  "💎",  "➕",  "+",  "v",  "\\/", "\\", "/", ">", "<",     "🟢", "💬",
    "❤️", "微", "信", "心", "氵", "匋", "亻", "言", "女",  "子", "w", "e", "x",     "n",    "0",
    "1",      "3",  "5",  "$",  "@",  "t",  "m",  "a",  "l",   "i",  " ", ".", "\u200b"};

TEST_F(PictureOracleTest, EveryShortText) { CompareAll(kPictureAlphabet, 3); }

TEST_F(PictureOracleTest, RandomTexts) { CompareRandom(kPictureAlphabet, kPictureWords, 5000); }

// Words with some of their letters disguised, which random units seldom make.
TEST_F(PictureOracleTest, DisguisedWords) {
  const std::vector<std::vector<std::vector<std::string>>> words = {
      {{"淘", "氵匋", "氵·匋", "桃"}, {"宝", "💎", "寶"}},
      {{"天", "添"}, {"猫", "🐱", "🐱️", "貓"}},
      {{"微", "薇", "wei", "w3i", "we1"}, {"信", "亻言", "亻 言", "イ言", "xin", "><in", "x1n"}},
      {{"加", "+", "➕", "＋", "力口"}, {"v", "\\/", "ｖ", "✌️"}},
      {{"好", "女子", "👍"}},
      {{"t"}, {"m"}, {"a", "@"}, {"l", "1"}, {"l", "1", "I"}},
      {{"s", "5", "$"}, {"o", "0"}, {"s", "5", "$"}}};
  const std::vector<std::string> between = {"", "", "", " ", ".", "\u200b", "，", "1", "😀", "[玫瑰]", "#E-s3"},
                                 around = {"", "", "a", "好", "1", "。", "+"};
  std::mt19937 random(20250301);
  const auto any = [&](const std::vector<std::string>& of) { return of[random() % of.size()]; };
  for (int round = 0; round < 20000 && !HasFailure(); ++round) {
    std::string text = any(around);
    for (const auto& letter : words[random() % words.size()]) text += any(letter) + any(between);
    Compare(text + any(around));
  }
}

}  // namespace
}  // namespace presend
