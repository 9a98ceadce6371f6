#include "cli/terminal.h"

#include <unicode/uchar.h>
#include <unistd.h>

#include <cstdlib>

#include "engine/utf8.h"

namespace presend {
namespace {

// Calls take(decoded, bytes) for each code point.
template <typename Take>
void ForEachCodePoint(std::string_view text, Take take) {
  const char* const end = text.data() + text.size();
  for (const char* p = text.data(); p < end;) {
    const DecodedCodePoint decoded = DecodeUtf8(p, end);
    take(decoded, std::string_view(p, decoded.length));
    p += decoded.length;
  }
}

bool IsControl(const DecodedCodePoint& c) {
  return !c.valid || c.code_point < 0x20 || (c.code_point >= 0x7f && c.code_point < 0xa0) || c.code_point == 0x2028 ||
         c.code_point == 0x2029;
}

// Characters that turn the direction of what follows them would draw the rest of the line backwards.
bool TurnsDirection(char32_t c) { return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069); }

uint32_t WidthOf(const DecodedCodePoint& c) {
  if (IsControl(c) || TurnsDirection(c.code_point)) return 1;
  const auto code_point = static_cast<UChar32>(c.code_point);
  const int8_t type = u_charType(code_point);
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) return 0;
  const int width = u_getIntPropertyValue(code_point, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

std::string Shown(std::string_view text, bool lines) {
  std::string shown;
  ForEachCodePoint(text, [&](const DecodedCodePoint& c, std::string_view bytes) {
    if (lines && c.code_point == '\n') {
      shown += '\n';
    } else if (!c.valid || TurnsDirection(c.code_point)) {
      shown += "\xEF\xBF\xBD";
    } else if (c.code_point < 0x20) {
      AppendUtf8(0x2400 + c.code_point, shown);  // ␀ … ␟
    } else if (IsControl(c)) {
      shown += "\xE2\x90\xA4";  // ␤
    } else {
      shown += bytes;
    }
  });
  return shown;
}

const char* CodeOf(Colour colour) {
  switch (colour) {
    case Colour::kBold: return "\033[1m";
    case Colour::kFaint: return "\033[2m";
    case Colour::kRed: return "\033[1;31m";
    case Colour::kYellow: return "\033[33m";
    case Colour::kGreen: return "\033[32m";
    case Colour::kCyan: return "\033[36m";
    case Colour::kPlain: break;
  }
  return "";
}

}  // namespace

uint32_t DisplayWidth(std::string_view text) {
  uint32_t width = 0;
  ForEachCodePoint(text, [&](const DecodedCodePoint& c, std::string_view) { width += WidthOf(c); });
  return width;
}

std::string Printable(std::string_view text) { return Shown(text, false); }
std::string PrintableLines(std::string_view text) { return Shown(text, true); }

Painter Painter::ForStandardOutput() {
  return Painter(isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr);
}

std::string Painter::operator()(Colour colour, std::string_view text) const {
  if (!coloured_ || colour == Colour::kPlain || text.empty()) return std::string(text);
  return std::string(CodeOf(colour)).append(text).append("\033[0m");
}

}  // namespace presend
