#include "daemon/screening_service.h"

#include <chrono>
#include <string>
#include <utility>

#include "wire/status.h"

namespace presend {
namespace {

constexpr absl::Duration kStreamRetry = absl::Seconds(1);

constexpr absl::Duration kQueueRetry = absl::Milliseconds(200);
constexpr size_t kCostlyBytes = 4096;  // about a tenth of a millisecond: the way to another thread and back is less

using Clock = std::chrono::steady_clock;

template <typename Work>
absl::Status Count(Metrics& metrics, Way way, Clock::time_point start, Work&& work) {
  absl::Status status = work();
  metrics.CountCall(way, status.code(), absl::FromChrono(Clock::now() - start));
  return status;
}

bool IsCostly(const v1::ScreenRequest& request) { return request.text().size() > kCostlyBytes || request.explain(); }

bool IsCostly(const v1::ScreenBatchRequest& batch) {
  size_t bytes = 0;
  for (const v1::ScreenRequest& request : batch.requests()) {
    bytes += request.text().size();
    if (bytes > kCostlyBytes || request.explain()) return true;
  }
  return false;
}

}  // namespace

// One answer after the other; reading ahead is left to HTTP/2.
class ScreeningService::Stream final : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  Stream(ScreeningService& service, const grpc::CallbackServerContext& call)
      : service_(service), authorization_(HeaderOf(call, "authorization")), trace_(HeaderOf(call, "traceparent")) {
    const bool full = service_.open_streams_.fetch_add(1, std::memory_order_relaxed) >= service_.limits_.open_streams;
    if (full) service_.metrics_.CountShed(Shed::kStreams);
    auto caller = full ? absl::StatusOr<Caller>(wire::TryAgainLater("too many open streams", kStreamRetry))
                       : service_.door_.Enter(call, Role::kScreen, 0);
    if (!caller.ok()) {
      Finish(wire::ToGrpc(caller.status()));
      return;
    }
    caller_ = *std::move(caller);
    StartRead(&in_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::OK);
    answer_.Clear();
    const absl::Status status = Count(service_.metrics_, Way::kScreenStream, Clock::now(), [this] { return Answer(); });
    if (!status.ok()) {
      answer_.clear_response();
      wire::FillStatus(status, *answer_.mutable_error());
    }
    out_.Clear();
    bool unused = false;
    (void)grpc::SerializationTraits<v1::ScreenStreamResponse>::Serialize(answer_, &out_, &unused);
    StartWrite(&out_);
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::CANCELLED);
    if (service_.draining_.load(std::memory_order_relaxed)) {
      return Finish(grpc::Status(grpc::StatusCode::UNAVAILABLE, "the server is going down"));
    }
    StartRead(&in_);
  }

  void OnDone() override {
    service_.open_streams_.fetch_sub(1, std::memory_order_relaxed);
    delete this;
  }

 private:
  absl::Status Answer() {
    if (!grpc::SerializationTraits<v1::ScreenRequest>::Deserialize(&in_, &request_).ok()) {
      return absl::InvalidArgumentError("the message is no ScreenRequest; its texts must be UTF-8");
    }
    if (absl::Status status = service_.door_.CheckLoad(); !status.ok()) return status;
    if (absl::Status status = service_.CheckExplain(request_, authorization_); !status.ok()) return status;
    if (absl::Status status = service_.door_.Charge(caller_, 1); !status.ok()) return status;
    return service_.answering_.Answer(request_, {caller_.tenant, trace_}, *answer_.mutable_response());
  }

  ScreeningService& service_;
  const std::string authorization_;
  const std::string trace_;
  Caller caller_;
  grpc::ByteBuffer in_, out_;
  v1::ScreenRequest request_;
  v1::ScreenStreamResponse answer_;
};

ScreeningService::ScreeningService(const Answering& answering, const Door& door, Metrics& metrics, WorkQueue& queue,
                                   const Limits& limits)
    : answering_(answering), door_(door), metrics_(metrics), queue_(queue), limits_(limits) {
  SetMessageAllocatorFor_Screen(&one_);
  SetMessageAllocatorFor_ScreenBatch(&batch_);
}

grpc::ServerUnaryReactor* ScreeningService::Dispatch(grpc::CallbackServerContext* call, Way way, bool costly,
                                                     std::function<absl::Status()> work) {
  auto* reactor = call->DefaultReactor();
  const auto start = Clock::now();
  const auto job = [this, reactor, way, start, work = std::move(work)] {
    reactor->Finish(wire::ToGrpc(Count(metrics_, way, start, work)));
  };
  if (!costly) {
    job();
  } else if (!queue_.Offer(job)) {
    metrics_.CountShed(Shed::kQueue);
    const auto refuse = [] { return wire::TryAgainLater("calls wait too long", kQueueRetry); };
    reactor->Finish(wire::ToGrpc(Count(metrics_, way, start, refuse)));
  }
  return reactor;
}

grpc::ServerUnaryReactor* ScreeningService::Screen(grpc::CallbackServerContext* call, const v1::ScreenRequest* request,
                                                   v1::ScreenResponse* response) {
  return Dispatch(call, Way::kScreen, IsCostly(*request), [=, this] { return AnswerOne(*call, *request, *response); });
}

grpc::ServerUnaryReactor* ScreeningService::ScreenBatch(grpc::CallbackServerContext* call,
                                                        const v1::ScreenBatchRequest* request,
                                                        v1::ScreenBatchResponse* response) {
  return Dispatch(call, Way::kScreenBatch, IsCostly(*request),
                  [=, this] { return AnswerBatch(*call, *request, *response); });
}

grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* ScreeningService::ScreenStream(
    grpc::CallbackServerContext* call) {
  return new Stream(*this, *call);
}

absl::Status ScreeningService::AnswerOne(const grpc::CallbackServerContext& call, const v1::ScreenRequest& request,
                                         v1::ScreenResponse& response) const {
  const auto caller = door_.Enter(call, Role::kScreen, 1);
  if (!caller.ok()) return caller.status();
  if (absl::Status status = CheckExplain(request, HeaderOf(call, "authorization")); !status.ok()) return status;
  return answering_.Answer(request, {caller->tenant, HeaderOf(call, "traceparent")}, response);
}

absl::Status ScreeningService::AnswerBatch(const grpc::CallbackServerContext& call, const v1::ScreenBatchRequest& batch,
                                           v1::ScreenBatchResponse& answers) const {
  const auto caller = door_.Enter(call, Role::kScreen, static_cast<size_t>(batch.requests_size()));
  if (!caller.ok()) return caller.status();
  for (const v1::ScreenRequest& request : batch.requests()) {
    if (absl::Status status = CheckExplain(request, HeaderOf(call, "authorization")); !status.ok()) return status;
  }
  const auto wanted = [&call] { return !IsAbandoned(call); };
  return answering_.AnswerAll(batch, {caller->tenant, HeaderOf(call, "traceparent")}, wanted, answers);
}

// Explanations show the rules and cost a lot.
absl::Status ScreeningService::CheckExplain(const v1::ScreenRequest& request, std::string_view authorization) const {
  if (!request.explain()) return absl::OkStatus();
  if (!limits_.explain) return absl::PermissionDeniedError("explanations are given by the listener for operators");
  return door_.Enter(authorization, Role::kRead, 0).status();
}

}  // namespace presend
