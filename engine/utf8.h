// UTF-8, strictly: overlong forms, surrogates and code points past U+10FFFF are invalid; an invalid byte stands alone.
// Pure functions, safe from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace presend {

struct DecodedCodePoint {
  char32_t code_point = 0;  // the byte's own value if it is invalid
  uint32_t length = 0;      // bytes taken: 1 if invalid
  bool valid = false;
};

namespace utf8_internal {
inline bool IsTail(unsigned char byte) { return (byte & 0xc0) == 0x80; }
DecodedCodePoint DecodeUncommon(const unsigned char* p, const unsigned char* end);
}  // namespace utf8_internal

// Reads the code point at `p`. Requires p < end; never reads at or past `end`.
inline DecodedCodePoint DecodeUtf8(const char* p, const char* end) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(p);
  if (bytes[0] < 0x80) return {bytes[0], 1, true};
  // U+1000..U+CFFF: nearly all of Chinese text.
  if (end - p >= 3 && bytes[0] >= 0xe1 && bytes[0] <= 0xec && utf8_internal::IsTail(bytes[1]) &&
      utf8_internal::IsTail(bytes[2])) {
    return {static_cast<char32_t>((bytes[0] & 0x0f) << 12 | (bytes[1] & 0x3f) << 6 | (bytes[2] & 0x3f)), 3, true};
  }
  return utf8_internal::DecodeUncommon(bytes, reinterpret_cast<const unsigned char*>(end));
}

// Appends one code point; U+FFFD in place of surrogates and values past U+10FFFF.
void AppendUtf8(char32_t code_point, std::string& out);

std::string ToUtf8(std::u32string_view code_points);

// U+FFFD stands for each invalid byte.
std::u32string ToCodePoints(std::string_view text);

}  // namespace presend
