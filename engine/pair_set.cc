#include "engine/pair_set.h"

#include <algorithm>
#include <bit>

namespace presend {

void PairSet::Seal() {
  std::sort(pending_.begin(), pending_.end());
  pending_.erase(std::unique(pending_.begin(), pending_.end()), pending_.end());
  const size_t bits = std::max<size_t>(std::bit_ceil(pending_.size() * 12), 64);
  bits_.assign(bits / 64, 0);
  bit_shift_ = 64 - std::countr_zero(bits);
  fingerprints_.assign(std::max<size_t>(std::bit_ceil(pending_.size() * 3 / 2 + 1), 4), 0);
  const size_t mask = fingerprints_.size() - 1;
  for (uint64_t hash : pending_) {
    const uint64_t bit = hash >> bit_shift_;
    bits_[bit >> 6] |= uint64_t{1} << (bit & 63);
    size_t at = hash >> 36 & mask;
    while (fingerprints_[at] != 0) at = (at + 1) & mask;
    fingerprints_[at] = FingerprintOf(hash);
  }
  pending_ = {};
}

bool PairSet::HasFingerprint(uint64_t hash) const {
  const size_t mask = fingerprints_.size() - 1;
  const uint16_t fingerprint = FingerprintOf(hash);
  for (size_t at = hash >> 36 & mask; fingerprints_[at] != 0; at = (at + 1) & mask) {
    if (fingerprints_[at] == fingerprint) return true;
  }
  return false;
}

}  // namespace presend
