// How long a call waits before it is answered.
//
// gRPC hands calls to few threads, and tells nobody how many wait for them. So now and then the server calls itself,
// through a socket as everybody, and measures how long that takes.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>

#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"

namespace presend {

// Thread-safe.
class QueueProbe {
 public:
  // `server` must answer health checks.
  explicit QueueProbe(grpc::Server& server);
  ~QueueProbe();

  // Measures no more. To be called before the server is shut down; once.
  void Stop();

  // The latest measurement, there and back; more while a probe has not come back for longer than that. Takes
  // nanoseconds.
  absl::Duration Delay() const;

  // Measurements so far.
  uint64_t count() const { return count_.load(std::memory_order_relaxed); }

 private:
  void Run();
  bool ProbeOnce();
  void Take(int64_t took_ns);

  grpc::Server& server_;
  std::shared_ptr<grpc::Channel> channel_;  // of the thread, until it ends
  std::atomic<uint64_t> count_{0};
  std::atomic<int64_t> measured_ns_{0};
  std::atomic<int64_t> sent_ns_{0};  // of the probe that is under way; 0: none
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace presend
