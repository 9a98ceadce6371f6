#include "daemon/queue_probe.h"

#include <algorithm>
#include <chrono>
#include <functional>

#include "grpcpp/generic/generic_stub.h"

namespace presend {
namespace {

constexpr auto kEvery = std::chrono::milliseconds(10);

int64_t NowNs() { return std::chrono::steady_clock::now().time_since_epoch().count(); }

}  // namespace

QueueProbe::QueueProbe(grpc::Server& server)
    : channel_(server.InProcessChannel(grpc::ChannelArguments())), thread_([this] { Run(); }) {}

QueueProbe::~QueueProbe() {
  if (thread_.joinable()) Stop();
}

void QueueProbe::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
  channel_.reset();
  measured_ns_.store(0, std::memory_order_relaxed);
}

absl::Duration QueueProbe::Delay() const {
  int64_t delay = measured_ns_.load(std::memory_order_relaxed);
  if (const int64_t sent = sent_ns_.load(std::memory_order_relaxed); sent != 0) {
    delay = std::max(delay, (NowNs() - sent) / 2);
  }
  return absl::Nanoseconds(delay);
}

void QueueProbe::Run() {
  std::unique_lock lock(mutex_);
  while (!stop_) {
    lock.unlock();
    ProbeOnce();
    lock.lock();
    changed_.wait_for(lock, kEvery, [this] { return stop_; });
  }
}

// The way there waits in the queue, and the way back does: half of the time is what a call waits. The context holds the
// channel, so it must end here and not with the callback: the last holder of a channel that gives it up on gRPC's own
// thread makes that thread wait for itself.
void QueueProbe::ProbeOnce() {
  const grpc::Slice nothing("", 0);
  grpc::ClientContext context;
  grpc::ByteBuffer request(&nothing, 1), response;
  bool under_way = true;
  sent_ns_.store(NowNs(), std::memory_order_relaxed);
  grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer> stub(channel_);
  stub.UnaryCall(&context, "/grpc.health.v1.Health/Check", {}, &request, &response,
                 [this, &under_way](const grpc::Status&) {
                   measured_ns_.store((NowNs() - sent_ns_.exchange(0, std::memory_order_relaxed)) / 2,
                                      std::memory_order_relaxed);
                   const std::lock_guard lock(mutex_);
                   under_way = false;
                   changed_.notify_all();
                 });
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&under_way] { return !under_way; });
}

}  // namespace presend
