// What each code point becomes when it is folded. Built at compile time of the project from Unicode, ICU and OpenCC
// data (data/characters); compact, so that the pages that ordinary Chinese text touches stay in cache.
#pragma once

#include <cstdint>
#include <span>

#include "engine/view.h"

namespace presend {

struct Folded {
  std::span<const char32_t> canonical;  // empty: invisible; else 1 to 4 code points
  GlyphKind kind;                       // of the first canonical code point
  FoldSet folds;                        // kWidth, kCase, kScript, kEnclosed, kConfusable, kInvisible as they fired
};

// The canonical form of one code point: lower case, simplified, ASCII where one exists. Idempotent: folding a
// canonical code point gives itself with no folds. Total: defined for every value, unassigned ones give themselves.
Folded FoldCodePoint(char32_t code_point);

// The common case in one load: the canonical code point if it is exactly one, else 0 (invisible) or kManyForms.
// The low 21 bits hold the code point, the bits above kPackedKindShift its GlyphKind.
inline constexpr uint32_t kManyForms = 0x1fffff;
inline constexpr int kPackedKindShift = 24;
uint32_t FoldPacked(char32_t code_point);

}  // namespace presend
