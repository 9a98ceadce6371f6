#include "engine/pair_set.h"

#include <algorithm>
#include <bit>

namespace presend {

void PairBits::Resize(size_t members) {
  constexpr size_t kBitsEach = 16;
  const size_t words = std::max<size_t>(std::bit_ceil(members * kBitsEach / 64), 2);
  bits_.assign(words, 0);
  shift_ = 64 - std::countr_zero(words);
}

void PairSet::Seal() {
  empty_ = pending_.empty();
  bits_.Resize(pending_.size());
  entries_.assign(std::max<size_t>(std::bit_ceil(pending_.size() * 3 / 2 + 1), 4), Entry());
  const size_t mask = entries_.size() - 1;
  for (const auto& [hash, marks] : pending_) {
    bits_.Set(hash);
    size_t at = hash >> 38 & mask;
    while (entries_[at].fingerprint != 0) at = (at + 1) & mask;
    entries_[at] = {FingerprintOf(hash), marks};
  }
  pending_ = {};
}

PairSet::Marks PairSet::MarksInTable(uint64_t hash) const {
  const size_t mask = entries_.size() - 1;
  const uint16_t fingerprint = FingerprintOf(hash);
  Marks marks = 0;
  for (size_t at = hash >> 38 & mask; entries_[at].fingerprint != 0; at = (at + 1) & mask) {
    if (entries_[at].fingerprint == fingerprint) marks |= entries_[at].marks;
  }
  return marks;
}

}  // namespace presend
