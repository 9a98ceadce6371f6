// Which calls are turned away while calls wait.
//
// Turning away costs nearly as much as answering a short message, so it helps by what clients do who are told to try
// again later: they pause. For that each of them must be told once. So of what waits, some calls are turned away early,
// for their clients to know, and the others are answered while that is in time; only when it is not, all are.
#pragma once

#include <atomic>
#include <cstdint>

#include "absl/time/time.h"

namespace presend {

// Thread-safe.
class ShedShare {
 public:
  static constexpr uint32_t kOneOf = 16;

  explicit ShedShare(absl::Duration longest_wait) : longest_wait_(longest_wait) {}

  // Whether to turn a call away when calls wait for `wait`: one of kOneOf if that is more than half of the longest
  // wait, all if it is longer.
  bool Takes(absl::Duration wait);

 private:
  const absl::Duration longest_wait_;
  std::atomic<uint32_t> counted_{0};
};

}  // namespace presend
