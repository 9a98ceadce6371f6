// Where rules are built: one thread that yields the processor to those that answer.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace presend {

// Thread-safe.
class LoadingThread {
 public:
  using Job = std::function<void()>;

  // `at_midnight` runs when a day begins in China: rules can carry dates.
  explicit LoadingThread(Job at_midnight);
  // Runs what waits, then ends.
  ~LoadingThread();

  // Runs `job` after those before it. False if too many wait already: then it will not run.
  bool Post(Job job);

  // Whether a job runs or waits.
  bool busy() const;

 private:
  void Run();

  const Job at_midnight_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  bool running_ = false;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace presend
