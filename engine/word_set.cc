#include "engine/word_set.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

namespace presend {
namespace {

// As a number that is ordered as they are.
uint64_t FirstBytes(std::string_view text) {
  uint64_t bytes = 0;
  for (size_t i = 0; i < sizeof bytes; ++i) bytes = bytes << 8 | (i < text.size() ? static_cast<uint8_t>(text[i]) : 0);
  return bytes;
}

}  // namespace

// The places of the texts in their order, which is by their first bytes nearly always.
std::vector<uint32_t> WordSet::Order() const {
  std::vector<std::pair<uint64_t, uint32_t>> keys;
  keys.reserve(pending_.size());
  for (const auto& [text, use] : pending_) {
    keys.emplace_back(FirstBytes(text), static_cast<uint32_t>(keys.size()));
  }
  std::sort(keys.begin(), keys.end(), [this](const auto& a, const auto& b) {
    if (a.first != b.first) return a.first < b.first;
    const int order = pending_[a.second].first.compare(pending_[b.second].first);
    return order != 0 ? order < 0 : a.second < b.second;
  });
  std::vector<uint32_t> order;
  order.reserve(keys.size());
  for (const auto& [key, at] : keys) order.push_back(at);
  return order;
}

absl::Status WordSet::Compile(DatabaseStore* store) {
  std::vector<std::string> texts;
  for (const uint32_t at : Order()) {  // the same rules give the same database
    auto& [text, use] = pending_[at];
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
