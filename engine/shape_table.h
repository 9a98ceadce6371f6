// Characters taken apart: 弓虽 is 强, 氵匋 is 淘, イ言 is 信, カロ is 加.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace presend {

struct Composition {
  char32_t whole = 0;   // canonical character, 0 if there is none
  uint32_t length = 0;  // how many code points it takes up: 2 or 3
};

// The character that the code points at the start of `text` (canonical) make up when they are written side by side;
// the longest one. Left-right and left-middle-right compositions (and a few top-bottom ones in use).
Composition ComposeShape(std::span<const char32_t> text);

// Whether a code point can begin a composition: a cheap test before ComposeShape.
bool MayBeginShape(char32_t canonical);

// Whether it is no character by itself, so that the next one completes it whatever stands between: 氵·衮.
bool IsBareRadical(char32_t canonical);

// The other way round: every way to write `whole` as parts, as they are or as they are typed. Slow; for compiling rules.
std::vector<std::u32string> TakeApart(char32_t whole);

}  // namespace presend
