#include "engine/neighbours.h"

#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/utf8_letters.h"

namespace presend {
namespace {

bool IsLoneHan(std::u32string_view word) { return word.size() == 1 && word[0] >= 0x4e00 && word[0] <= 0x9fff; }

}  // namespace

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
    absl::Status status;
    if (entry.near && word.empty()) {
      if (entry.weight > 0) return absl::InvalidArgumentError("no word near cannot speak for a hit: weight above 0");
      neighbours.alone_ = entry.weight;
    } else if (entry.near) {
      Put(neighbours.near_, word, entry.weight);
    } else {
      if (entry.side != Side::kAfter) status = Put(neighbours.before_, word, entry.weight);
      if (entry.side != Side::kBefore) status.Update(Put(neighbours.after_, word, entry.weight));
    }
    if (!status.ok()) return status;
  }
  return neighbours;
}

absl::Status Neighbours::Put(Table& table, const std::u32string& word, double weight) {
  if (word != U"*" && word != U"?") {
    Put(table.words, word, weight);
    return absl::OkStatus();
  }
  if (weight > 0) return absl::InvalidArgumentError("words that are not listed cannot speak for a hit: weight above 0");
  (word == U"*" ? table.unlisted : table.lone) = weight;
  return absl::OkStatus();
}

void Neighbours::Put(std::vector<Entry>& words, const std::u32string& word, double weight) {
  const auto at = words.begin() + (LowerBound(words, word) - words.cbegin());
  if (at != words.end() && at->word == word) {
    at->weight = weight;
  } else {
    words.insert(at, Entry{word, weight});
  }
}

double Neighbours::Find(const Table& table, std::u32string_view word, double relief) {
  const auto at = LowerBound(table.words, word);
  if (at != table.words.end() && at->word == word) return at->weight;
  if (word.empty()) return 0;
  const double weight = IsLoneHan(word) && table.lone != 0 ? table.lone : table.unlisted;
  return std::min(0.0, weight + relief);
}

double Neighbours::Relief(std::span<const char32_t> text, size_t begin, size_t end) const {
  if (near_.empty()) return 0;
  const std::u32string_view all(text.data(), text.size());
  const size_t low = begin > kNear ? begin - kNear : 0;
  const std::u32string_view before = all.substr(low, begin - low), after = all.substr(end, kNear);
  double relief = 0;
  for (size_t at = 0; at < before.size(); ++at) relief = std::max(relief, NearAt(before.substr(at)));
  for (size_t at = 0; at < after.size(); ++at) relief = std::max(relief, NearAt(after.substr(at)));
  return relief;
}

// The greatest weight of the near words that `text` begins with.
double Neighbours::NearAt(std::u32string_view text) const {
  double greatest = 0;
  for (auto at = LowerBound(near_, text.substr(0, 1)); at != near_.end() && at->word[0] == text[0]; ++at) {
    if (text.starts_with(at->word)) greatest = std::max(greatest, at->weight);
  }
  return greatest;
}

}  // namespace presend
