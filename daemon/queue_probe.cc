#include "daemon/queue_probe.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>

#include "grpcpp/create_channel_posix.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/server_posix.h"

namespace presend {
namespace {

constexpr auto kEvery = std::chrono::milliseconds(5);

int64_t NowNs() { return std::chrono::steady_clock::now().time_since_epoch().count(); }

// A connection that nobody else can make. Calls within the process would not do: they are answered without waiting for
// the thread that reads the sockets, and under load that is what the others wait for.
std::shared_ptr<grpc::Channel> ConnectTo(grpc::Server& server) {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return server.InProcessChannel(grpc::ChannelArguments());
  }
  grpc::AddInsecureChannelFromFd(&server, ends[0]);
  return grpc::CreateInsecureChannelFromFd("presend", ends[1]);
}

}  // namespace

QueueProbe::QueueProbe(grpc::Server& server)
    : server_(server), channel_(ConnectTo(server)), thread_([this] { Run(); }) {}

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
    delay = std::max(delay, NowNs() - sent);
  }
  return absl::Nanoseconds(delay);
}

void QueueProbe::Run() {
  std::unique_lock lock(mutex_);
  while (!stop_) {
    lock.unlock();
    if (!ProbeOnce()) channel_ = ConnectTo(server_);  // the server ends connections that are old
    lock.lock();
    changed_.wait_for(lock, kEvery, [this] { return stop_; });
  }
}

// False if the connection is over. The context holds the channel, so it must end here and not with the callback: the
// last holder of a channel that gives it up on gRPC's own thread makes that thread wait for itself.
bool QueueProbe::ProbeOnce() {
  const grpc::Slice nothing("", 0);
  grpc::ClientContext context;
  grpc::ByteBuffer request(&nothing, 1), response;
  bool under_way = true, answered = false;
  sent_ns_.store(NowNs(), std::memory_order_relaxed);
  grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer> stub(channel_);
  stub.UnaryCall(&context, "/grpc.health.v1.Health/Check", {}, &request, &response,
                 [this, &under_way, &answered](const grpc::Status& status) {
                   const int64_t took = NowNs() - sent_ns_.exchange(0, std::memory_order_relaxed);
                   const std::lock_guard lock(mutex_);
                   answered = status.error_code() != grpc::StatusCode::UNAVAILABLE;
                   if (answered) Take(took);
                   under_way = false;
                   changed_.notify_all();
                 });
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&under_way] { return !under_way; });
  return answered;
}

void QueueProbe::Take(int64_t took_ns) {
  measured_ns_.store(took_ns, std::memory_order_relaxed);
  count_.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace presend
