// The gate before words that are split over two messages (您去淘 | 宝搜店名): which letters a word may be cut between.
//
// Nearly every message follows another of its sender. What one of them holds by itself opens the gate of both run
// together, but a word that lies across the border has letters on either side of it, and these two are looked up here.
// Exact as the gate is: it never turns away a message in which some reading has such a word.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/gate.h"
#include "engine/pair_set.h"

namespace presend {

class SplitGate {
 public:
  // Build: any number of Add…, then Seal once. Words are canonical.
  void AddWord(std::u32string_view word);
  void AddSound(std::u32string_view word);  // the word by its sound
  void Seal();

  // What of `demand`, the gate's for `text`, may lie across the byte `border`. Immutable after Seal and safe to share.
  Demand Narrow(Demand demand, std::string_view text, size_t border) const;

 private:
  struct Pairs {
    std::vector<uint64_t> pending;  // until Seal
    PairBits bits;
    void Seal();
  };

  Pairs words_, sounds_;
};

}  // namespace presend
