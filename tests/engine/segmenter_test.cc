#include "engine/segmenter.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <random>
#include <sstream>

#include "engine/utf8_letters.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace presend {
namespace {

const std::string kSource = PRESEND_SOURCE_DIR;

std::u32string Letters(std::string_view utf8) {
  std::u32string out;
  EXPECT_TRUE(DecodeLetters(utf8, out)) << utf8;
  return out;
}

// The lines of a table without comments and blank lines.
std::vector<std::string> Lines(const std::string& path) {
  std::ifstream in(kSource + path);
  EXPECT_TRUE(in.good()) << path;
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    line.resize(std::min(line.size(), line.find('#')));
    if (line.find_first_not_of(" \t") != std::string::npos) lines.push_back(line);
  }
  return lines;
}

std::vector<LexiconEntry> PackLexicon() {
  std::vector<LexiconEntry> entries;
  for (const std::string& line : Lines("/rules/common/lexicon.txt")) {
    LexiconEntry entry;
    std::istringstream fields(line);
    EXPECT_TRUE(fields >> entry.word >> entry.frequency) << line;
    entries.push_back(entry);
  }
  return entries;
}

Neighbours QinNeighbours() {
  std::vector<NeighbourWeight> weights;
  for (const std::string& line : Lines("/rules/jd/words/qin-neighbours.txt")) {
    NeighbourWeight weight;
    std::string side;
    std::istringstream fields(line);
    EXPECT_TRUE(fields >> side >> weight.word >> weight.weight) << line;
    weight.side = side == "left" ? Side::kBefore : Side::kAfter;
    weight.near = side == "near";
    weights.push_back(weight);
  }
  auto neighbours = Neighbours::Create(weights);
  EXPECT_TRUE(neighbours.ok());
  return *std::move(neighbours);
}

const Segmenter& Plain() {
  static const auto* segmenter = Segmenter::Create({})->release();
  return *segmenter;
}

const Segmenter& WithPacks() {
  static const auto* segmenter = Segmenter::Create(PackLexicon())->release();
  return *segmenter;
}

Segmenter::Passage PassageOf(std::u32string_view text) {
  Segmenter::Passage passage;
  for (char32_t c : text) passage.Add(c);
  return passage;
}

std::u32string RandomText(std::u32string_view letters, size_t length, std::mt19937& random) {
  std::u32string text;
  for (; length > 0; --length) text += letters[random() % letters.size()];
  return text;
}

double MarginOf(const Segmenter& segmenter, std::u32string_view text, size_t begin, size_t end, double cost,
                const Neighbours& neighbours = {}) {
  Segmenter::Passage passage = PassageOf(text);
  return segmenter.Margin(passage, begin, end, cost, neighbours);
}

// A sentence of qin_cases.tsv: [[亲]] marks each address.
struct Marked {
  explicit Marked(std::string_view line) {
    const std::u32string marked = Letters(line);
    for (size_t i = 0; i < marked.size();) {
      const bool address = marked.compare(i, 5, U"[[亲]]") == 0;
      if (address) i += 2;
      if (marked[i] == U'亲') addresses.emplace_back(text.size(), address);
      text += marked[i];
      i += address ? 3 : 1;
    }
  }
  std::u32string text;
  std::vector<std::pair<size_t, bool>> addresses;
};

TEST(SegmenterTest, TellsTheAddressFromTheWordsWithIt) {
  const Neighbours neighbours = QinNeighbours();
  const double cost = WithPacks().HitCost(U"亲");
  for (const std::string& line : Lines("/tests/engine/qin_cases.tsv")) {
    const Marked marked(line);
    for (const auto& [at, address] : marked.addresses) {
      const double margin = MarginOf(WithPacks(), marked.text, at, at + 1, cost, neighbours);
      EXPECT_EQ(margin > 0, address) << line << " at " << at << ": " << margin;
    }
  }
}

TEST(SegmenterTest, TellsWordsFromStraddles) {
  for (const std::string& line : Lines("/tests/engine/word_cases.tsv")) {
    std::istringstream fields(line);
    std::string verdict, word_text, sentence;
    std::getline(fields, verdict, '\t');
    std::getline(fields, word_text, '\t');
    std::getline(fields, sentence, '\t');
    const std::u32string word = Letters(word_text), text = Letters(sentence);
    bool accepted = false;
    for (size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
      accepted |= MarginOf(WithPacks(), text, at, at + word.size(), WithPacks().HitCost(word)) > 0;
    }
    ASSERT_NE(text.find(word), text.npos) << line;
    EXPECT_EQ(accepted, verdict == "yes") << line;
  }
}

