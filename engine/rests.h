// What the words and texts that a gate knows by two or three letters have beside them: the two rarest of their other
// letters. Never loses a word; immutable once filled and safe to share.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "engine/letter_bag.h"
#include "engine/pair_set.h"

namespace presend {

class Rests {
 public:
  // `known`: hash of the letters by which the gate knows it. `rest`: letters, the rarest first, at least one.
  void Add(uint64_t known, std::u32string_view rest, PairSet::Marks marks);

  PairSet::Marks MarksOf(uint64_t known) const;  // of all that is known so
  PairSet::Marks MarksOf(uint64_t known, const LetterBag& text) const;  // … and whose rest may be in the text

 private:
  struct Rest {
    std::array<char32_t, 2> letters = {};
    PairSet::Marks marks = 0;
    bool operator==(const Rest&) const = default;
  };
  using Group = absl::InlinedVector<Rest, 1>;

  absl::flat_hash_map<uint64_t, Group> groups_;  // by what they are known by
};

}  // namespace presend
