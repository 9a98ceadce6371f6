#include "daemon/rule_store.h"

#include <utility>

#include "absl/time/clock.h"

namespace presend {
namespace {

uint64_t NextStoreId() {
  static std::atomic<uint64_t> next{1};
  return next.fetch_add(1, std::memory_order_relaxed);
}

struct KeptRules {
  uint64_t store = 0;
  uint64_t generation = 0;
  std::shared_ptr<const Screener> screener;
};

}  // namespace

RuleStore::RuleStore(Loader load) : load_(std::move(load)), id_(NextStoreId()) {}

absl::Status RuleStore::Reload() {
  const std::unique_lock loading(loading_, std::try_to_lock);
  if (!loading.owns_lock()) return absl::AbortedError("another reload is running");
  auto loaded = load_();
  const std::lock_guard lock(mutex_);
  status_.last_error = loaded.status();
  if (!loaded.ok()) {
    status_.failed_at = absl::Now();
    return loaded.status();
  }
  status_.screener.swap(*loaded);  // the old ones are let go by the last thread that still uses them
  status_.loaded_at = absl::Now();
  generation_.fetch_add(1, std::memory_order_release);
  return absl::OkStatus();
}

const std::shared_ptr<const Screener>& RuleStore::Current() const {
  thread_local KeptRules kept;
  const uint64_t generation = generation_.load(std::memory_order_acquire);
  if (kept.store != id_ || kept.generation != generation) {
    const std::lock_guard lock(mutex_);
    kept = {id_, generation_.load(std::memory_order_relaxed), status_.screener};
  }
  return kept.screener;
}

RuleStore::Status RuleStore::Describe() const {
  const std::lock_guard lock(mutex_);
  return status_;
}

}  // namespace presend
