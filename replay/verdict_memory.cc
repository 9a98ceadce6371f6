#include "replay/verdict_memory.h"

#include <algorithm>
#include <bit>
#include <chrono>

#include "engine/recent_tail.h"
#include "replay/fingerprint.h"
#include "replay/plain_text.h"

namespace presend::replay {
namespace {

constexpr size_t kWays = 4;                // places that a message may be kept in
constexpr size_t kSeenPerEntry = 4;        // keys that are remembered for each verdict
constexpr size_t kLongestMaterial = 2048;  // longer messages hardly come twice

int64_t Now() { return std::chrono::steady_clock::now().time_since_epoch().count(); }

}  // namespace

VerdictMemory::VerdictMemory(std::shared_ptr<const Screener> screener, size_t entries)
    : screener_(std::move(screener)),
      entries_(entries == 0 ? 0 : std::bit_ceil(std::max(entries, kWays))),
      seen_(entries_.size() * kSeenPerEntry) {
  if (screener_ == nullptr) return;
  for (const Rule& rule : screener_->rules().rules) {
    shops_.insert(rule.scope.shops.begin(), rule.scope.shops.end());
    if (rule.repeats > 0) too_often_.push_back(rule.repeats);
    for (const ShopException& exception : rule.shop_exceptions) shops_.insert(exception.shop);
  }
  std::sort(too_often_.begin(), too_often_.end());
}

// How many of the rules against repeated scripts match.
char VerdictMemory::RulesAgainstRepeats(const Message& message) const {
  if (too_often_.empty()) return 0;
  const auto above = std::upper_bound(too_often_.begin(), too_often_.end(), message.CountRepeats());
  return static_cast<char>(above - too_often_.begin());
}

std::string_view VerdictMemory::ShopOf(const Message& message) const {
  return !shops_.empty() && shops_.contains(ToAbsl(message.shop)) ? message.shop : std::string_view();
}

uint64_t VerdictMemory::KeyOf(const Message& message) {
  tail_.clear();
  repeated_ = RulesAgainstRepeats(message);
  if (!message.recent.empty()) JoinRecentTail(message.recent, tail_);
  const auto who = static_cast<uint64_t>(message.sender) << 8 | static_cast<uint64_t>(repeated_);
  const uint64_t place = Fingerprint(ShopOf(message), Fingerprint(message.platform, who));
  return Fingerprint(message.text, tail_.empty() ? place : Fingerprint(tail_, place));
}

// NUL is in none of the names, and the tail's length is said: no two messages give the same material. After KeyOf.
void VerdictMemory::DescribeInto(const Message& message, std::string& material) const {
  material.assign(1, static_cast<char>('0' + static_cast<int>(message.sender)));
  material.append(1, repeated_).append(message.platform).append(1, '\0').append(ShopOf(message)).append(1, '\0');
  material.append(1, static_cast<char>(tail_.size())).append(tail_).append(message.text);
}

// Most messages come once: one look at the small table spares them four at the large one.
VerdictMemory::Entry* VerdictMemory::Find(const Message& message, uint64_t key) {
  if (seen_[key & (seen_.size() - 1)] != key) return nullptr;
  Entry* const set = &entries_[key & (entries_.size() - 1) & ~(kWays - 1)];
  for (Entry* entry = set; entry < set + kWays; ++entry) {
    if (entry->key != key || entry->material.empty()) continue;
    DescribeInto(message, material_);
    if (entry->material == material_) return entry;
  }
  return nullptr;
}

void VerdictMemory::Remember(const Message& message, uint64_t key) {
  uint64_t& seen = seen_[key & (seen_.size() - 1)];
  if (seen != key) {
    seen = key;
    return;
  }
  Entry& entry = entries_[(key & (entries_.size() - 1) & ~(kWays - 1)) + (victim_++ & (kWays - 1))];
  entry.key = key;
  DescribeInto(message, entry.material);
  entry.verdict = verdict_.findings.empty() ? nullptr : std::make_unique<Verdict>(verdict_);
}

const Verdict& VerdictMemory::Screen(const Message& message) {
  const bool remembers = !entries_.empty() && message.text.size() < kLongestMaterial;
  const uint64_t key = remembers ? KeyOf(message) : 0;
  if (const Entry* entry = remembers ? Find(message, key) : nullptr) {
    ++remembered_;
    return entry->verdict == nullptr ? clean_ : *entry->verdict;
  }
  const int64_t start = Now();
  if (!screener_->Screen(message, context_, verdict_).ok()) verdict_.Clear();
  engine_ns_ += Now() - start;
  if (remembers) Remember(message, key);
  return verdict_;
}

}  // namespace presend::replay
