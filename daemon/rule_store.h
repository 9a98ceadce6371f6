// The active rules of a server: loaded, swapped whole, kept when new ones are bad.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "engine/screener.h"

namespace presend {

// Thread-safe.
class RuleStore {
 public:
  using Loader = std::function<absl::StatusOr<std::shared_ptr<const Screener>>()>;

  // `load` reads the rules from where they are kept. It is called by one thread at a time.
  explicit RuleStore(Loader load);

  struct Status {
    std::shared_ptr<const Screener> screener;  // null before the first load
    absl::Time loaded_at;
    absl::Status last_error;  // of the last load
    absl::Time failed_at;
  };

  // Reads the rules again and makes them active. On an error the active ones stay. ABORTED while another load runs.
  // Takes as long as compiling takes; readers go on with the old rules meanwhile.
  absl::Status Reload();

  // The active rules; null before the first load. A few nanoseconds: each thread keeps a pointer until the generation
  // changes. The reference is valid until the same thread asks again, so a thread that falls idle keeps its last
  // rules alive.
  const std::shared_ptr<const Screener>& Current() const;

  Status Describe() const;

 private:
  const Loader load_;
  const uint64_t id_;  // no two stores of a process share one: thread-kept pointers outlive stores
  std::atomic<uint64_t> generation_{0};
  std::mutex loading_;
  mutable std::mutex mutex_;
  Status status_;
};

}  // namespace presend
