#include "engine/pair_sieve.h"

#include <algorithm>
#include <array>

namespace presend {
namespace {

constexpr double kRare = 0.1;  // the weight of a letter that is hardly ever seen

struct First {
  uint32_t letter = 0;
  double weight = 0, partners = 0;
  size_t begin = 0, end = 0;  // its pairs
};

struct Bucket {
  double firsts = 0, partners = 0;
  double HarmWith(const First& first) const { return (firsts + first.weight) * (partners + first.partners) - firsts * partners; }
};

}  // namespace

// A letter is in doubt behind any of a bucket if it is the partner of one of them: so each letter goes, the most
// ordinary ones first, where that will be seen least.
void PairSieve::ShareBuckets(const Weights& weights) {
  const auto weight_of = [&weights](uint32_t letter) {
    const auto found = weights.find(letter);
    return kRare + (found == weights.end() ? 0 : found->second);
  };
  std::sort(pairs_.begin(), pairs_.end());
  pairs_.erase(std::unique(pairs_.begin(), pairs_.end()), pairs_.end());
  std::vector<First> firsts;
  for (size_t i = 0; i < pairs_.size(); ++i) {
    const auto [first, second] = pairs_[i];
    if (firsts.empty() || firsts.back().letter != first) firsts.push_back({first, weight_of(first), 0, i, i});
    firsts.back().partners += weight_of(second);
    firsts.back().end = i + 1;
  }
  std::stable_sort(firsts.begin(), firsts.end(),
                   [](auto& a, auto& b) { return a.weight * a.partners > b.weight * b.partners; });
  std::array<Bucket, kBuckets> buckets;
  for (const First& first : firsts) {
    const auto best = std::min_element(buckets.begin(), buckets.end(), [&first](auto& a, auto& b) {
      return a.HarmWith(first) < b.HarmWith(first);
    });
    best->firsts += first.weight;
    best->partners += first.partners;
    const auto number = kFirstBucket + static_cast<uint32_t>(best - buckets.begin());
    letters_[first.letter].bucket = number;
    for (size_t i = first.begin; i < first.end; ++i) letters_[pairs_[i].second].partners |= Look{1} << number;
  }
  pairs_ = {};
}

PairSieve::Letter PairSieve::Find(uint32_t letter) const {
  const auto found = letters_.find(letter);
  return found == letters_.end() ? Letter() : found->second;
}

void PairSieve::SetLetter(char32_t character, uint32_t letter) {
  const Letter found = Find(letter);
  looks_[character] = found.bucket | (kSure & ~found.partners);
}

void PairSieve::SetSpecial(char32_t character, uint32_t letter) {
  looks_[character] = Find(letter).bucket;
}

void PairSieve::SetMark(char32_t character, bool in_doubt) {
  looks_[character] = in_doubt ? kMark : kQuietMark;
}

}  // namespace presend
