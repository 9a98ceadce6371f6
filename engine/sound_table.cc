#include "engine/sound_table.h"

#include <algorithm>

#include "engine/sound_table_data.h"

namespace presend {

using namespace sound_table_internal;  // NOLINT: the tables of this file

uint16_t SyllableOf(char32_t canonical) {
  const uint32_t place = canonical - kFirstSound;
  return place < kSoundLimit - kFirstSound ? kSounds[place] : 0;
}

std::string_view SyllableLetters(uint16_t syllable) {
  return syllable < kSyllablesUsed ? kSyllables[syllable] : std::string_view();
}

uint16_t SyllableFromLetters(std::string_view letters) {
  const std::string_view* end = kSyllables + kSyllablesUsed;
  const std::string_view* found = std::lower_bound(kSyllables, end, letters);
  return found != end && *found == letters ? static_cast<uint16_t>(found - kSyllables) : 0;
}

}  // namespace presend
