// Tells a script that is sent again, with a word or a number changed, from a new message.
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <string_view>

namespace presend {

// A locality-sensitive hash (SimHash, Charikar 2002) of the pairs of neighbouring letters of a text after folding; digits
// are left out, since order numbers and times are what changes. 0 if the text has fewer than kLeastScriptLetters
// letters: short answers are repeated by everybody.
uint64_t ScriptFingerprint(std::string_view text);

inline constexpr int kLeastScriptLetters = 8;
inline constexpr int kNearScriptBits = 7;  // of 64; one word in ten changed moves fewer, another message about 32

inline bool SameScript(uint64_t a, uint64_t b) { return a != 0 && b != 0 && std::popcount(a ^ b) <= kNearScriptBits; }

// How many of the `recent` messages are the same script as `text`.
uint32_t CountSameScript(std::string_view text, std::span<const std::string_view> recent);

}  // namespace presend
