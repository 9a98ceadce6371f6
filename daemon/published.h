// A value that many threads read all the time and one replaces now and then, whole.
//
// Each thread keeps a pointer of its own until the generation changes, so that reading touches no line that another
// thread writes. Publishing takes the old pointer away from threads that are idle: an old value lives as long as a
// lease on it, no longer. (std::atomic<std::shared_ptr> costs a microsecond under load, and its readers race.)
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include "daemon/per_thread.h"

namespace presend {

// Thread-safe. Must outlive its leases.
template <typename T>
class Published {
  struct alignas(64) Slot {
    std::atomic<bool> taken{false};  // by the thread that reads, or by the one that publishes
    uint64_t generation = 0;
    std::shared_ptr<const T> value;
  };

 public:
  // The value as it was when it was read. To be let go by the thread that read it, before that thread reads again.
  class Lease {
   public:
    explicit Lease(Slot& slot) : slot_(slot) {}
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() { slot_.taken.store(false, std::memory_order_release); }
    explicit operator bool() const { return slot_.value != nullptr; }  // false before anything is published
    const T& operator*() const { return *slot_.value; }
    const T* operator->() const { return slot_.value.get(); }

   private:
    Slot& slot_;
  };

  Published() = default;
  ~Published() { Sweep(); }

  // About ten nanoseconds.
  Lease Read() const {
    Slot& slot = slots_.Mine();
    while (slot.taken.exchange(true, std::memory_order_acquire)) std::this_thread::yield();  // just being published
    if (slot.generation != generation_.load(std::memory_order_acquire)) {
      const std::lock_guard lock(mutex_);
      slot.value = value_;
      slot.generation = generation_.load(std::memory_order_relaxed);
    }
    return Lease(slot);
  }

  // Returns when nobody reads the value before any more. Not to be called by a thread that holds a lease.
  void Publish(std::shared_ptr<const T> value) {
    {
      const std::lock_guard lock(mutex_);
      value_.swap(value);
      generation_.fetch_add(1, std::memory_order_release);
    }
    Sweep();
  }

  // The latest value, shared. Slow.
  std::shared_ptr<const T> Share() const {
    const std::lock_guard lock(mutex_);
    return value_;
  }

 private:
  void Sweep() {
    const auto take_away = [](Slot& slot) {
      while (slot.taken.exchange(true, std::memory_order_acquire)) {
        std::this_thread::sleep_for(std::chrono::microseconds(50));
      }
      slot.value.reset();
      slot.generation = 0;
      slot.taken.store(false, std::memory_order_release);
    };
    slots_.ForEach(take_away, [](Slot&) {});
  }

  mutable std::mutex mutex_;
  std::shared_ptr<const T> value_;
  std::atomic<uint64_t> generation_{0};
  PerThread<Slot> slots_;
};

}  // namespace presend
