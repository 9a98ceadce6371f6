// A set of pairs of code points that fits in cache: a hashed bitmap of sixteen bits a pair turns away nearly all, and a
// table of fingerprints behind it nearly all of the rest. Says yes to every pair that was added, and by chance to about
// one in a million others. Immutable after Seal and safe to share between threads.
#pragma once

#include <cstdint>
#include <vector>

namespace presend {

class PairSet {
 public:
  void Add(uint32_t a, uint32_t b) { pending_.push_back(Hash(a, b)); }
  void Seal();  // once, after the last Add and before the first Has

  bool Has(uint32_t a, uint32_t b) const { return MayHave(a, b) && HasFingerprint(Hash(a, b)); }
  // The bitmap alone: one load.
  bool MayHave(uint32_t a, uint32_t b) const {
    const uint64_t bit = Hash(a, b) >> bit_shift_;
    return (bits_[bit >> 6] >> (bit & 63) & 1) != 0;
  }

 private:
  static uint64_t Hash(uint32_t a, uint32_t b) { return (uint64_t{a} << 32 | b) * 0x9E3779B97F4A7C15u ^ a; }
  static uint16_t FingerprintOf(uint64_t hash) { return static_cast<uint16_t>(hash >> 20) | 1; }
  bool HasFingerprint(uint64_t hash) const;

  std::vector<uint64_t> pending_;
  std::vector<uint64_t> bits_;
  std::vector<uint16_t> fingerprints_;  // open addressing, 0 is free
  int bit_shift_ = 0;
};

}  // namespace presend
