#include "engine/word_set.h"

#include <algorithm>
#include <utility>

namespace presend {

absl::Status WordSet::Compile(DatabaseStore* store) {
  // Ordered: the same rules give the same database.
  std::stable_sort(pending_.begin(), pending_.end(), [](auto& a, auto& b) { return a.first < b.first; });
  std::vector<std::string> texts;
  for (auto& [text, use] : pending_) {
    if (texts.empty() || texts.back() != text) {
      first_use_.push_back(static_cast<uint32_t>(uses_.size()));
      lengths_.push_back(static_cast<uint32_t>(text.size()));
      texts.push_back(std::move(text));
    }
    uses_.push_back(use);
  }
  first_use_.push_back(static_cast<uint32_t>(uses_.size()));
  pending_ = {};
  auto database = Database::FromLiterals(texts, store);
  if (!database.ok()) return database.status();
  database_ = std::move(*database);
  return absl::OkStatus();
}

}  // namespace presend
