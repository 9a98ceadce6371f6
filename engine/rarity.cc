#include "engine/rarity.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "engine/fold_table.h"
#include "engine/segmenter.h"
#include "engine/talk_pairs.h"

namespace presend {
namespace {

constexpr double kTalk = -7;  // log of one in about a thousand
constexpr double kLetterless = 0.001;
constexpr std::u32string_view kEverydayMarks = U" ,.!?:~";  // canonical
// What the dictionary does not tell: letters beside letters are less rare than it seems.
constexpr double kDigitCost = 7, kLatinCost = 10;

double CostOf(char32_t letter, const Segmenter& reader) {
  if (IsDigit(letter)) return kDigitCost;
  return IsLatin(letter) ? kLatinCost : reader.Cost({&letter, 1});
}

}  // namespace

std::u32string LettersOf(std::u32string_view word) {
  std::u32string letters;
  for (char32_t c : word) {
    if (IsLetter(KindOf(c))) letters.push_back(c);
  }
  return letters;
}

char32_t RarestMark(std::u32string_view text) {
  char32_t rarest = 0;
  for (char32_t c : text) {
    if (!IsLetter(KindOf(c))) rarest = std::max(rarest, c);
  }
  return rarest;
}

// The likeliest candidate first, since no pair is rarer than its letters apart: the others are mostly not looked up.
RatedPair RarestPair(std::u32string_view letters, const Segmenter& reader) {
  absl::InlinedVector<std::pair<double, size_t>, 8> apart;
  for (size_t i = 0; i < letters.size(); ++i) {
    const double cost = CostOf(letters[i], reader);
    if (i > 0) apart[i - 1].first -= cost;
    if (i + 1 < letters.size()) apart.emplace_back(-cost, i);
  }
  std::sort(apart.begin(), apart.end());
  RatedPair rarest;
  for (const auto& [bound, at] : apart) {
    if (bound >= rarest.commonness) break;
    double commonness = std::max(bound, -reader.Cost(letters.substr(at, 2)));
    if (commonness >= rarest.commonness) continue;
    if (commonness < kTalk && IsTalkPair(letters[at], letters[at + 1])) commonness = kTalk;
    if (commonness < rarest.commonness) rarest = {at, commonness};
  }
  return rarest;
}

std::array<char32_t, 2> RarestTwo(std::u32string_view letters, const Segmenter& reader) {
  std::array<char32_t, 2> rarest = {letters[0], letters[0]};
  std::array<double, 2> costs = {-1, -1};
  for (char32_t c : letters) {
    const double cost = IsLatin(c) || IsDigit(c) ? 0 : reader.Cost({&c, 1});
    if (cost > costs[0]) {
      rarest = {c, rarest[0]};
      costs = {cost, costs[0]};
    } else if (cost > costs[1]) {
      rarest[1] = c;
      costs[1] = cost;
    }
  }
  return rarest;
}

double LikelihoodOf(const std::u32string& text, const Segmenter& reader) {
  const std::u32string letters = LettersOf(text);
  if (letters.empty()) return kEverydayMarks.find(RarestMark(text)) == kEverydayMarks.npos ? kLetterless : 1;
  if (letters.size() == 1) {
    return std::max(std::exp(-reader.Cost(letters)), static_cast<double>(CountTalkPairs(letters[0])) * std::exp(kTalk));
  }
  return std::exp(RarestPair(letters, reader).commonness);
}

double LikelihoodOf(const std::vector<std::u32string>& texts, const Segmenter& reader) {
  double sum = 0;
  for (const std::u32string& text : texts) sum += LikelihoodOf(text, reader);
  return sum;
}

double LikelihoodOf(const std::vector<RatedSet>& sets) {
  double product = 1;
  for (const RatedSet& set : sets) product *= std::min(set.likelihood, 1.0);
  return product;
}

std::vector<RatedSet> RarestSets(std::vector<std::vector<std::u32string>> all, const Segmenter& reader) {
  std::vector<RatedSet> sets;
  for (auto& texts : all) sets.push_back({LikelihoodOf(texts, reader), std::move(texts)});
  std::sort(sets.begin(), sets.end(), [](auto& a, auto& b) { return a.likelihood < b.likelihood; });
  sets.resize(std::min<size_t>(sets.size(), 2));
  return sets;
}

}  // namespace presend
