#include "daemon/queue_probe.h"

#include <algorithm>
#include <chrono>
#include <functional>

#include "grpcpp/generic/generic_stub.h"

namespace presend {
namespace {

constexpr auto kEvery = std::chrono::milliseconds(10);

int64_t NowNs() { return std::chrono::steady_clock::now().time_since_epoch().count(); }

// A call and what it needs while it runs.
struct Probe {
  grpc::ClientContext context;
  grpc::ByteBuffer request, response;
};

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
    under_way_ = true;
    lock.unlock();
    ProbeOnce();
    lock.lock();
    changed_.wait(lock, [this] { return !under_way_; });
    changed_.wait_for(lock, kEvery, [this] { return stop_; });
  }
}

// The way there waits in the queue, and the way back does: half of the time is what a call waits.
void QueueProbe::ProbeOnce() {
  auto probe = std::make_shared<Probe>();
  const grpc::Slice nothing("", 0);
  probe->request = grpc::ByteBuffer(&nothing, 1);
  sent_ns_.store(NowNs(), std::memory_order_relaxed);
  grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer> stub(channel_);
  stub.UnaryCall(&probe->context, "/grpc.health.v1.Health/Check", {}, &probe->request, &probe->response,
                 [this, probe](const grpc::Status&) {
                   measured_ns_.store((NowNs() - sent_ns_.exchange(0, std::memory_order_relaxed)) / 2,
                                      std::memory_order_relaxed);
                   const std::lock_guard lock(mutex_);
                   under_way_ = false;
                   changed_.notify_all();
                 });
}

}  // namespace presend
