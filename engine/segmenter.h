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

  // A text and the words that begin at its letters, each looked up once. One thread reuses it from text to text.
  class Passage {
   public:
    void Clear();
    void Add(char32_t canonical) { text_.push_back(canonical); }  // lower case, simplified; not after a Margin
    std::u32string_view text() const { return text_; }

   private:
    friend class Segmenter;
    struct Token {
      uint32_t length = 0;  // 0 behind the last one of a letter
      float cost = 0;
    };

    std::u32string text_;
    std::vector<uint32_t> first_;  // letter → its first token
    std::vector<Token> tokens_;
    std::vector<float> best_;
  };

  // By how much the reading that takes text[begin, end) as one word (of cost `word_cost`) beats the best reading that
  // does not: positive means that the hit is a word here. At most kWindow letters on either side are looked at. The
  // words beside the hit count with their weight in `neighbours`. Never above kOtherSense plus these weights.
  // begin < end <= text.size().
  double Margin(Passage& passage, size_t begin, size_t end, double word_cost, const Neighbours& neighbours = {},
                Rival rival = Rival::kOther) const;

  // The most probable reading, for explanations: ends of words as offsets into `text`.
  std::vector<size_t> Read(std::u32string_view text) const;

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
  void Tokens(std::u32string_view text, size_t at, size_t cut, Visit visit) const;
  // The same of text[at, high) of a passage.
  template <typename Visit>
  void KnownTokens(Passage& passage, size_t at, size_t high, size_t cut, Visit visit) const;
  uint32_t LookUp(Passage& passage, size_t at) const;

  Lexicon builtin_ = Lexicon::BuiltIn();
  std::vector<uint32_t> block_;  // of extra_
  Lexicon extra_;
};

}  // namespace presend
