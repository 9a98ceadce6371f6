// What the words and texts that a gate knows by two or three letters have beside them: the two rarest of their other
// letters. Never loses a word; immutable once filled and safe to share.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "engine/demand.h"
#include "engine/letter_bag.h"

namespace presend {

class Rests {
 public:
  // `known`: hash of the letters by which the gate knows it. `rest`: the rarest of its others; a lone one twice.
  void Add(uint64_t known, const std::array<char32_t, 2>& rest, Demand demand);

  Demand DemandOf(uint64_t known) const;                         // of all that is known so
  Demand DemandOf(uint64_t known, const LetterBag& text) const;  // … and whose rest may be in the text

 private:
  struct Rest {
    std::array<char32_t, 2> letters = {};
    Demand demand;
    bool operator==(const Rest&) const = default;
  };
  using Group = absl::InlinedVector<Rest, 1>;
  std::span<const Rest> GroupOf(uint64_t known) const;

  absl::flat_hash_map<uint64_t, Group> groups_;  // by what they are known by
};

}  // namespace presend
