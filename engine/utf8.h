// UTF-8, strictly: overlong forms, surrogates and code points past U+10FFFF are invalid; an invalid byte stands alone.
// Pure functions, safe from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace presend {

struct DecodedCodePoint {
  char32_t code_point = 0;  // the byte's own value if it is invalid
  uint32_t length = 0;      // bytes taken: 1 if invalid
  bool valid = false;
};

// Whether a byte goes on with a character that another has begun.
inline bool IsContinuation(char byte) { return (static_cast<unsigned char>(byte) & 0xc0) == 0x80; }

namespace utf8_internal {
DecodedCodePoint DecodeUncommon(const unsigned char* p, const unsigned char* end);
}  // namespace utf8_internal

// Reads the code point at `p`. Requires p < end; never reads at or past `end`.
inline DecodedCodePoint DecodeUtf8(const char* p, const char* end) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(p);
  if (bytes[0] < 0x80) return {bytes[0], 1, true};
  // U+1000..U+CFFF: nearly all of Chinese text.
  if (end - p >= 3 && bytes[0] >= 0xe1 && bytes[0] <= 0xec && IsContinuation(p[1]) && IsContinuation(p[2])) {
    return {static_cast<char32_t>((bytes[0] & 0x0f) << 12 | (bytes[1] & 0x3f) << 6 | (bytes[2] & 0x3f)), 3, true};
  }
  return utf8_internal::DecodeUncommon(bytes, reinterpret_cast<const unsigned char*>(end));
}

// Writes one code point, up to four bytes; U+FFFD in place of surrogates and values past U+10FFFF. Returns where it
// ends.
inline char* WriteUtf8(char32_t c, char* out) {
  const auto tail = [](char32_t bits) { return static_cast<char>(0x80 | (bits & 0x3f)); };
  if (c >= 0x800 && c < 0xd800) {  // nearly all of Chinese
    out[0] = static_cast<char>(0xe0 | c >> 12), out[1] = tail(c >> 6), out[2] = tail(c);
    return out + 3;
  }
  if (c < 0x80) {
    *out = static_cast<char>(c);
    return out + 1;
  }
  if (c < 0x800) {
    out[0] = static_cast<char>(0xc0 | c >> 6), out[1] = tail(c);
    return out + 2;
  }
  if (c > 0x10ffff || c < 0xe000) return WriteUtf8(0xfffd, out);
  if (c < 0x10000) {
    out[0] = static_cast<char>(0xe0 | c >> 12), out[1] = tail(c >> 6), out[2] = tail(c);
    return out + 3;
  }
  out[0] = static_cast<char>(0xf0 | c >> 18), out[1] = tail(c >> 12), out[2] = tail(c >> 6), out[3] = tail(c);
  return out + 4;
}

// Writes the code points of `units`, which have a member `code_point`, and at which byte each begins: one entry more
// than there are units, the last is the end.
template <typename Units>
void WriteUtf8(const Units& units, std::string& text, std::vector<uint32_t>& begins) {
  constexpr size_t kLongest = 4;
  text.resize(units.size() * kLongest);
  begins.resize(units.size() + 1);
  char* const start = text.data();
  char* out = start;
  uint32_t* begin = begins.data();
  for (const auto& unit : units) {
    *begin++ = static_cast<uint32_t>(out - start);
    out = WriteUtf8(unit.code_point, out);
  }
  *begin = static_cast<uint32_t>(out - start);
  text.resize(*begin);
}

// The longest beginning (or end) of `text` of at most so many bytes that does not cut through a character.
std::string_view FirstBytes(std::string_view text, size_t most);
std::string_view LastBytes(std::string_view text, size_t most);

// Appends one code point; U+FFFD in place of surrogates and values past U+10FFFF.
void AppendUtf8(char32_t code_point, std::string& out);

std::string ToUtf8(std::u32string_view code_points);

// U+FFFD stands for each invalid byte.
std::u32string ToCodePoints(std::string_view text);

}  // namespace presend
