// The sound of a character: pinyin without tone, of its most frequent reading (Unihan kHanyuPinlu, kMandarin).
#pragma once

#include <cstdint>
#include <string_view>

namespace presend {

// Number of the toneless syllable of a canonical Han character; 0 if it has none. Homophones share a number.
// Numbers are below kSyllableCount.
uint16_t SyllableOf(char32_t canonical);
inline constexpr int kSyllableCount = 512;

// The letters of a syllable, "wei"; "ü" is written "v". Empty for 0. The view lives for ever.
std::string_view SyllableLetters(uint16_t syllable);

// The number of a spelled syllable, 0 if there is no such syllable.
uint16_t SyllableFromLetters(std::string_view letters);

}  // namespace presend
