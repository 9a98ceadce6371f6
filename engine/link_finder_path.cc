#include "engine/link_finder_path.h"

#include <string_view>

#include "engine/link_finder_dot.h"

namespace presend {
namespace {

constexpr uint32_t kMaxUser = 256;
constexpr uint32_t kMaxSeparator = 12;
constexpr std::u32string_view kSlashWords[] = {U"斜杠", U"斜线", U"反斜杠"};
constexpr std::u32string_view kTrailing = U".,;:!?'\"*~^`|>)]}";
constexpr std::u32string_view kApps[] = {U"weixin", U"wechat",    U"wxp",        U"taobao", U"tbopen",
                                         U"tmall",  U"alipay",    U"alipays",    U"mqqapi", U"mqqwpa",
                                         U"mqq",    U"pinduoduo", U"snssdk1128", U"kwai",   U"ftp"};

bool IsPathGlyph(const Glyph& glyph) {
  char32_t c = glyph.code_point;
  if (c <= U' ' || c >= 0x7f || c == U'<' || c == U'>' || c == U'"') return false;
  bool wide = glyph.folds.has(Fold::kWidth);
  return !wide || IsAlnum(c) || std::u32string_view(U"/?=&.-_%#").find(c) != std::u32string_view::npos;
}

uint32_t SlashWordEnd(const View& view, uint32_t at) {
  for (std::u32string_view word : kSlashWords) {
    auto end = at + static_cast<uint32_t>(word.size());
    if (HasWordAt(view, at, word) && IsAlnum(CodePointAt(view, end))) return end;
  }
  return at;
}

// A full-width question mark ends a sentence.
bool IsPathMark(const View& view, uint32_t at) {
  if (at >= view.glyphs.size()) return false;
  const Glyph& glyph = view.glyphs[at];
  char32_t c = glyph.code_point;
  if (c == U'/' || c == U'\\' || c == U'#') return true;
  return c == U'?' && (!glyph.folds.has(Fold::kWidth) || IsAlnum(CodePointAt(view, at + 1)));
}

uint32_t PortEnd(const View& view, uint32_t at) {
  if (CodePointAt(view, at) != U':') return at;
  uint32_t end = at + 1;
  while (end - at <= 5 && CodePointAt(view, end) >= U'0' && CodePointAt(view, end) <= U'9') ++end;
  return end > at + 2 && !IsAlnum(CodePointAt(view, end)) ? end : at;
}

// Drops closing punctuation, but not a bracket that opened inside.
uint32_t TrimEnd(const View& view, uint32_t begin, uint32_t end) {
  int open = 0;
  for (uint32_t i = begin; i < end; ++i) {
    char32_t c = view.glyphs[i].code_point;
    open += (c == U'(' || c == U'[' || c == U'{') - (c == U')' || c == U']' || c == U'}');
  }
  while (end > begin && kTrailing.find(view.glyphs[end - 1].code_point) != std::u32string_view::npos) {
    char32_t c = view.glyphs[end - 1].code_point;
    bool closing = c == U')' || c == U']' || c == U'}';
    if (closing && open >= 0) break;
    open += closing;
    --end;
  }
  return end;
}

// h, two of t or x or *, p, perhaps s; or the same with a blank between each two. End, or `at`.
uint32_t WebSchemeEnd(const View& view, uint32_t at, bool& spelled) {
  const uint32_t step = CodePointAt(view, at + 1) == U' ' ? 2 : 1;
  const auto letter = [&](uint32_t i) {
    const bool spread = step == 1 || i == 0 || CodePointAt(view, at + i * step - 1) == U' ';
    return spread ? CodePointAt(view, at + i * step) : U'\0';
  };
  const auto filler = [&](uint32_t i) { return letter(i) == U'x' || letter(i) == U'*'; };
  const auto middle = [&](uint32_t i) { return letter(i) == U't' || filler(i); };
  if (letter(0) != U'h' || !middle(1) || !middle(2) || letter(3) != U'p') return at;
  spelled = step > 1 || filler(1) || filler(2);
  return at + 3 * step + 1 + (letter(4) == U's' ? step : 0);
}

uint32_t AppSchemeEnd(const View& view, uint32_t at) {
  for (std::u32string_view app : kApps) {
    auto end = at + static_cast<uint32_t>(app.size());
    if (HasWordAt(view, at, app) && HasWordAt(view, end, U"://")) return end + 3;
  }
  return at;
}

// : // 冒号 and the like. End, or `at` if what stands there does not separate a scheme from a host.
uint32_t SeparatorEnd(const View& view, uint32_t at, bool& spelled) {
  uint32_t end = at;
  int colons = 0;
  int slashes = 0;
  for (bool more = true; more && end - at < kMaxSeparator;) {
    char32_t c = CodePointAt(view, end);
    if (c == U':' || c == U'：')
      ++colons, ++end;
    else if (c == U'/' || c == U'\\')
      ++slashes, ++end;
    else if (HasWordAt(view, end, U"冒号"))
      ++colons, end += 2, spelled = true;
    else if (HasWordAt(view, end, U"斜杠") || HasWordAt(view, end, U"斜线"))
      ++slashes, end += 2, spelled = true;
    else if (end > at && (c == U' ' || c == U']' || c == U')'))
      ++end, spelled = true;
    else if (end == at && (c == U' ' || c == U'[' || c == U'('))
      ++end, spelled = true;
    else
      more = false;
  }
  if (colons != 1 || slashes != 2) spelled = true;
  return colons > 0 || slashes >= 2 ? end : at;
}

}  // namespace

bool BeginsPath(const View& view, uint32_t at) {
  return IsPathMark(view, at) || PortEnd(view, at) > at || SlashWordEnd(view, at) > at;
}

uint32_t PathEnd(const View& view, uint32_t at) {
  uint32_t begin = PortEnd(view, at);
  uint32_t word = SlashWordEnd(view, begin);
  if (word == begin && !IsPathMark(view, begin)) return begin;
  uint32_t end = word;
  while (end < view.glyphs.size()) {
    uint32_t next = SlashWordEnd(view, end);
    if (next == end && IsPathGlyph(view.glyphs[end])) next = end + 1;
    if (next == end) break;
    end = next;
  }
  return TrimEnd(view, begin, end);
}

uint32_t SpreadPathEnd(const View& view, uint32_t at) {
  while (CodePointAt(view, at) == U' ' && CodePointAt(view, at + 1) == U'/') {
    const uint32_t begin = CodePointAt(view, at + 2) == U' ' ? at + 3 : at + 2;
    uint32_t end = begin;
    while (IsAlnum(CodePointAt(view, end))) ++end;
    if (end == begin) break;
    at = end;
  }
  return at;
}

uint32_t SchemeEnd(const View& view, uint32_t at, bool& spelled, bool& app) {
  spelled = app = false;
  if (at > 0 && IsAlnum(CodePointAt(view, at - 1))) return at;
  if (uint32_t end = AppSchemeEnd(view, at); end > at) {
    app = true;
    return end;
  }
  uint32_t name_end = WebSchemeEnd(view, at, spelled);
  if (name_end == at) return at;
  uint32_t end = SeparatorEnd(view, name_end, spelled);
  return end > name_end ? end : at;
}

uint32_t UserEnd(const View& view, uint32_t at) {
  uint32_t host = at;
  for (uint32_t i = at; i < view.glyphs.size() && i - at < kMaxUser; ++i) {
    char32_t c = view.glyphs[i].code_point;
    constexpr std::u32string_view kEnds = U"/\\?#<>\",";
    if (c <= U' ' || (c >= 0x7f && c != U'。') || kEnds.find(c) != std::u32string_view::npos) break;
    if (c == U'@') host = i + 1;
  }
  return host;
}

}  // namespace presend
