// What stands beside a hit, as evidence: a short word such as 亲 is read by the company it keeps.
//
// A table of words with weights in nats for either side. The Segmenter adds the weight of the word that ends where the
// hit begins, and of the word that begins where it ends, to the reading that takes the hit as a word; which words these
// are is decided by the same reading. Immutable after construction and safe to share between threads.
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
  // UTF-8 or a weight that is not finite.
  static absl::StatusOr<Neighbours> Create(std::span<const NeighbourWeight> weights);

  bool empty() const { return before_.empty() && after_.empty(); }

  // Weights of words in canonical letters, 0 if not listed; of an empty word: of the edge.
  double Before(std::u32string_view word) const { return Find(before_, word); }
  double After(std::u32string_view word) const { return Find(after_, word); }

 private:
  struct Entry {
    std::u32string word;
    double weight;
  };
  using Table = std::vector<Entry>;  // sorted by word

  static void Put(Table& table, const std::u32string& word, double weight);
  static double Find(const Table& table, std::u32string_view word) {
    const auto at = std::lower_bound(table.begin(), table.end(), word,
                                     [](const Entry& entry, std::u32string_view w) { return entry.word < w; });
    return at != table.end() && at->word == word ? at->weight : 0;
  }

  Table before_;
  Table after_;
};

}  // namespace presend
