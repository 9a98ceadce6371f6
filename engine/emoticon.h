// Emoticons as chat programs send them: [微笑] of 微信, 抖音 and 快手, #E-s12 of 京东, /:087 of 旺旺. Each is one mark:
// 淘[玫瑰]宝 says 淘宝, the digits of #E-s12 are nobody's number, [钱] is 💰. Names that rules look for, like [红包], stay
// words.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace presend {

struct Emoticon {
  char32_t mark = 0;    // canonical: what it is read as
  uint32_t length = 0;  // in bytes, 0: there is none
};

Emoticon ReadEmoticon(std::string_view text);  // that `text` begins with; it is not empty

namespace emoticon_internal {
using FirstLetters = std::array<uint64_t, 16>;
extern const FirstLetters kFirstLetters;  // a bit for each name, by its second and third byte
constexpr size_t BitOf(char second, char third) { return static_cast<size_t>((second & 0x3F) << 4 ^ (third & 0x3F)); }
}  // namespace emoticon_internal

// A cheap look: false for nearly all that is none. p < end.
inline bool MayBeEmoticon(const char* p, const char* end) {
  if (end - p < 4) return false;
  if (*p == '#') return p[2] == '-';
  if (*p == '/') return p[1] == ':';
  const size_t bit = emoticon_internal::BitOf(p[2], p[3]);
  return *p == '[' && (emoticon_internal::kFirstLetters[bit / 64] >> bit % 64 & 1) != 0;
}

// The one that stands at p < end.
inline Emoticon EmoticonAt(const char* p, const char* end) {
  return MayBeEmoticon(p, end) ? ReadEmoticon({p, static_cast<size_t>(end - p)}) : Emoticon();
}

// Whether text[0, border) has another emoticon at its end if what follows is read with it: [玫 and 瑰], /:087 and 1.
bool BorderChangesEmoticon(std::string_view text, size_t border);

}  // namespace presend
