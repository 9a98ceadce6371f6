// A set of pairs and triples of letters that fits in cache: a bitmap of two bits a member in one word of 64 turns away
// nearly all others, a table of fingerprints behind it nearly all of the rest. Every member has marks, small flags of
// the owner's. Finds every member; by chance, about one other in a million. Immutable after Seal and safe to share.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"

namespace presend {

// Letters side by side, as numbers: code points, or anything below 2^32.
inline uint64_t LetterHash(uint32_t letter) { return (letter + uint64_t{1}) * 0x9E3779B97F4A7C15u; }
inline uint64_t PairHash(uint32_t a, uint32_t b) { return std::rotl(LetterHash(a), 29) + LetterHash(b); }
inline uint64_t TripleHash(uint64_t pair, uint32_t third) { return pair + (third + uint64_t{1}) * 0xD6E8FEB86659FD93u; }

// The bitmap alone: tells nearly all others from its members.
class PairBits {
 public:
  void Resize(size_t members);  // empties it
  void Set(uint64_t hash) { bits_[hash >> shift_] |= BitsOf(hash); }
  // One load.
  bool MayHave(uint64_t hash) const {
    const uint64_t bits = bits_[hash >> shift_];
    return (bits >> (hash >> 26 & 63) & bits >> (hash >> 32 & 63) & 1) != 0;
  }

 private:
  static uint64_t BitsOf(uint64_t hash) { return uint64_t{1} << (hash >> 26 & 63) | uint64_t{1} << (hash >> 32 & 63); }

  std::vector<uint64_t> bits_ = {0, 0};
  int shift_ = 63;
};

class PairSet {
 public:
  using Marks = uint64_t;

  void Add(uint64_t hash, Marks marks = 1) { pending_[hash] |= marks; }
  void Seal();  // once, after the last Add and before the first question
  bool empty() const { return empty_; }

  bool MayHave(uint64_t hash) const { return bits_.MayHave(hash); }
  // All that was added with this hash; 0 if nothing was.
  Marks MarksOf(uint64_t hash) const { return MayHave(hash) ? MarksInTable(hash) : 0; }

 private:
  struct Entry {
    uint16_t fingerprint = 0;  // 0: free
    Marks marks = 0;
  };
  static uint16_t FingerprintOf(uint64_t hash) { return static_cast<uint16_t>(hash >> 10) | 1; }
  Marks MarksInTable(uint64_t hash) const;

  absl::flat_hash_map<uint64_t, Marks> pending_;  // until Seal
  PairBits bits_;
  std::vector<Entry> entries_;  // open addressing
  bool empty_ = true;
};

}  // namespace presend
