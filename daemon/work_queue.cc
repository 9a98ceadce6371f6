#include "daemon/work_queue.h"

#include <utility>

namespace presend {
namespace {

constexpr size_t kMostWaiting = 10'000;

}  // namespace

WorkQueue::WorkQueue(size_t threads, absl::Duration longest_wait)
    : longest_wait_(absl::ToChronoNanoseconds(longest_wait)) {
  for (size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { Run(); });
}

WorkQueue::~WorkQueue() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

bool WorkQueue::Offer(Job job) {
  const auto now = Clock::now();
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() >= kMostWaiting) return false;
    if (longest_wait_.count() > 0 && !waiting_.empty() && now - waiting_.front().since > longest_wait_) return false;
    waiting_.push_back({now, std::move(job)});
  }
  changed_.notify_one();
  return true;
}

void WorkQueue::Run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stop_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    Job job = std::move(waiting_.front().job);
    waiting_.pop_front();
    lock.unlock();
    job();
    job = nullptr;
    lock.lock();
  }
}

}  // namespace presend
