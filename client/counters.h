// What a gatekeeper has done, in messages. Whoever fails open should watch `failed_open`: it is what nobody screened.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "client/outcome.h"

namespace presend::client {

struct Counters {
  uint64_t screened = 0;                           // with a verdict
  uint64_t failed_open = 0;                        // without one, and sent
  uint64_t failed_closed = 0;                      // without one, and held
  std::array<uint64_t, kNoVerdicts> no_verdict{};  // by NoVerdict; their sum is failed_open + failed_closed
  uint64_t breaker_openings = 0;                   // times, not messages
};

// Adds up. Thread-safe.
class Tally {
 public:
  void Add(const Outcome& outcome) {
    const Unscreened* none = outcome.unscreened();
    if (none == nullptr) return Increment(screened_);
    Increment(none->policy == FailurePolicy::kFailOpen ? failed_open_ : failed_closed_);
    Increment(no_verdict_[static_cast<size_t>(none->reason)]);
  }

  // Without the breaker's.
  Counters Read() const {
    Counters counters{.screened = screened_.load(std::memory_order_relaxed),
                      .failed_open = failed_open_.load(std::memory_order_relaxed),
                      .failed_closed = failed_closed_.load(std::memory_order_relaxed)};
    for (size_t i = 0; i < no_verdict_.size(); ++i)
      counters.no_verdict[i] = no_verdict_[i].load(std::memory_order_relaxed);
    return counters;
  }

 private:
  static void Increment(std::atomic<uint64_t>& counter) { counter.fetch_add(1, std::memory_order_relaxed); }

  std::atomic<uint64_t> screened_{0}, failed_open_{0}, failed_closed_{0};
  std::array<std::atomic<uint64_t>, kNoVerdicts> no_verdict_{};
};

}  // namespace presend::client
