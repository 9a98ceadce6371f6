// Where costly calls are answered: aside, so that the threads that receive calls always know how many wait.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/time/time.h"

namespace presend {

// First come, first served. Thread-safe.
class WorkQueue {
 public:
  using Job = std::function<void()>;

  // Takes no more while a job has waited for longer than `longest_wait`, so that under any load those that are taken
  // wait about as long as that. Zero: takes up to a great number.
  WorkQueue(size_t threads, absl::Duration longest_wait);
  // Runs what waits, then ends.
  ~WorkQueue();

  // False if the job is not taken.
  bool Offer(Job job);

 private:
  using Clock = std::chrono::steady_clock;
  struct Waiting {
    Clock::time_point since;
    Job job;
  };
  void Run();

  const Clock::duration longest_wait_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Waiting> waiting_;
  bool stop_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace presend
