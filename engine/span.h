// A half-open range [begin, end) of UTF-8 bytes of the ORIGINAL message.
#pragma once

#include <cstddef>
#include <cstdint>

namespace presend {

struct Span {
  uint32_t begin = 0;
  uint32_t end = 0;

  constexpr uint32_t length() const { return end - begin; }
  constexpr bool contains(Span other) const { return begin <= other.begin && other.end <= end; }
  constexpr bool overlaps(Span other) const { return begin < other.end && other.begin < end; }
  friend constexpr bool operator==(Span, Span) = default;
};

}  // namespace presend
