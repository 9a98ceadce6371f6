// Which letters a text has, whatever their order: what a gate that knows a word by two or three of its letters asks about the
// others. Finds every letter that is there, as folding has it, and takes about one other in twenty for one.
#pragma once

#include <bitset>
#include <cstddef>
#include <string_view>

#include "engine/pair_set.h"

namespace presend {

class LetterBag {
 public:
  explicit LetterBag(std::string_view text);
  bool MayHave(char32_t letter) const { return letters_[PlaceOf(letter)]; }

 private:
  static constexpr int kBits = 10;
  void Add(char32_t code_point);
  static size_t PlaceOf(char32_t letter) { return LetterHash(letter) >> (64 - kBits); }

  std::bitset<size_t{1} << kBits> letters_;
};

}  // namespace presend
