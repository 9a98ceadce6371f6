#include "engine/word_set.h"

#include <utility>

namespace presend {

absl::Status WordSet::Compile(DatabaseStore* store) {
  std::vector<std::string> texts;
  for (auto& [text, uses] : pending_) {
    first_use_.push_back(static_cast<uint32_t>(uses_.size()));
    lengths_.push_back(static_cast<uint32_t>(text.size()));
    uses_.insert(uses_.end(), uses.begin(), uses.end());
    texts.push_back(text);
  }
  first_use_.push_back(static_cast<uint32_t>(uses_.size()));
  pending_.clear();
  auto database = Database::FromLiterals(texts, store);
  if (!database.ok()) return database.status();
  database_ = std::move(*database);
  return absl::OkStatus();
}

}  // namespace presend
