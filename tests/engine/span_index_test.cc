#include "engine/span_index.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace presend {
namespace {

struct Known {
  uint32_t owner = 0, first = 0, end = 0;
};

// Answers by looking at every span.
class SlowIndex {
 public:
  explicit SlowIndex(std::vector<Known> spans) : spans_(std::move(spans)) {}

  std::optional<uint32_t> EndBefore(uint32_t owner, uint32_t glyph) const {
    std::optional<uint32_t> nearest;
    for (const Known& span : spans_) {
      if (span.owner == owner && span.end <= glyph && span.end >= nearest.value_or(0)) nearest = span.end;
    }
    return nearest;
  }

  std::optional<uint32_t> BeginBehind(uint32_t owner, uint32_t glyph) const {
    std::optional<uint32_t> nearest;
    for (const Known& span : spans_) {
      if (span.owner == owner && span.first >= glyph && span.first <= nearest.value_or(UINT32_MAX))
        nearest = span.first;
    }
    return nearest;
  }

  std::set<uint32_t> Over(uint32_t owner, uint32_t first, uint32_t end) const {
    std::set<uint32_t> over;
    for (uint32_t i = 0; i < spans_.size(); ++i) {
      if (spans_[i].owner == owner && spans_[i].first <= first && spans_[i].end >= end) over.insert(i);
    }
    return over;
  }

 private:
  const std::vector<Known> spans_;
};

TEST(SpanIndex, AgreesWithLookingAtEverySpan) {
  constexpr uint32_t kOwners = 3, kGlyphs = 20;
  std::mt19937 random(7);
  SpanIndex index;
  for (int round = 0; round < 500; ++round) {
    std::vector<Known> spans;
    index.Clear();
    for (size_t n = random() % 12; n > 0; --n) {
      const uint32_t first = random() % kGlyphs;
      const Known span{static_cast<uint32_t>(random() % kOwners), first,
                       first + 1 + static_cast<uint32_t>(random() % 5)};
      index.Add(span.owner, span.first, span.end, static_cast<uint32_t>(spans.size()));
      spans.push_back(span);
    }
    index.Seal();
    const SlowIndex slow(spans);
    for (uint32_t owner = 0; owner < kOwners; ++owner) {
      for (uint32_t glyph = 0; glyph < kGlyphs; ++glyph) {
        ASSERT_EQ(index.EndBefore(owner, glyph), slow.EndBefore(owner, glyph)) << round;
        ASSERT_EQ(index.BeginBehind(owner, glyph), slow.BeginBehind(owner, glyph)) << round;
        for (uint32_t end = glyph + 1; end < glyph + 4; ++end) {
          std::set<uint32_t> over;
          index.ForEachOver(owner, glyph, end, [&](uint32_t id) { over.insert(id); });
          ASSERT_EQ(over, slow.Over(owner, glyph, end)) << round;
        }
      }
    }
  }
}

}  // namespace
}  // namespace presend
