// Emoticons as chat programs send them: [微笑] of 微信, 抖音 and 快手, #E-s12 of 京东, /:087 of 旺旺. Each is one mark:
// 淘[玫瑰]宝 says 淘宝, and the digits of #E-s12 are nobody's number. Names that the rules look for, like [红包], stay words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace presend {

struct Emoticon {
  char32_t mark = 0;    // canonical: what it is read as
  uint32_t length = 0;  // in bytes, 0: there is none
};

Emoticon ReadEmoticon(std::string_view text);

// Whether a character may begin one: for a cheap look before the text is read.
constexpr bool MayBeginEmoticon(char32_t c) { return c == U'[' || c == U'#' || c == U'/'; }

// The one that `text` begins with.
inline Emoticon EmoticonAt(const char* p, const char* end) {
  return MayBeginEmoticon(static_cast<unsigned char>(*p)) ? ReadEmoticon({p, static_cast<size_t>(end - p)}) : Emoticon();
}

// Whether text[0, border) has another emoticon at its end if what follows is read with it: [玫 and 瑰], /:087 and 1.
bool BorderChangesEmoticon(std::string_view text, size_t border);

}  // namespace presend
