// The dot of a host name, as it is written and as it is spelled. Part of the link finder.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/fold_table.h"
#include "engine/view.h"

namespace presend {

enum class DotStyle : uint8_t {
  kNone,
  kPlain,     // .
  kWrapped,   // [.] (点) {dot} 小数点
  kSpelled,   // 点, dot between blanks
  kSpaced,    // a dot with blanks beside it; also ends English sentences
  kPause,     // ， 、
  kFullStop,  // 。
  kMiddle,    // · •
};

// Styles that also punctuate sentences, so that only a plain top-level domain may follow them.
constexpr bool IsDoubtful(DotStyle style) { return style >= DotStyle::kSpaced; }

struct Dot {
  uint32_t end = 0;
  DotStyle style = DotStyle::kNone;
};

// Of a mark that can be a dot by itself; kNone: it is none.
DotStyle StyleOfMark(char32_t mark);

// The dot that begins at `at` and is followed by something that a label can begin with.
Dot ReadDot(const View& view, uint32_t at);

// The sign of an e-mail address that begins at `at`: @, 艾特, (at). Its end, or `at`. `doubtful`: an English "at".
uint32_t ReadAtSign(const View& view, uint32_t at, bool& doubtful);

// Shared by the parts of the link finder.
inline char32_t CodePointAt(const View& view, uint32_t at) {
  return at < view.glyphs.size() ? view.glyphs[at].code_point : U'\0';
}
inline bool IsAlnum(char32_t c) { return IsLatin(c) || IsDigit(c); }
bool HasWordAt(const View& view, uint32_t at, std::u32string_view word);

}  // namespace presend
