// How the letters of a message say a word by its sound.
#pragma once

#include <optional>

#include "engine/reading.h"
#include "engine/snapshot.h"

namespace presend {

// What is undone if pieces [first, last] of the sound reading `letters` are the word: kPinyin where letters stand for a
// character, kSound where another character does, nothing for a picture whose name sounds like it. None if they are
// not: each Han character must be one syllable of the word, and the characters must not all be the word's own.
std::optional<FoldSet> UndoneBySound(const View& plain, const Reading& letters, int first, int last,
                                     const WordFacts& word);

}  // namespace presend
