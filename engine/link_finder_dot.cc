#include "engine/link_finder_dot.h"

#include <span>

namespace presend {
namespace {

constexpr uint32_t kMaxBlanks = 2;
constexpr std::u32string_view kPauseDots = U",，、";
constexpr std::u32string_view kFullStops = U"。｡";
constexpr std::u32string_view kMiddleDots = U"·•・‧∙⋅●◦⚫⚪🔵🔴🟠🟡🟢🟣🟤🔘";
// Say nothing else between Latin letters.
constexpr std::u32string_view kNames[] = {U"小数点", U"半角点", U"英文点", U"小圆点"};
constexpr std::u32string_view kWords[] = {U"圆点",     U"句点",       U"句号",   U"点点",     U"点",   U"奌",    U"丶",
                                          U"后面加点", U"后面加个点", U"再加点", U"再加个点", U"加点", U"加个点"};
constexpr std::u32string_view kLetterWords[] = {U"dot", U"d0t", U"dian"};
constexpr std::u32string_view kOpening = U"([{<【「『《〔（［｛'\"“*_-~+|@#";
constexpr std::u32string_view kClosing = U")]}>】」』》〕）］｝'\"”*_-~+|@#";
constexpr std::u32string_view kAtWords[] = {U"艾特",   U"爱特",   U"(at)", U"[at]", U"{at}",  U"<at>", U"【at】",
                                            U"(艾特)", U"[艾特]", U"(@)",  U"[@]",  U"【@】", U"#at#"};

bool IsIn(char32_t c, std::u32string_view set) { return c != 0 && set.find(c) != std::u32string_view::npos; }

uint32_t SkipBlanks(const View& view, uint32_t at) {
  uint32_t end = at;
  while (end - at < kMaxBlanks && end < view.glyphs.size() && view.glyphs[end].kind == GlyphKind::kSpace) ++end;
  return end;
}

// End of one of the words, or `at`.
uint32_t WordEnd(const View& view, uint32_t at, std::span<const std::u32string_view> words) {
  for (std::u32string_view word : words) {
    if (HasWordAt(view, at, word)) return at + static_cast<uint32_t>(word.size());
  }
  return at;
}

uint32_t LetterWordEnd(const View& view, uint32_t at) {
  for (std::u32string_view word : kLetterWords) {
    auto end = at + static_cast<uint32_t>(word.size());
    if (HasWordAt(view, at, word) && !IsAlnum(CodePointAt(view, end))) return end;
  }
  return at;
}

// [.] (点) -dot-; a dash or star only around a word.
Dot ReadWrapped(const View& view, uint32_t at) {
  if (!IsIn(CodePointAt(view, at), kOpening)) return {};
  bool bracket = kOpening.find(CodePointAt(view, at)) < kOpening.find(U'\'');
  uint32_t core = SkipBlanks(view, at + 1);
  uint32_t end = WordEnd(view, core, kNames);
  if (end == core) end = WordEnd(view, core, kWords);
  if (end == core) end = LetterWordEnd(view, core);
  if (end == core && bracket && StyleOfMark(CodePointAt(view, core)) != DotStyle::kNone) end = core + 1;
  if (end == core) return {};
  end = SkipBlanks(view, end);
  return IsIn(CodePointAt(view, end), kClosing) ? Dot{end + 1, DotStyle::kWrapped} : Dot{};
}

Dot ReadCore(const View& view, uint32_t at, bool blank_before) {
  if (Dot wrapped = ReadWrapped(view, at); wrapped.style != DotStyle::kNone) return wrapped;
  if (uint32_t end = WordEnd(view, at, kNames); end > at) return {end, DotStyle::kWrapped};
  if (uint32_t end = WordEnd(view, at, kWords); end > at) return {end, DotStyle::kSpelled};
  if (uint32_t end = LetterWordEnd(view, at); end > at && blank_before) return {end, DotStyle::kSpelled};
  DotStyle style = StyleOfMark(CodePointAt(view, at));
  if (style == DotStyle::kPlain && blank_before) style = DotStyle::kSpaced;
  return {at + 1, style};
}

bool StartsLabel(const View& view, uint32_t at) {
  return at < view.glyphs.size() && (IsAlnum(view.glyphs[at].code_point) || view.glyphs[at].kind == GlyphKind::kHan ||
                                     view.glyphs[at].kind == GlyphKind::kOtherLetter);
}

}  // namespace

DotStyle StyleOfMark(char32_t c) {
  if (c == U'.') return DotStyle::kPlain;
  if (IsIn(c, kPauseDots)) return DotStyle::kPause;
  if (IsIn(c, kFullStops)) return DotStyle::kFullStop;
  return IsIn(c, kMiddleDots) ? DotStyle::kMiddle : DotStyle::kNone;
}

bool HasWordAt(const View& view, uint32_t at, std::u32string_view word) {
  if (at + word.size() > view.glyphs.size()) return false;
  for (size_t i = 0; i < word.size(); ++i) {
    if (view.glyphs[at + i].code_point != word[i]) return false;
  }
  return true;
}

Dot ReadDot(const View& view, uint32_t at) {
  uint32_t begin = SkipBlanks(view, at);
  Dot dot = ReadCore(view, begin, begin > at);
  if (dot.style == DotStyle::kNone) return {};
  uint32_t next = SkipBlanks(view, dot.end);
  if (!StartsLabel(view, next)) return {};
  if (next > dot.end && dot.style == DotStyle::kPlain) dot.style = DotStyle::kSpaced;
  dot.end = next;
  return dot;
}

uint32_t ReadAtSign(const View& view, uint32_t at, bool& doubtful) {
  doubtful = false;
  uint32_t begin = SkipBlanks(view, at);
  if (CodePointAt(view, begin) == U'@') return SkipBlanks(view, begin + 1);
  for (std::u32string_view word : kAtWords) {
    if (HasWordAt(view, begin, word)) return SkipBlanks(view, begin + static_cast<uint32_t>(word.size()));
  }
  doubtful = true;
  if (begin == at || !HasWordAt(view, begin, U"at")) return at;
  uint32_t end = SkipBlanks(view, begin + 2);
  return end > begin + 2 ? end : at;
}

}  // namespace presend
