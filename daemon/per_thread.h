// One object for each thread that asks, kept by the owner as well, so that another thread can visit them all.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace presend {

// Thread-safe. The objects synchronise themselves: their thread may use them while another visits.
template <typename T>
class PerThread {
 public:
  PerThread() : id_(NextId()) {}
  PerThread(const PerThread&) = delete;
  PerThread& operator=(const PerThread&) = delete;

  // The object of this thread; made at the first call. A few nanoseconds after that. Valid as long as the thread and
  // this live.
  T& Mine() const {
    thread_local std::vector<std::pair<uint64_t, std::shared_ptr<T>>> kept;
    for (const auto& [id, object] : kept) {
      if (id == id_) return *object;
    }
    auto object = std::make_shared<T>();
    const std::lock_guard lock(mutex_);
    all_.push_back(object);
    kept.emplace_back(id_, object);
    return *object;
  }

  // Calls visit(object) for each, then forgets those whose threads have ended, after bury(object).
  template <typename Visit, typename Bury>
  void ForEach(Visit&& visit, Bury&& bury) const {
    const std::lock_guard lock(mutex_);
    for (const auto& object : all_) visit(*object);
    const auto ended = std::partition(all_.begin(), all_.end(), [](const auto& object) { return object.use_count() > 1; });
    for (auto it = ended; it != all_.end(); ++it) bury(**it);
    all_.erase(ended, all_.end());
  }

 private:
  // Never one twice: what threads keep outlives its owner.
  static uint64_t NextId() {
    static std::atomic<uint64_t> next{1};
    return next.fetch_add(1, std::memory_order_relaxed);
  }

  const uint64_t id_;
  mutable std::mutex mutex_;
  mutable std::vector<std::shared_ptr<T>> all_;
};

}  // namespace presend
