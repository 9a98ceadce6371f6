#include "daemon/screening_service.h"

#include <chrono>
#include <string>
#include <utility>

#include "wire/status.h"

namespace presend {
namespace {

constexpr absl::Duration kStreamRetry = absl::Seconds(1);

// Runs `work`, counts it, and ends the call with what it says.
template <typename Work>
absl::Status Count(Metrics& metrics, Way way, Work&& work) {
  const auto start = std::chrono::steady_clock::now();
  absl::Status status = work();
  metrics.CountCall(way, status.code(), absl::FromChrono(std::chrono::steady_clock::now() - start));
  return status;
}

template <typename Reactor>
Reactor* Finish(Reactor* reactor, const absl::Status& status) {
  reactor->Finish(wire::ToGrpc(status));
  return reactor;
}

}  // namespace

// One answer after the other; reading ahead is left to HTTP/2.
class ScreeningService::Stream final : public grpc::ServerBidiReactor<v1::ScreenRequest, v1::ScreenStreamResponse> {
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
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::OK);
    answer_.Clear();
    const absl::Status status = Count(service_.metrics_, Way::kScreenStream, [this] { return Answer(); });
    if (!status.ok()) {
      answer_.clear_response();
      wire::FillStatus(status, *answer_.mutable_error());
    }
    StartWrite(&answer_);
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::CANCELLED);
    if (service_.draining_.load(std::memory_order_relaxed)) {
      return Finish(grpc::Status(grpc::StatusCode::UNAVAILABLE, "the server is going down"));
    }
    StartRead(&request_);
  }

  void OnDone() override {
    service_.open_streams_.fetch_sub(1, std::memory_order_relaxed);
    delete this;
  }

 private:
  absl::Status Answer() {
    if (absl::Status status = service_.door_.CheckLoad(); !status.ok()) return status;
    if (absl::Status status = service_.CheckExplain(request_, authorization_); !status.ok()) return status;
    if (absl::Status status = service_.door_.Charge(caller_, 1); !status.ok()) return status;
    return service_.answering_.Answer(request_, {caller_.tenant, trace_}, *answer_.mutable_response());
  }

  ScreeningService& service_;
  const std::string authorization_;
  const std::string trace_;
  Caller caller_;
  v1::ScreenRequest request_;
  v1::ScreenStreamResponse answer_;
};

ScreeningService::ScreeningService(const Answering& answering, const Door& door, Metrics& metrics,
                                   const Limits& limits)
    : answering_(answering), door_(door), metrics_(metrics), limits_(limits) {
  SetMessageAllocatorFor_Screen(&one_);
  SetMessageAllocatorFor_ScreenBatch(&batch_);
}

grpc::ServerUnaryReactor* ScreeningService::Screen(grpc::CallbackServerContext* call,
                                                   const v1::ScreenRequest* request, v1::ScreenResponse* response) {
  return Finish(call->DefaultReactor(),
                Count(metrics_, Way::kScreen, [&] { return AnswerOne(*call, *request, *response); }));
}

grpc::ServerUnaryReactor* ScreeningService::ScreenBatch(grpc::CallbackServerContext* call,
                                                        const v1::ScreenBatchRequest* request,
                                                        v1::ScreenBatchResponse* response) {
  return Finish(call->DefaultReactor(),
                Count(metrics_, Way::kScreenBatch, [&] { return AnswerBatch(*call, *request, *response); }));
}

grpc::ServerBidiReactor<v1::ScreenRequest, v1::ScreenStreamResponse>* ScreeningService::ScreenStream(
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

absl::Status ScreeningService::AnswerBatch(const grpc::CallbackServerContext& call,
                                           const v1::ScreenBatchRequest& batch,
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
