// A stretch of a text: up to 64 characters of it, decoded at once for whoever looks at each of them.
//
// Eight or sixteen characters are decoded at a time where they have one byte or three, as nearly all of Chinese talk
// has; sixteen if the processor compresses bytes (AVX-512 VBMI2). Both give the same.
#pragma once

#include <array>
#include <cstdint>

namespace presend {

enum class StretchStep : uint8_t { kEight, kSixteen };

// The longest that this processor can take.
StretchStep LongestStretchStep();

struct Stretch {
  static constexpr uint32_t kMost = 64;
  static constexpr uint32_t kBlanks = 8;  // that follow the last code: codes can be looked at eight at a time
  static constexpr uint32_t kRoom = kMost + 16 + kBlanks;
  static constexpr uint16_t kOther = 0xFFFF;

  // Of the beginning of [p, end), which is not empty. Never reads at or past `end`.
  Stretch(const char* p, const char* end, StretchStep step);

  const char* At(uint32_t character) const { return text + begins[character]; }

  const char* text;
  const char* text_end;
  uint32_t count = 0;
  // The code point of each character that has one byte, or three and is not below U+1000; else, as for an invalid byte,
  // kOther. A surrogate may come as a character of three bytes, which no text has.
  std::array<uint16_t, kRoom> codes;
  std::array<uint16_t, kRoom> begins;  // in bytes; one more than there are characters: the end
};

}  // namespace presend