// The cheapest reading by trying every one; `taken` is the hit's reading or the others'.
double Cheapest(const Segmenter& segmenter, std::u32string_view text, size_t at, size_t begin, size_t end, double cost,
                bool taken) {
  if (at == text.size()) return 0;
  double best = 1e9;
  for (size_t next = at + 1; next <= text.size(); ++next) {
    const bool hit = at == begin && next == end;
    double word = segmenter.Cost(text.substr(at, next - at));
    if (hit) word = taken ? cost : cost + Segmenter::kOtherSense;
    if (!hit && next > at + 1 && word == Segmenter::kUnknownCost) continue;
    if (taken && !hit && at < end && next > begin) continue;
    best = std::min(best, word + Cheapest(segmenter, text, next, begin, end, cost, taken));
  }
  return best;
}

TEST(SegmenterTest, AgreesWithTryingEveryReading) {
  std::mt19937 random(7);
  const std::u32string letters = U"江苏宁波出国美颜当天猫亲自己手机会的不要脸盆龘";
  for (int round = 0; round < 3000; ++round) {
    const std::u32string text = RandomText(letters, 2 + random() % 8, random);
    const size_t begin = random() % text.size(), end = begin + 1 + random() % (text.size() - begin);
    const double cost = 5.0 + random() % 10;
    const double margin =
        Cheapest(Plain(), text, 0, begin, end, cost, false) - Cheapest(Plain(), text, 0, begin, end, cost, true);
    ASSERT_NEAR(MarginOf(Plain(), text, begin, end, cost), margin, 1e-3) << round;
  }
}

// Where a window or a run ends depends on the hit; what is kept of one hit must not mislead the next.
TEST(SegmenterTest, APassageAnswersEveryHitAsAFreshOne) {
  std::mt19937 random(7);
  const std::u32string letters = U"江苏宁波出国卡拉ok微信v1，亲自己t恤的";
  for (int round = 0; round < 300; ++round) {
    const std::u32string text = RandomText(letters, 1 + random() % 40, random);
    Segmenter::Passage passage = PassageOf(text);
    for (int hit = 0; hit < 20; ++hit) {
      const size_t begin = random() % text.size();
      const size_t end = begin + 1 + random() % std::min<size_t>(4, text.size() - begin);
      ASSERT_EQ(WithPacks().Margin(passage, begin, end, 9), MarginOf(WithPacks(), text, begin, end, 9)) << round;
    }
  }
}

TEST(SegmenterTest, SeesNothingBeyondAWall) {
  const double cost = Plain().HitCost(U"苏宁");
  EXPECT_LT(MarginOf(Plain(), U"江苏宁波", 1, 3, cost), 0);
  EXPECT_GT(MarginOf(Plain(), U"江，苏宁", 2, 4, cost), 0);
  EXPECT_GT(MarginOf(Plain(), U"江 苏宁，波", 2, 4, cost), 0);
}

TEST(SegmenterTest, LooksAtMostAWindowFar) {
  const std::u32string far(Segmenter::kWindow, U'的');
  const double cost = Plain().HitCost(U"苏宁");
  EXPECT_NEAR(MarginOf(Plain(), U"江苏" + far + U"苏宁" + far + U"天地", far.size() + 2, far.size() + 4, cost),
              MarginOf(Plain(), far + U"苏宁" + far, far.size(), far.size() + 2, cost), 1e-3);
}

TEST(SegmenterTest, TakesARunOfLatinOrDigitsAsOneToken) {
  const std::u32string text = U"加qq12345678吧";
  EXPECT_THAT(Plain().Read(text), testing::ElementsAre(1, 3, 11, 12));
}

TEST(SegmenterTest, ReadingsCoverTheText) {
  for (const std::u32string text : {U"", U"亲", U"好的，亲 vip3天", U"龘龘龘", U"\U00020000\U0001F600"}) {
    const auto ends = Plain().Read(text);
    EXPECT_TRUE(std::is_sorted(ends.begin(), ends.end()));
    EXPECT_EQ(ends.empty() ? 0 : ends.back(), text.size());
  }
}

TEST(SegmenterTest, PacksAddOverrideAndStrikeOut) {
  const auto segmenter = *Segmenter::Create(
      std::vector<LexiconEntry>{{"QQ群聊", 500}, {"微信", 3000}, {"亲自", 0}, {"父亲", 7}, {"父亲", 9000}});
  EXPECT_EQ(segmenter->Cost(U"亲自"), Segmenter::kUnknownCost);
  EXPECT_NEAR(segmenter->Cost(U"qq群聊"), 11.7, 0.05);
  EXPECT_NEAR(segmenter->Cost(U"微信"), 9.9, 0.05);
  EXPECT_NEAR(segmenter->Cost(U"父亲"), 8.8, 0.05);
  EXPECT_EQ(segmenter->Cost(U"母亲"), Plain().Cost(U"母亲"));
  EXPECT_EQ(segmenter->Cost(U"微"), Plain().Cost(U"微"));
  EXPECT_EQ(segmenter->Cost(U"\U00020000"), Segmenter::kUnknownCost);
}

