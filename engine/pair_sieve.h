// The first look at neighbours: one load a character, which for nearly every one tells that it makes up no pair with the
// letter before it. A letter that begins pairs has a bucket; every letter has a bit for each bucket that holds a letter
// which it makes up a pair with. Marks between letters are passed over. Finds every pair that was added, and takes some
// others for one. Immutable once its looks are set, and safe to share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "engine/stretch.h"

namespace presend {

class PairSieve {
 public:
  using Weights = absl::flat_hash_map<uint32_t, double>;

  // Build: any number of AddPair, then ShareBuckets, then what characters are; all others are in doubt. Letters are
  // numbers of any kind, characters code points below 2^16. `weights`: how often letters are seen. Of what stands behind
  // a character that was not set, nothing is certain.
  void AddPair(uint32_t first, uint32_t second) { pairs_.emplace_back(first, second); }
  void ShareBuckets(const Weights& weights);
  void SetLetter(char32_t character, uint32_t letter);   // stands for the letter
  void SetSpecial(char32_t character, uint32_t letter);  // the same, always in doubt
  void SetMark(char32_t character, bool in_doubt);

  bool empty() const { return letters_.empty(); }  // after ShareBuckets

  // A bit for each character of the stretch, the highest for the first; 1: in doubt. `before`: the letter that stands
  // before the stretch, 0 if there is none.
  uint64_t Doubts(const Stretch& stretch, char32_t before) const;
  bool IsMark(char32_t character) const { return IsMarked(looks_[character]); }
  // No mark, and in doubt behind every character that is set.
  bool IsSpecial(char32_t character) const { return (looks_[character] & (kMark | kSure)) == 0; }
  bool IsQuietMark(char32_t character) const { return looks_[character] == kQuietMark; }

 private:
  // The lowest five bits: the letter's own bucket, which is the number of its bit in others; for each bucket, whether
  // there is no pair with it; the highest: a mark.
  using Look = uint32_t;
  static constexpr uint32_t kBuckets = 25, kFirstBucket = 5, kNoBucket = kFirstBucket + kBuckets;
  static constexpr Look kMark = Look{1} << 31;
  static constexpr Look kSure = kMark - (Look{1} << kFirstBucket), kQuietMark = ~Look{0};
  static constexpr size_t kCharacters = 0x10000;
  struct Letter {
    uint32_t bucket = kNoBucket;
    Look partners = 0;  // buckets of the letters before it
  };
  struct Free {
    void operator()(Look* looks) const { std::free(looks); }
  };

  static bool IsMarked(Look look) { return (look & kMark) != 0; }
  Letter Find(uint32_t letter) const;

  std::vector<std::pair<uint32_t, uint32_t>> pairs_;  // until ShareBuckets
  absl::flat_hash_map<uint32_t, Letter> letters_;
  // Zero: in doubt. From the system as it is: most of its pages are never touched.
  std::unique_ptr<Look[], Free> looks_{static_cast<Look*>(std::calloc(kCharacters, sizeof(Look)))};
};

inline uint64_t PairSieve::Doubts(const Stretch& stretch, char32_t before) const {
  const Look* const looks = looks_.get();
  Look before_it = before == 0 || before >= kCharacters ? kNoBucket : looks[before];
  uint64_t sure = 0;
  const uint16_t* const begin = stretch.codes.data();
  const uint16_t* code = begin;
  while (code < begin + stretch.count) {
#pragma GCC unroll 8
    for (uint32_t i = 0; i < Stretch::kBlanks; ++i) {
      const Look look = looks[*code++];
      // sure = 2 * sure + (look >> (before_it & 31) & 1): two instructions that the compiler does not find.
      asm("btl %2, %1\n\tadcq %0, %0" : "+r"(sure) : "r"(look), "r"(before_it) : "cc");
      before_it = IsMarked(look) ? before_it : look;
    }
  }
  return ~sure << (begin + Stretch::kMost - code);
}

}  // namespace presend
