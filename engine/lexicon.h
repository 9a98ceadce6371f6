// Words and their costs as a read-only trie in one block of memory: the built-in dictionary, which is linked into the
// binary and needs no start-up, and the packs' own words.
//
// A cost is -ln(frequency / kCorpus) in nats, kept in steps of kStep. A Lexicon is a view: cheap to copy, safe to share
// between threads, valid as long as its block.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace presend {

class Lexicon {
 public:
  static constexpr double kCorpus = 60101967;  // sum of the built-in dictionary's frequencies
  static constexpr double kStep = 1.0 / 12;
  static constexpr uint8_t kNoWord = 255;   // the prefix is no word
  static constexpr uint8_t kRemoved = 254;  // a word struck out by a pack

  // The dictionary that is linked in.
  static Lexicon BuiltIn();

  // An empty lexicon.
  Lexicon() = default;
  // A view of a block made by BuildLexicon.
  explicit Lexicon(std::span<const uint32_t> block);

  // A place in the trie; kRoot is the empty prefix, kNowhere has no words below it.
  using Node = uint32_t;
  static constexpr Node kRoot = 0;
  static constexpr Node kNowhere = UINT32_MAX;
  Node Next(Node node, char32_t letter) const;
  // The cost of the word that ends at `node` in steps, kNoWord or kRemoved.
  uint8_t Steps(Node node) const { return steps_[node]; }

  size_t nodes() const { return nodes_; }

 private:
  uint32_t nodes_ = 0;
  const uint32_t* first_ = nullptr;    // node → its first child; the children end where the next node's begin
  const uint16_t* letters_ = nullptr;  // node → the letter that leads to it
  const uint8_t* steps_ = nullptr;
  const uint16_t* roots_ = nullptr;  // Han letter - kFirstHan → child of the root, 0 if none
};

// Cost of a frequency in steps; frequencies that are not positive strike the word out.
uint8_t CostSteps(double frequency);

// Lays out words as the block that Lexicon reads. The last of equal words wins. Words with a letter beyond the Basic
// Multilingual Plane are left out.
std::vector<uint32_t> BuildLexicon(std::vector<std::pair<std::u32string, double>> words);

}  // namespace presend
