// Reads Chinese text as words: decides whether a hit is a word where it stands.
//
// A lattice over the built-in dictionary (jieba's words and frequencies, MIT) plus the packs' own words. Costs are
// negative natural logarithms of probabilities, in nats. A code point that is not a letter or digit is a wall: no word
// crosses it, and nothing beyond it is looked at. A run of Latin letters or of digits is one token. Immutable after
// construction and safe to share between threads; works in the caller's buffers.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/lexicon.h"
#include "engine/neighbours.h"
#include "engine/rule.h"

namespace presend {

// What a hit competes with. A hit that is written as it is cannot be its own rival; what is really written under a
// disguised one (威信 for 微信) can.
enum class Rival : uint8_t { kOther, kAny };

class Segmenter {
 public:
  // The built-in dictionary with `extra` added to it or overriding it; a frequency of 0 strikes a word out.
  // InvalidArgument for an entry that is not a word in UTF-8 or has a negative frequency.
  static absl::StatusOr<std::unique_ptr<const Segmenter>> Create(std::span<const LexiconEntry> extra);

  // Buffers that one thread reuses from call to call.
  struct Workspace {
    std::vector<float> best;
    std::vector<uint32_t> from;
  };

  // By how much the reading that takes text[begin, end) as one word (of cost `word_cost`) beats the best reading that
  // does not: positive means that the hit is a word here. `text` holds canonical code points (lower case, simplified)
  // of the sentence around the hit; at most kWindow on either side are looked at. The words beside the hit count with
  // their weight in `neighbours`. Never above kOtherSense plus these weights. begin < end <= text.size().
  double Margin(std::span<const char32_t> text, size_t begin, size_t end, double word_cost, Workspace& work,
                const Neighbours& neighbours, Rival rival = Rival::kOther) const;
  double Margin(std::span<const char32_t> text, size_t begin, size_t end, double word_cost, Workspace& work) const;

  // The most probable reading, for explanations: ends of words as offsets into `text`.
  std::vector<size_t> Read(std::span<const char32_t> text) const;

  // Cost of a word of the dictionary, or of an unknown one.
  double Cost(std::u32string_view word) const;

  // Cost to give Margin for the word of a rule: what the dictionary says, but never more than kWordCost, for a word
  // that a rule seeks is in use where the rule holds, however rare it is in books.
  double HitCost(std::u32string_view word) const { return std::min(Cost(word), kWordCost); }

  static constexpr size_t kWindow = 12;
  static constexpr double kWordCost = 11.0;     // of a frequency of 1,000
  static constexpr double kOtherSense = 4.0;    // more than the hit: the same letters as a word in another sense
  static constexpr double kUnknownCost = 19.0;  // of a Han character that the dictionary does not hold
  static constexpr double kRunCost = 9.0;       // of a run of Latin letters, digits or other script

 private:
  Segmenter(std::vector<uint32_t> block, Lexicon extra) : block_(std::move(block)), extra_(extra) {}

  // Calls visit(length, cost) for every token that starts at text[at] and does not cross `cut` inside a run.
  template <typename Visit>
  void Tokens(std::span<const char32_t> text, size_t at, size_t cut, Visit visit) const;

  Lexicon builtin_ = Lexicon::BuiltIn();
  std::vector<uint32_t> block_;  // of extra_
  Lexicon extra_;
};

}  // namespace presend
