#include "rulepack/canonical_word.h"

#include <unicode/utf8.h>

#include "engine/fold_table.h"

namespace presend {
namespace {

template <class Visit>
void ForEachCodePoint(std::string_view text, Visit&& visit) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto size = static_cast<int64_t>(text.size());
  for (int64_t i = 0; i < size;) {
    UChar32 c;
    U8_NEXT(bytes, i, size, c);
    if (c >= 0) visit(static_cast<char32_t>(c));
  }
}

void AppendUtf8(char32_t code_point, std::string& out) {
  uint8_t bytes[4];
  int length = 0;
  U8_APPEND_UNSAFE(bytes, length, code_point);
  out.append(reinterpret_cast<const char*>(bytes), static_cast<size_t>(length));
}

}  // namespace

std::string CanonicalWord(std::string_view word) {
  std::string canonical;
  ForEachCodePoint(word, [&](char32_t c) {
    for (char32_t folded : FoldCodePoint(c).canonical) AppendUtf8(folded, canonical);
  });
  return canonical;
}

bool HasLetter(std::string_view canonical) {
  bool found = false;
  ForEachCodePoint(canonical, [&](char32_t c) {
    const GlyphKind kind = FoldCodePoint(c).kind;
    found = found || IsLetter(kind) || kind == GlyphKind::kEmoji;
  });
  return found;
}

}  // namespace presend
