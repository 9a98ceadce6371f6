// Which two characters stand side by side in service talk all day. A dictionary does not tell: 谢您 and 帮您 are no words.
#pragma once

#include <cstddef>

namespace presend {

// Whether more than one message in seven hundred of customer service holds the pair.
bool IsTalkPair(char32_t a, char32_t b);

// How many such pairs the character is part of.
size_t CountTalkPairs(char32_t c);

}  // namespace presend
