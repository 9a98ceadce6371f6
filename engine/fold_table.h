// What each code point becomes when it is folded. Built at compile time of the project from Unicode, ICU and OpenCC
// data (data/characters); compact, so that the pages that ordinary Chinese text touches stay in cache.
// Constant tables: safe from any thread, never fails, never allocates (but for Canonical).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/view.h"

namespace presend {

// Up to four code points, held by value.
class FoldedForm {
 public:
  constexpr FoldedForm() = default;
  constexpr explicit FoldedForm(char32_t one) : points_{one}, size_(1) {}
  constexpr explicit FoldedForm(std::span<const char32_t> many) : size_(static_cast<uint32_t>(many.size())) {
    for (size_t i = 0; i < many.size(); ++i) points_[i] = many[i];
  }

  constexpr size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }
  constexpr const char32_t* data() const { return points_.data(); }
  constexpr const char32_t* begin() const { return points_.data(); }
  constexpr const char32_t* end() const { return points_.data() + size_; }
  constexpr char32_t operator[](size_t i) const { return points_[i]; }
  constexpr char32_t front() const { return points_[0]; }

 private:
  std::array<char32_t, 4> points_ = {};
  uint32_t size_ = 0;
};

struct Folded {
  FoldedForm canonical;                  // empty: invisible; else 1 to 4 code points
  GlyphKind kind = GlyphKind::kMark;     // of the first canonical code point
  FoldSet folds;                         // kWidth, kCase, kScript, kEnclosed, kConfusable, kInvisible as they fired
};

// The canonical form of one code point: lower case, simplified, ASCII where one exists. Idempotent: folding a
// canonical code point gives itself with no folds. Total: defined for every value, unassigned ones give themselves.
Folded FoldCodePoint(char32_t code_point);

// Folds a whole string; an invalid byte gives U+FFFD.
std::u32string Canonical(std::string_view text);

namespace fold_table_internal {
inline constexpr char32_t kFirstHan = 0x4e00;
inline constexpr char32_t kHanCount = 0x5200;
// One bit for each of U+4E00..U+9FFF: set if folding changes it.
extern const uint32_t kHanChanges[kHanCount / 32];
uint32_t FoldPackedByTable(char32_t code_point);
}  // namespace fold_table_internal

// The common case in one load: the canonical code point if it is exactly one, else 0 (invisible) or kManyForms.
// The low 21 bits hold the code point, the bits above kPackedKindShift its GlyphKind. Values past U+10FFFF give U+FFFD.
inline constexpr uint32_t kManyForms = 0x1fffff;
inline constexpr int kPackedKindShift = 24;
inline uint32_t FoldPacked(char32_t code_point) {
  using namespace fold_table_internal;  // NOLINT: a dozen names of our own
  static_assert(static_cast<int>(GlyphKind::kHan) == 0, "an unchanged Han character is its own packed form");
  const uint32_t han = code_point - kFirstHan;
  if (han < kHanCount && (kHanChanges[han / 32] >> (han % 32) & 1) == 0) return code_point;
  return FoldPackedByTable(code_point);
}

// What a canonical code point is.
inline GlyphKind KindOf(char32_t canonical) { return static_cast<GlyphKind>(FoldPacked(canonical) >> kPackedKindShift); }
inline bool IsLatin(char32_t canonical) { return canonical >= U'a' && canonical <= U'z'; }
inline bool IsDigit(char32_t canonical) { return canonical >= U'0' && canonical <= U'9'; }

}  // namespace presend
