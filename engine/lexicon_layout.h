// Where the parts of a lexicon's block lie, in words of 32 bits. The nodes are in breadth-first order.
#pragma once

#include <cstddef>
#include <cstdint>

namespace presend {

struct LexiconLayout {
  static constexpr char32_t kFirstHan = 0x4e00;
  static constexpr char32_t kLastHan = 0x9fff;
  static constexpr size_t kHan = kLastHan - kFirstHan + 1;

  explicit constexpr LexiconLayout(size_t nodes)
      : first(1),
        letters(first + nodes + 1),
        roots(letters + (nodes + 1) / 2),
        steps(roots + (kHan + 1) / 2),
        total(steps + (nodes + 3) / 4) {}

  size_t first;    // uint32_t[nodes + 1]
  size_t letters;  // uint16_t[nodes]
  size_t roots;    // uint16_t[kHan]
  size_t steps;    // uint8_t[nodes]
  size_t total;
};

}  // namespace presend
