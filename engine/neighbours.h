// What stands beside a hit, as evidence: a short word such as 亲 is read by the company it keeps.
//
// A table of words with weights in nats for either side. The Segmenter adds the weight of the word that ends where the
// hit begins, and of the word that begins where it ends, to the reading that takes the hit as a word; which words these
// are is decided by the same reading. Words that are not listed can weigh too: "*" stands for each of them, "?" for each
// of one Han character, which is more often a part of a word that no dictionary holds (选亲, 鬼亲) than a word. What they
// say against the hit is taken back by a word that is listed as near: text that speaks of trade addresses its buyer, and
// a headline that says nothing of it does not. The weight of "^" among the near words (at most 0) counts where none of
// them is near: what the text is about is then unknown. Immutable after construction and safe to share between threads.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/rule.h"

namespace presend {

class Neighbours {
 public:
  // No evidence at all.
  Neighbours() = default;

  // The later of equal entries wins. kEither counts on both sides. InvalidArgument for an empty word, one that is not
  // UTF-8, a weight that is not finite, and one above 0 for "*", "?" or near "^".
  static absl::StatusOr<Neighbours> Create(std::span<const NeighbourWeight> weights);

  bool empty() const { return before_.words.empty() && after_.words.empty(); }

  // How much of what unlisted words say is taken back beside text[begin, end), which is canonical letters: the greatest
  // weight of the words near it, at most kNear code points away on either side, whatever stands in between.
  double Relief(std::span<const char32_t> text, size_t begin, size_t end) const;
  // The weight of having no word near, for a relief of 0: none where too little is written to tell what it is about.
  double Alone(std::span<const char32_t> text, size_t begin, size_t end) const {
    const size_t around = std::min(begin, kNear) + std::min(text.size() - end, kNear);
    return around < kTelling ? 0 : alone_;
  }

  // Weights of words in canonical letters; of an empty word: of the edge.
  double Before(std::u32string_view word, double relief = 0) const { return Find(before_, word, relief); }
  double After(std::u32string_view word, double relief = 0) const { return Find(after_, word, relief); }

  static constexpr size_t kNear = 16;
  static constexpr size_t kTelling = 16;

 private:
  struct Entry {
    std::u32string word;
    double weight;
  };
  struct Table {
    std::vector<Entry> words;  // sorted
    double unlisted = 0;       // of a word that is not among them
    double lone = 0;           // of one that is a single Han character
  };

  static std::vector<Entry>::const_iterator LowerBound(const std::vector<Entry>& words, std::u32string_view word) {
    return std::lower_bound(words.begin(), words.end(), word,
                            [](const Entry& entry, std::u32string_view w) { return entry.word < w; });
  }
  static void Put(std::vector<Entry>& words, const std::u32string& word, double weight);
  static absl::Status Put(Table& table, const std::u32string& word, double weight);
  static double Find(const Table& table, std::u32string_view word, double relief);
  double NearAt(std::u32string_view text) const;

  Table before_;
  Table after_;
  std::vector<Entry> near_;  // sorted by word
  double alone_ = 0;
};

}  // namespace presend
