#include "engine/emoji_table.h"

#include <algorithm>

#include "engine/emoji_table_data.h"

namespace presend {

using namespace emoji_table_internal;  // NOLINT: the tables of this file

namespace {

// The entries that begin with a code point.
std::span<const PictureEntry> EntriesOf(char32_t first) {
  const PictureEntry* end = kPictures + kPictureCount;
  const PictureEntry* from = std::lower_bound(
      kPictures, end, first, [](const PictureEntry& entry, char32_t c) { return entry.picture[0] < c; });
  const PictureEntry* to = from;
  while (to != end && to->picture[0] == first) ++to;
  return {from, to};
}

bool Begins(const PictureEntry& entry, std::span<const char32_t> text) {
  return entry.picture_length <= text.size() &&
         std::equal(entry.picture, entry.picture + entry.picture_length, text.begin());
}

// Where no picture begins: most of any text.
bool IsOrdinary(char32_t c) {
  return (c >= 0x3000 && c < 0xff00) || (c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9') || c == U' ';
}

}  // namespace

Picture ReadPicture(std::span<const char32_t> text) {
  Picture longest;
  if (text.empty() || IsOrdinary(text[0])) return longest;
  for (const PictureEntry& entry : EntriesOf(text[0])) {
    if (entry.picture_length <= longest.length || !Begins(entry, text)) continue;
    longest = {std::span(entry.reading, entry.reading_length), entry.picture_length};
  }
  return longest;
}

bool MayBeginPicture(char32_t canonical) { return !IsOrdinary(canonical) && !EntriesOf(canonical).empty(); }

bool IsPictureAlone(char32_t canonical) {
  const auto entries = EntriesOf(canonical);
  return entries.size() == 1 && entries[0].picture_length == 1;
}

char32_t LeetLetter(char32_t canonical) {
  switch (canonical) {
    case U'0': return U'o';
    case U'1': return U'l';
    case U'3': return U'e';
    case U'4': return U'a';
    case U'5': return U's';
    case U'7': return U't';
    case U'8': return U'b';
    case U'9': return U'g';
    case U'@': return U'a';
    case U'$': return U's';
    case U'!': return U'i';
    case U'€': return U'e';
    case U'|': return U'l';
    default: return 0;
  }
}

}  // namespace presend
