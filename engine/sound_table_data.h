// The arrays that data/characters/make_sound_table.cc writes. For sound_table.cc alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace presend::sound_table_internal {

// The unified ideographs of the basic plane; rarer ones have no sound here.
inline constexpr char32_t kFirstSound = 0x4e00;
inline constexpr char32_t kSoundLimit = 0xa000;

extern const uint16_t kSounds[kSoundLimit - kFirstSound];  // numbers of syllables
extern const std::string_view kSyllables[];                // sorted; the first is empty
extern const size_t kSyllablesUsed;

}  // namespace presend::sound_table_internal
