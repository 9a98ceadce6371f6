#include "engine/fold_table.h"

#include <algorithm>

#include "engine/fold_table_data.h"
#include "engine/utf8.h"

namespace presend {
namespace {

using namespace fold_table_internal;  // NOLINT: the tables of this file

constexpr uint32_t Pack(char32_t code_point, GlyphKind kind) {
  return code_point | static_cast<uint32_t>(kind) << kPackedKindShift;
}

bool IsFarInvisible(char32_t code_point) { return code_point >= 0xe0000 && code_point < 0xe1000; }

// What a code point does: its kind if below kFirstChange, else the number of a change.
uint32_t EntryOf(char32_t code_point) {
  const uint32_t block = kFoldIndex[code_point / kFoldBlock];
  return kFoldEntries[block * kFoldBlock + code_point % kFoldBlock];
}

Folded FoldFar(char32_t code_point) {
  if (IsFarInvisible(code_point)) return {FoldedForm(), GlyphKind::kMark, FoldSet::Of(Fold::kInvisible)};
  const bool valid = code_point <= 0x10ffff;
  return {FoldedForm(code_point), valid ? GlyphKind::kMark : GlyphKind::kInvalid, FoldSet()};
}

Folded FoldToMany(uint32_t change) {
  const FoldSequence* end = kFoldSequences + kFoldSequenceCount;
  const FoldSequence* found = std::lower_bound(
      kFoldSequences, end, change, [](const FoldSequence& s, uint32_t wanted) { return s.change < wanted; });
  return {FoldedForm(std::span(found->points, found->size)), static_cast<GlyphKind>(found->kind),
          FoldSet(kFoldChangeFolds[change])};
}

}  // namespace

uint32_t fold_table_internal::FoldPackedByTable(char32_t code_point) {
  if (code_point >= kFoldLimit) {
    if (IsFarInvisible(code_point)) return 0;
    return code_point <= 0x10ffff ? Pack(code_point, GlyphKind::kMark) : Pack(0xfffd, GlyphKind::kInvalid);
  }
  const uint32_t entry = EntryOf(code_point);
  return entry < kFirstChange ? Pack(code_point, static_cast<GlyphKind>(entry)) : kFoldChanges[entry - kFirstChange];
}

Folded FoldCodePoint(char32_t code_point) {
  if (code_point >= kFoldLimit) return FoldFar(code_point);
  const uint32_t entry = EntryOf(code_point);
  if (entry < kFirstChange) return {FoldedForm(code_point), static_cast<GlyphKind>(entry), FoldSet()};
  const uint32_t change = entry - kFirstChange;
  const uint32_t packed = kFoldChanges[change];
  if (packed == kManyForms) return FoldToMany(change);
  const FoldSet folds(kFoldChangeFolds[change]);
  if (packed == 0) return {FoldedForm(), GlyphKind::kMark, folds};
  return {FoldedForm(packed & 0x1fffff), static_cast<GlyphKind>(packed >> kPackedKindShift), folds};
}

std::u32string Canonical(std::string_view text) {
  std::u32string out;
  for (const char32_t c : ToCodePoints(text)) {
    const Folded folded = FoldCodePoint(c);
    out.append(folded.canonical.begin(), folded.canonical.end());
  }
  return out;
}

}  // namespace presend
