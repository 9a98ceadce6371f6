#include "cli/answerer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/kept_rules.h"
#include "engine/conversation.h"
#include "grpcpp/grpcpp.h"
#include "presend/v1/screening.grpc.pb.h"
#include "wire/screening.h"
#include "wire/status.h"

namespace presend {
namespace {

class LocalAnswerer final : public Answerer {
 public:
  explicit LocalAnswerer(std::shared_ptr<const Screener> screener) : screener_(std::move(screener)) {}

  absl::Status Answer(const v1::ScreenBatchRequest& batch, v1::ScreenBatchResponse& answers,
                      std::vector<absl::Status>& faults) override {
    answers.mutable_responses()->Clear();
    faults.clear();
    for (const v1::ScreenRequest& request : batch.requests()) {
      auto& answer = *answers.add_responses();
      faults.push_back(session_.ScreenChecked(*screener_, limits_, &window_, request, answer));
      if (!faults.back().ok()) answer.Clear();
    }
    return absl::OkStatus();
  }

 private:
  const std::shared_ptr<const Screener> screener_;
  const wire::RequestLimits limits_;
  wire::ScreenSession session_;
  ConversationWindow window_;
};

// Whether it is about the requests themselves: another server, or later, would say the same.
bool BlamesRequests(const absl::Status& status) {
  return absl::IsInvalidArgument(status) && !wire::FieldViolations(status).empty();
}

class RemoteAnswerer final : public Answerer {
 public:
  explicit RemoteAnswerer(const std::string& server)
      : stub_(v1::ScreeningService::NewStub(
            grpc::CreateCustomChannel(server, grpc::InsecureChannelCredentials(), Unlimited()))) {}

  // The server refuses a batch as a whole: then each request is asked for alone.
  absl::Status Answer(const v1::ScreenBatchRequest& batch, v1::ScreenBatchResponse& answers,
                      std::vector<absl::Status>& faults) override {
    answers.Clear();
    faults.assign(static_cast<size_t>(batch.requests_size()), absl::OkStatus());
    grpc::ClientContext call;
    const absl::Status status = wire::FromGrpc(stub_->ScreenBatch(&call, batch, &answers));
    if (BlamesRequests(status)) return AnswerEach(batch, answers, faults);
    if (status.ok() && answers.responses_size() != batch.requests_size()) {
      return absl::InternalError(
          absl::StrCat(answers.responses_size(), " answers to ", batch.requests_size(), " requests"));
    }
    return status;
  }

 private:
  absl::Status AnswerEach(const v1::ScreenBatchRequest& batch, v1::ScreenBatchResponse& answers,
                          std::vector<absl::Status>& faults) {
    answers.Clear();
    for (int i = 0; i < batch.requests_size(); ++i) {
      auto& answer = *answers.add_responses();
      grpc::ClientContext call;
      faults[static_cast<size_t>(i)] = wire::FromGrpc(stub_->Screen(&call, batch.requests(i), &answer));
      const absl::Status& fault = faults[static_cast<size_t>(i)];
      if (!fault.ok() && !BlamesRequests(fault)) return fault;
      if (!fault.ok()) answer.Clear();
    }
    return absl::OkStatus();
  }

  static grpc::ChannelArguments Unlimited() {
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(-1);
    return arguments;
  }

  const std::unique_ptr<v1::ScreeningService::Stub> stub_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Answerer>> AnswerHere(const std::string& rules, const std::string& cache) {
  auto screener = LoadKeptRules(rules, {}, cache);
  if (!screener.ok()) return screener.status();
  return std::make_unique<LocalAnswerer>(*std::move(screener));
}

std::unique_ptr<Answerer> AnswerAt(const std::string& server) { return std::make_unique<RemoteAnswerer>(server); }

}  // namespace presend
