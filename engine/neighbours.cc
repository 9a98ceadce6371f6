#include "engine/neighbours.h"

#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/utf8_letters.h"

namespace presend {

absl::StatusOr<Neighbours> Neighbours::Create(std::span<const NeighbourWeight> weights) {
  Neighbours neighbours;
  for (const NeighbourWeight& entry : weights) {
    std::u32string word;
    if (entry.word != "^" && (!DecodeLetters(entry.word, word) || word.empty())) {
      return absl::InvalidArgumentError(absl::StrCat("not a word to stand beside another: '", entry.word, "'"));
    }
    if (!std::isfinite(entry.weight)) {
      return absl::InvalidArgumentError(absl::StrCat("weight of the neighbour '", entry.word, "' is not a number"));
    }
    if (entry.side != Side::kAfter) Put(neighbours.before_, word, entry.weight);
    if (entry.side != Side::kBefore) Put(neighbours.after_, word, entry.weight);
  }
  return neighbours;
}

void Neighbours::Put(Table& table, const std::u32string& word, double weight) {
  const auto at = std::lower_bound(table.begin(), table.end(), word,
                                   [](const Entry& entry, const std::u32string& w) { return entry.word < w; });
  if (at != table.end() && at->word == word) {
    at->weight = weight;
  } else {
    table.insert(at, Entry{word, weight});
  }
}

}  // namespace presend
