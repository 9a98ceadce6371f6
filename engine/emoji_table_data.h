// The arrays that data/characters/make_emoji_table.cc writes. For emoji_table.cc alone.
#pragma once

#include <cstddef>
#include <cstdint>

namespace presend::emoji_table_internal {

inline constexpr size_t kPictureLength = 4;
inline constexpr size_t kReadingLength = 3;

struct PictureEntry {
  char32_t picture[kPictureLength];
  char32_t reading[kReadingLength];
  uint8_t picture_length;
  uint8_t reading_length;
};

extern const PictureEntry kPictures[];  // sorted by picture
extern const size_t kPictureCount;

}  // namespace presend::emoji_table_internal
