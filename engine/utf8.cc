#include "engine/utf8.h"

namespace presend {
namespace utf8_internal {
namespace {

// How many bytes a lead byte asks for; 0 if it is none.
uint32_t LengthOf(unsigned char lead) {
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  if (lead >= 0xf0 && lead <= 0xf4) return 4;
  return 0;
}

bool IsScalar(char32_t code_point, uint32_t length) {
  if (length == 3) return code_point >= 0x800 && (code_point < 0xd800 || code_point > 0xdfff);
  return length == 2 || (code_point >= 0x10000 && code_point <= 0x10ffff);
}

}  // namespace

DecodedCodePoint DecodeUncommon(const unsigned char* p, const unsigned char* end) {
  const DecodedCodePoint invalid = {*p, 1, false};
  const uint32_t length = LengthOf(*p);
  if (length == 0 || end - p < static_cast<std::ptrdiff_t>(length)) return invalid;
  char32_t code_point = *p & (0xff >> (length + 1));
  for (uint32_t i = 1; i < length; ++i) {
    if (!IsContinuation(static_cast<char>(p[i]))) return invalid;
    code_point = code_point << 6 | (p[i] & 0x3f);
  }
  return IsScalar(code_point, length) ? DecodedCodePoint{code_point, length, true} : invalid;
}

}  // namespace utf8_internal

std::string_view FirstBytes(std::string_view text, size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && IsContinuation(text[most])) --most;
  return text.substr(0, most);
}

std::string_view LastBytes(std::string_view text, size_t most) {
  if (text.size() <= most) return text;
  text.remove_prefix(text.size() - most);
  while (!text.empty() && IsContinuation(text.front())) text.remove_prefix(1);
  return text;
}

void AppendUtf8(char32_t c, std::string& out) {
  char bytes[4];
  out.append(bytes, static_cast<size_t>(WriteUtf8(c, bytes) - bytes));
}

std::string ToUtf8(std::u32string_view code_points) {
  std::string out;
  out.reserve(code_points.size() * 3);
  for (const char32_t c : code_points) AppendUtf8(c, out);
  return out;
}

std::u32string ToCodePoints(std::string_view text) {
  std::u32string out;
  out.reserve(text.size());
  const char* const end = text.data() + text.size();
  for (const char* p = text.data(); p < end;) {
    const DecodedCodePoint decoded = DecodeUtf8(p, end);
    out.push_back(decoded.valid ? decoded.code_point : U'\ufffd');
    p += decoded.length;
  }
  return out;
}

}  // namespace presend
