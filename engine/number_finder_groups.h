// Digits as people disguise them, gathered into groups and chains. Part of the number finder.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/view.h"

namespace presend {

// A run of digits without anything between them.
struct DigitGroup {
  uint32_t first = 0;  // glyphs [first, end)
  uint32_t end = 0;
  std::string digits;    // ASCII
  bool numeral = false;  // some were written as 三, 壹, o, l
};

// 0–9 for a digit or a Chinese numeral that is read as one, else −1. Positional numerals (十 百) are not digits.
int DigitValue(const View& view, size_t at);
// Whether it is a digit somewhere: false for most characters after one look.
bool MayBeDigit(char32_t code_point);

// What stands between two groups of one number: spaces, punctuation, brackets, emoji, 杠; at most kMaxGap glyphs, and
// as many again behind the name of a part (中间, 末尾).
bool IsGapGlyph(const Glyph& glyph);
inline constexpr uint32_t kMaxGap = 4;

// Walks a message chain by chain. A chain is a list of groups with nothing but gaps between them.
class DigitChainReader {
 public:
  explicit DigitChainReader(const View& view) : view_(view) {}

  // Reads the next chain into `chain`. False at the end of the message. Linear over all calls.
  bool Next(std::vector<DigitGroup>& chain);

 private:
  bool StartsGroup(size_t at);
  void ReadGroup(size_t at, std::vector<DigitGroup>& chain);
  void ReadRun(size_t begin, size_t end, std::vector<DigitGroup>& chain) const;
  size_t RunEnd(size_t at);
  size_t MobileEnd(size_t at) const;
  size_t GapEnd(size_t at) const;
  size_t MarksEnd(size_t at) const;

  const View& view_;
  size_t at_ = 0;
  size_t letters_barred_until_ = 0;  // o and l before this are letters of a word
};

}  // namespace presend
