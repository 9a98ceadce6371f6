#include "engine/span_index.h"

namespace presend {

void SpanIndex::Clear() {
  begins_.clear();
  ends_.clear();
}

void SpanIndex::Add(uint32_t owner, uint32_t first, uint32_t end, uint32_t id) {
  begins_.push_back({Key(owner, first), end, id, end});
  ends_.push_back(Key(owner, end));
}

void SpanIndex::Seal() {
  std::sort(begins_.begin(), begins_.end(), [](const Begin& a, const Begin& b) { return a.key < b.key; });
  std::sort(ends_.begin(), ends_.end());
  for (size_t i = 1; i < begins_.size(); ++i) {
    const bool same = begins_[i].key >> 32 == begins_[i - 1].key >> 32;
    if (same) begins_[i].reach = std::max(begins_[i].reach, begins_[i - 1].reach);
  }
}

std::optional<uint32_t> SpanIndex::EndBefore(uint32_t owner, uint32_t glyph) const {
  const auto behind = std::upper_bound(ends_.begin(), ends_.end(), Key(owner, glyph));
  if (behind == ends_.begin() || behind[-1] >> 32 != owner) return std::nullopt;
  return static_cast<uint32_t>(behind[-1]);
}

std::optional<uint32_t> SpanIndex::BeginBehind(uint32_t owner, uint32_t glyph) const {
  const auto at = std::lower_bound(begins_.begin(), begins_.end(), Key(owner, glyph),
                                   [](const Begin& begin, uint64_t key) { return begin.key < key; });
  if (at == begins_.end() || !Owns(owner, *at)) return std::nullopt;
  return static_cast<uint32_t>(at->key);
}

}  // namespace presend