TEST(SegmenterTest, RefusesWhatIsNoWord) {
  for (const LexiconEntry& bad : std::vector<LexiconEntry>{{"", 5}, {"\xff", 5}, {"好", -1}, {"好", std::nan("")}}) {
    EXPECT_EQ(Segmenter::Create({&bad, 1}).status().code(), absl::StatusCode::kInvalidArgument) << bad.word;
  }
}

TEST(NeighboursTest, WeighsTheWordsBeside) {
  const auto neighbours = *Neighbours::Create(std::vector<NeighbourWeight>{
      {Side::kBefore, "谢谢", 2}, {Side::kAfter, "^", 3}, {Side::kEither, "QQ", -1}, {Side::kBefore, "谢谢", 2.5}});
  EXPECT_EQ(neighbours.Before(U"谢谢"), 2.5);
  EXPECT_EQ(neighbours.After(U"谢谢"), 0);
  EXPECT_EQ(neighbours.After(U""), 3);
  EXPECT_EQ(neighbours.Before(U""), 0);
  EXPECT_EQ(neighbours.Before(U"qq"), -1);
  const double cost = Plain().Cost(U"亲");
  const double alone = MarginOf(Plain(), U"谢谢亲", 2, 3, cost);
  EXPECT_NEAR(MarginOf(Plain(), U"谢谢亲", 2, 3, cost, neighbours), alone + 5.5, 1e-3);
  EXPECT_NEAR(MarginOf(Plain(), U"亲，谢谢", 0, 1, cost, neighbours), alone + 3, 1e-3);
}

TEST(NeighboursTest, WeighsWordsThatAreNotListed) {
  const auto neighbours = *Neighbours::Create(std::vector<NeighbourWeight>{{Side::kBefore, "*", -3.5},
                                                                           {Side::kBefore, "?", -5},
                                                                           {Side::kAfter, "?", -1},
                                                                           {Side::kBefore, "的", 0},
                                                                           {Side::kEither, "订单", 4, true},
                                                                           {Side::kEither, "您", 9, true}});
  EXPECT_EQ(neighbours.Before(U"导演"), -3.5);
  EXPECT_EQ(neighbours.Before(U"选"), -5);
  EXPECT_EQ(neighbours.Before(U"的"), 0);
  EXPECT_EQ(neighbours.Before(U""), 0);
  EXPECT_EQ(neighbours.After(U"操刀"), 0);
  EXPECT_EQ(neighbours.After(U"抓"), -1);
  EXPECT_EQ(neighbours.Before(U"选", 4), -1);
  EXPECT_EQ(neighbours.Before(U"选", 9), 0);
}

TEST(NeighboursTest, TakesBackWhatUnlistedWordsSayNearAWord) {
  const auto neighbours = *Neighbours::Create(std::vector<NeighbourWeight>{
      {Side::kBefore, "*", -3.5}, {Side::kEither, "订单", 2, true}, {Side::kEither, "您", 3, true}});
  const auto relief = [&](const std::u32string& text, size_t at) {
    return neighbours.Relief({text.data(), text.size()}, at, at + 1);
  };
  EXPECT_EQ(relief(U"手表亲", 2), 0);
  EXPECT_EQ(relief(U"手表亲订单", 2), 2);
  EXPECT_EQ(relief(U"您，手表亲订单", 4), 3);
  EXPECT_EQ(relief(U"订亲单", 1), 0);
  const std::u32string far(Neighbours::kNear, U'好');
  EXPECT_EQ(relief(U"您" + far + U"亲" + far + U"您", far.size() + 1), 0);
  EXPECT_EQ(relief(U"您" + far.substr(1) + U"亲", far.size()), 3);
  const double cost = Plain().Cost(U"亲");
  EXPECT_NEAR(MarginOf(Plain(), U"手表亲订单", 2, 3, cost, neighbours),
              MarginOf(Plain(), U"手表亲订单", 2, 3, cost) - 1.5, 1e-3);
}

TEST(NeighboursTest, RefusesWhatCannotBeWeighed) {
  for (const NeighbourWeight& bad : std::vector<NeighbourWeight>{{Side::kBefore, "", 1},
                                                                 {Side::kAfter, "\xff", 1},
                                                                 {Side::kEither, "好", INFINITY},
                                                                 {Side::kBefore, "*", 1},
                                                                 {Side::kAfter, "?", 1}}) {
    EXPECT_EQ(Neighbours::Create({&bad, 1}).status().code(), absl::StatusCode::kInvalidArgument) << bad.word;
  }
}

}  // namespace
}  // namespace presend
