// The arrays that data/characters/make_fold_table.cc writes. For fold_table.cc alone.
#pragma once

#include <cstddef>
#include <cstdint>

namespace presend::fold_table_internal {

inline constexpr uint32_t kFoldBlock = 64;
inline constexpr char32_t kFoldLimit = 0x32400;  // code points from here on need no table
inline constexpr uint32_t kFirstChange = 16;     // entries below are GlyphKinds of code points that stay as they are

// A change to two to four code points.
struct FoldSequence {
  char32_t points[4];
  uint16_t change;
  uint8_t size;
  uint8_t kind;
};

extern const uint16_t kFoldIndex[kFoldLimit / kFoldBlock];
extern const uint16_t kFoldEntries[];
extern const uint32_t kFoldChanges[];     // as FoldPacked gives them
extern const uint8_t kFoldChangeFolds[];  // FoldSet bits
extern const FoldSequence kFoldSequences[];
extern const size_t kFoldSequenceCount;
extern const size_t kFoldTableBytes;  // all of the above, for reports

}  // namespace presend::fold_table_internal
