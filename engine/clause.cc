#include "engine/clause.h"

#include <algorithm>
#include <string_view>

namespace presend {
namespace {

bool Divides(const Glyph& glyph) {
  return glyph.kind == GlyphKind::kPause || glyph.kind == GlyphKind::kStop || glyph.kind == GlyphKind::kSpace;
}

bool AnyLetter(const View& plain, uint32_t first, uint32_t end) {
  return std::any_of(plain.glyphs.begin() + first, plain.glyphs.begin() + end,
                     [](const Glyph& glyph) { return IsLetter(glyph.kind); });
}

}  // namespace

Clause ClauseAround(const View& plain, uint32_t first, uint32_t end) {
  while (first > 0 && !Divides(plain.glyphs[first - 1])) --first;
  while (end < plain.glyphs.size() && !Divides(plain.glyphs[end])) ++end;
  return {first, end};
}

Place PlaceOf(const View& plain, uint32_t first, uint32_t end) {
  const Clause clause = ClauseAround(plain, first, end);
  const bool starts = !AnyLetter(plain, clause.first, first);
  const bool ends = !AnyLetter(plain, end, clause.end);
  if (starts && ends) return AnyLetter(plain, 0, first) ? Place::kEnd : Place::kStart;
  return starts ? Place::kStart : ends ? Place::kEnd : Place::kMiddle;
}

bool SuggestionFits(const Suggestion& suggestion, uint32_t first, uint32_t end, const View& plain) {
  if (suggestion.place != Place::kAny && suggestion.place != PlaceOf(plain, first, end)) return false;
  const std::string_view text = plain.text;
  const std::string_view head = text.substr(0, plain.text_begin[first]);
  const std::string_view tail = text.substr(plain.text_begin[end]);
  const auto none = [](const auto& list, auto test) {
    return !list.empty() && std::none_of(list.begin(), list.end(), test);
  };
  if (none(suggestion.after, [&](std::string_view word) { return head.ends_with(word); })) return false;
  return !none(suggestion.before, [&](std::string_view word) { return tail.starts_with(word); });
}

}  // namespace presend
