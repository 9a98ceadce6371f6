// How a word of a pack reads after folding, as the engine will seek it.
#pragma once

#include <string>
#include <string_view>

namespace presend {

// Lower case, simplified, without invisible characters. Invalid UTF-8 gives nothing for each offending byte.
std::string CanonicalWord(std::string_view word);

// Whether there is a letter, digit or emoji in a canonical word: marks and blanks alone are never found.
bool HasLetter(std::string_view canonical);

}  // namespace presend
