#include "replay/verdict_memory.h"

#include <algorithm>
#include <bit>
#include <chrono>

#include "engine/recent_tail.h"
#include "replay/fingerprint.h"

namespace presend::replay {
namespace {

constexpr size_t kWays = 4;  // places that a message may be kept in
constexpr size_t kLongestMaterial = 2048;  // longer messages hardly come twice

int64_t Now() { return std::chrono::steady_clock::now().time_since_epoch().count(); }

}  // namespace

VerdictMemory::VerdictMemory(std::shared_ptr<const Screener> screener, size_t entries)
    : screener_(std::move(screener)), entries_(entries == 0 ? 0 : std::bit_ceil(std::max(entries, kWays))) {}

// NUL is in none of the names, and the tail's length is said: no two messages give the same material.
void VerdictMemory::DescribeInto(const Message& message, std::string& material) {
  tail_.clear();
  if (!message.recent.empty()) JoinRecentTail(message.recent, tail_);
  material.assign(1, static_cast<char>('0' + static_cast<int>(message.sender)));
  material.append(message.platform).append(1, '\0').append(message.shop).append(1, '\0');
  material.append(1, static_cast<char>(tail_.size())).append(tail_).append(message.text);
}

const Verdict& VerdictMemory::Screen(const Message& message) {
  Entry* entry = nullptr;
  uint64_t key = 0;
  if (!entries_.empty() && message.text.size() < kLongestMaterial) {
    DescribeInto(message, material_);
    key = Fingerprint(material_);
    Entry* const set = &entries_[key & (entries_.size() - 1) & ~(kWays - 1)];
    for (entry = set; entry < set + kWays; ++entry) {
      if (entry->key != key || entry->material != material_) continue;
      ++remembered_;
      return entry->verdict == nullptr ? clean_ : *entry->verdict;
    }
    entry = set + (victim_++ & (kWays - 1));
  }
  const int64_t start = Now();
  if (!screener_->Screen(message, context_, verdict_).ok()) verdict_.Clear();
  engine_ns_ += Now() - start;
  if (entry == nullptr) return verdict_;
  entry->key = key;
  entry->material = material_;
  entry->verdict = verdict_.findings.empty() ? nullptr : std::make_unique<Verdict>(verdict_);
  return verdict_;
}

}  // namespace presend::replay
