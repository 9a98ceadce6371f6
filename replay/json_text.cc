#include "replay/json_text.h"

#include <cstdint>

#include "engine/utf8.h"
#include "simdjson.h"

namespace presend::replay {
namespace {

// Copies text, with U+FFFD for invalid bytes.
void AppendChecked(std::string_view text, std::string& out) {
  const char* const end = text.data() + text.size();
  for (const char* p = text.data(); p < end;) {
    const DecodedCodePoint decoded = DecodeUtf8(p, end);
    AppendUtf8(decoded.valid ? decoded.code_point : 0xFFFD, out);
    p += decoded.length;
  }
}

void AppendEscape(unsigned char c, std::string& out) {
  static constexpr char kHex[] = "0123456789abcdef";
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: out += "\\u00"; out += kHex[c >> 4]; out += kHex[c & 15];
  }
}

}  // namespace

void AppendJsonString(std::string_view text, std::string& out) {
  std::string checked;
  if (!simdjson::validate_utf8(text.data(), text.size())) {
    AppendChecked(text, checked);
    text = checked;
  }
  out += '"';
  size_t from = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, from, i - from);
    AppendEscape(c, out);
    from = i + 1;
  }
  out.append(text, from);
  out += '"';
}

}  // namespace presend::replay
