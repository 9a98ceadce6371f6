// Spans of glyphs by owner, sorted, so that what stands near or over a place is told without looking at each of them:
// a hostile message has thousands. A buffer of one thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace presend {

class SpanIndex {
 public:
  void Clear();
  void Add(uint32_t owner, uint32_t first, uint32_t end, uint32_t id);
  void Seal();  // after the last Add and before the first question

  // Where the nearest span of the owner ends that ends at or before the glyph; where the nearest begins at or behind it.
  std::optional<uint32_t> EndBefore(uint32_t owner, uint32_t glyph) const;
  std::optional<uint32_t> BeginBehind(uint32_t owner, uint32_t glyph) const;

  // Calls see(id) for the owner's spans that glyphs [first, end) lie in.
  template <typename See>
  void ForEachOver(uint32_t owner, uint32_t first, uint32_t end, See see) const {
    for (auto it = FirstBehind(owner, first); it != begins_.begin() && Owns(owner, *--it) && it->reach >= end;) {
      if (it->end >= end) see(it->id);
    }
  }

 private:
  struct Begin {
    uint64_t key = 0;    // owner and first glyph
    uint32_t end = 0;
    uint32_t id = 0;
    uint32_t reach = 0;  // the furthest end of the owner's spans that begin no later
  };
  static uint64_t Key(uint32_t owner, uint32_t glyph) { return uint64_t{owner} << 32 | glyph; }
  static bool Owns(uint32_t owner, const Begin& begin) { return begin.key >> 32 == owner; }
  // The owner's first span that begins behind the glyph, or what comes after all of them.
  std::vector<Begin>::const_iterator FirstBehind(uint32_t owner, uint32_t glyph) const {
    return std::upper_bound(begins_.begin(), begins_.end(), Key(owner, glyph),
                            [](uint64_t key, const Begin& begin) { return key < begin.key; });
  }

  std::vector<Begin> begins_;
  std::vector<uint64_t> ends_;  // Key of owner and end
};

}  // namespace presend
