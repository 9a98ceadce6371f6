#include "engine/link_finder_token.h"

#include <string_view>

#include "engine/link_finder_dot.h"

namespace presend {
namespace {

constexpr size_t kShortestSpread = 6;
constexpr uint32_t kEncodedLength = 3;  // %6A
constexpr uint32_t kShortestCode = 8;
constexpr uint32_t kLongestCode = 13;
constexpr std::u32string_view kCurrency = U"¥￥€$₤£₳₴¢₪₩₰";
constexpr std::u32string_view kSigns = U"🔑🗝👉👈";
constexpr std::u32string_view kSpreadMarks = U"./:?=&_%#-\\@";
constexpr std::u32string_view kSpreadDots = U".点。·";

bool IsIn(char32_t c, std::u32string_view set) { return c != 0 && set.find(c) != std::u32string_view::npos; }

bool IsAtom(const View& view, uint32_t at) {
  char32_t c = CodePointAt(view, at);
  return IsAlnum(c) || IsIn(c, kSpreadMarks) || IsIn(c, kSpreadDots);
}

bool IsSpreader(const View& view, uint32_t at) {
  if (at >= view.glyphs.size() || IsLetter(view.glyphs[at].kind)) return false;
  return view.glyphs[at].code_point != U'.' && view.glyphs[at].kind != GlyphKind::kInvalid;
}

// The canonical letter, digit, dot or hyphen that %XX at `at` stands for; 0 if there is none.
char32_t EncodedAt(const View& view, uint32_t at) {
  if (CodePointAt(view, at) != U'%') return 0;
  char32_t value = 0;
  for (uint32_t i = at + 1; i < at + kEncodedLength; ++i) {
    const char32_t c = CodePointAt(view, i);
    if (!IsDigit(c) && !(c >= U'a' && c <= U'f')) return 0;
    value = value << 4 | (IsDigit(c) ? c - U'0' : c - U'a' + 10);
  }
  if (value >= 0x80) return 0;
  value = FoldPacked(value) & kManyForms;  // %4A is j as well
  return IsAlnum(value) || value == U'.' || value == U'-' ? value : 0;
}

bool HasSignAt(const View& view, uint32_t at) {
  return IsIn(CodePointAt(view, at), kCurrency) || IsIn(CodePointAt(view, at), kSigns);
}

}  // namespace

void Respelled::Clear() {
  view.Clear();
  places.clear();
}

void Respelled::Add(const Glyph& glyph, Place place) {
  view.glyphs.push_back(glyph);
  places.push_back(place);
}

uint32_t ReadSpread(const View& view, uint32_t at, Respelled& spread) {
  spread.Clear();
  if (at > 0 && IsAlnum(CodePointAt(view, at - 1))) return at;
  if (!IsAlnum(CodePointAt(view, at)) || !IsSpreader(view, at + 1) || !IsAtom(view, at + 2)) return at;
  char32_t spreader = CodePointAt(view, at + 1);
  bool dot = false;
  uint32_t end = at;
  for (uint32_t i = at; IsAtom(view, i); i += 2) {
    if (IsAlnum(CodePointAt(view, i)) && IsAlnum(CodePointAt(view, i + 1))) break;  // a word begins
    spread.Add(view.glyphs[i], {i, i + 1});
    dot |= IsIn(CodePointAt(view, i), kSpreadDots);
    end = i + 1;
    if (CodePointAt(view, end) != spreader) break;
  }
  if (!dot || spread.places.size() < kShortestSpread) spread.Clear();
  return end;
}

bool DecodePercent(const View& view, Respelled& decoded) {
  const auto size = static_cast<uint32_t>(view.glyphs.size());
  uint32_t first = 0;
  while (first < size && EncodedAt(view, first) == 0) ++first;
  if (first == size) return false;
  decoded.Clear();
  for (uint32_t i = 0; i < size;) {
    const char32_t c = EncodedAt(view, i);
    const uint32_t end = i + (c != 0 ? kEncodedLength : 1);
    Glyph glyph = view.glyphs[i];
    if (c != 0) glyph.code_point = c, glyph.kind = KindOf(c);
    decoded.Add(glyph, {i, end});
    i = end;
  }
  return true;
}

uint32_t ShareCodeEnd(const View& view, uint32_t at) {
  if (!HasSignAt(view, at)) return at;
  uint32_t end = at + 1;
  int digits = 0;
  int upper = 0;
  int lower = 0;
  for (; end - at <= kLongestCode + 1 && IsAlnum(CodePointAt(view, end)); ++end) {
    bool digit = CodePointAt(view, end) <= U'9';
    bool capital = view.glyphs[end].folds.has(Fold::kCase);
    digits += digit;
    upper += !digit && capital;
    lower += !digit && !capital;
  }
  uint32_t length = end - at - 1;
  if (length < kShortestCode || length > kLongestCode) return at;
  bool closed = HasSignAt(view, end);
  bool mixed = digits > 0 && upper > 0 && lower > 0;
  bool wordlike = IsIn(CodePointAt(view, at), kSigns) && !mixed;
  if (wordlike || upper + lower == 0) return at;
  if (closed && (digits > 0 || (upper > 0 && lower > 0))) return end + 1;
  return mixed && length >= 10 ? end : at;
}

}  // namespace presend
