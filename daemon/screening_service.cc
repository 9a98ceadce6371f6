#include "daemon/screening_service.h"

#include "daemon/log.h"
#include "wire/screening.h"
#include "wire/status.h"

namespace presend {
namespace {

constexpr int kCancelCheckEvery = 32;  // messages of a batch between two looks whether anybody still waits for it
constexpr absl::Duration kStreamRetry = absl::Seconds(1);

// The buffers of this thread. A session works with any rules and any window, so that servers of one process share it.
wire::ScreenSession& ThreadSession() {
  thread_local wire::ScreenSession session;
  return session;
}

absl::Status NoRules() { return absl::UnavailableError("no rules are active yet"); }

template <typename Reactor>
Reactor* Finish(Reactor* reactor, const absl::Status& status) {
  reactor->Finish(wire::ToGrpc(status));
  return reactor;
}

}  // namespace

// One answer after the other; reading ahead is left to HTTP/2.
class ScreeningService::Stream final : public grpc::ServerBidiReactor<v1::ScreenRequest, v1::ScreenStreamResponse> {
 public:
  explicit Stream(ScreeningService& service) : service_(service) {
    if (service_.open_streams_.fetch_add(1, std::memory_order_relaxed) >= service_.open_streams_limit_) {
      Finish(wire::ToGrpc(wire::TryAgainLater("too many open streams", kStreamRetry)));
    } else {
      StartRead(&request_);
    }
  }

  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::OK);
    answer_.Clear();
    const absl::Status status = service_.ScreenOne(request_, *answer_.mutable_response());
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
  ScreeningService& service_;
  v1::ScreenRequest request_;
  v1::ScreenStreamResponse answer_;
};

ScreeningService::ScreeningService(const ServeOptions& options, const RuleStore& rules, ConversationWindow& window)
    : limits_(options.request),
      open_streams_limit_(options.open_streams),
      log_verdicts_(options.log_verdicts),
      rules_(rules),
      window_(window) {
  SetMessageAllocatorFor_Screen(&one_);
  SetMessageAllocatorFor_ScreenBatch(&batch_);
}

grpc::ServerUnaryReactor* ScreeningService::Screen(grpc::CallbackServerContext* call,
                                                   const v1::ScreenRequest* request, v1::ScreenResponse* response) {
  return Finish(call->DefaultReactor(), ScreenOne(*request, *response));
}

grpc::ServerUnaryReactor* ScreeningService::ScreenBatch(grpc::CallbackServerContext* call,
                                                        const v1::ScreenBatchRequest* request,
                                                        v1::ScreenBatchResponse* response) {
  return Finish(call->DefaultReactor(), ScreenAll(*call, *request, *response));
}

grpc::ServerBidiReactor<v1::ScreenRequest, v1::ScreenStreamResponse>* ScreeningService::ScreenStream(
    grpc::CallbackServerContext*) {
  return new Stream(*this);
}

absl::Status ScreeningService::ScreenOne(const v1::ScreenRequest& request, v1::ScreenResponse& response) const {
  const auto& screener = rules_.Current();
  if (screener == nullptr) return NoRules();
  const absl::Status status = ThreadSession().ScreenChecked(*screener, limits_, &window_, request, response);
  if (status.ok() && log_verdicts_) Log(response);
  return status;
}

absl::Status ScreeningService::ScreenAll(const grpc::CallbackServerContext& call, const v1::ScreenBatchRequest& batch,
                                         v1::ScreenBatchResponse& answers) const {
  const auto& screener = rules_.Current();  // one revision for the whole batch
  if (screener == nullptr) return NoRules();
  if (absl::Status status = wire::Validate(batch, *screener, limits_); !status.ok()) return status;
  answers.mutable_responses()->Reserve(batch.requests_size());
  for (int i = 0; i < batch.requests_size(); ++i) {
    if (i % kCancelCheckEvery == 0 && call.IsCancelled()) return absl::CancelledError("nobody waits for the batch");
    auto& answer = *answers.add_responses();
    const absl::Status status = ThreadSession().Screen(*screener, &window_, batch.requests(i), answer);
    if (!status.ok()) return status;
    if (log_verdicts_) Log(answer);
  }
  return absl::OkStatus();
}

void ScreeningService::Log(const v1::ScreenResponse& response) const {
  if (response.verdict() == v1::VERDICT_ALLOW) return;
  nlohmann::json rules = nlohmann::json::array();
  for (const v1::Finding& finding : response.findings()) rules.push_back(finding.rule_id());
  LogEvent(spdlog::level::info, "verdict",
           {{"messageId", response.message_id()},
            {"verdict", v1::Verdict_Name(response.verdict())},
            {"rules", std::move(rules)},
            {"revision", response.revision()}});
}

}  // namespace presend
