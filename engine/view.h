// One canonical reading of a message, with its way back to the original.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/fold.h"
#include "engine/span.h"

namespace presend {

// What a code point is, after folding.
enum class GlyphKind : uint8_t {
  kHan,
  kLatin,      // a–z
  kDigit,      // 0–9 (after folding ①, ٣, ³ …)
  kOtherLetter,
  kEmoji,
  kSpace,      // blank, tab, newline, ideographic space
  kPause,      // , ; : ， 、 ； ：
  kStop,       // . ! ? 。 ！ ？ … newline is kSpace
  kMark,       // any other symbol or punctuation: - _ * / ~ ( ) …
  kInvalid,    // a byte that is not UTF-8
};
constexpr bool IsLetter(GlyphKind k) { return k <= GlyphKind::kOtherLetter; }

// A canonical code point and the bytes of the original that it stands for. One original code point may give several
// glyphs (㎏ → k g), which then share a span; invisible code points give none and lie between the spans of others.
struct Glyph {
  char32_t code_point = 0;
  uint32_t begin = 0;  // original bytes [begin, end)
  uint32_t end = 0;
  GlyphKind kind = GlyphKind::kMark;
  FoldSet folds;       // what was undone to get from the original to `code_point`
};

struct View {
  std::vector<Glyph> glyphs;
  // The glyphs as UTF-8, and where in it each begins (one more entry than glyphs). Empty until WriteText.
  std::string text;
  std::vector<uint32_t> text_begin;

  void Clear() { glyphs.clear(); text.clear(); text_begin.clear(); }
};

// Reads a message into its plain view: every code point folded, invisible ones dropped (marks that attach to a
// character widen its span; text between U+202E and U+202C is put in the order in which it is seen). Reuses the
// buffers of `view`. Bytes that are not UTF-8 become one kInvalid glyph each.
void BuildView(std::string_view text, View& view);
void WriteText(View& view);

}  // namespace presend
