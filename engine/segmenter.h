// Reads Chinese text as words: decides whether a hit is a word where it stands.
//
// A lattice over the built-in dictionary (jieba's words and frequencies, MIT) plus the packs' own words. Costs are
// negative natural logarithms of probabilities, in nats. A code point that is not a letter or digit is a wall: no word
// crosses it. Immutable after construction and safe to share between threads; works in the caller's buffers.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/rule.h"

namespace presend {

class Segmenter {
 public:
  // The built-in dictionary with `extra` added to it or overriding it.
  static absl::StatusOr<std::unique_ptr<const Segmenter>> Create(std::span<const LexiconEntry> extra);
  ~Segmenter();

  // Buffers that one thread reuses from call to call.
  struct Workspace {
    std::vector<float> best;
    std::vector<uint32_t> from;
  };

  // By how much the reading that takes text[begin, end) as one word (of cost `word_cost`) beats the best reading that
  // does not: positive means that the hit is a word here. `text` holds canonical code points (lower case, simplified)
  // of the sentence around the hit; at most kWindow on either side are looked at.
  double Margin(std::span<const char32_t> text, size_t begin, size_t end, double word_cost, Workspace& work) const;

  // The most probable reading, for explanations: ends of words as offsets into `text`.
  std::vector<size_t> Read(std::span<const char32_t> text) const;

  // Cost of a word of the dictionary, or of an unknown one.
  double Cost(std::u32string_view word) const;

  static constexpr size_t kWindow = 12;

 private:
  struct Impl;
  explicit Segmenter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace presend
