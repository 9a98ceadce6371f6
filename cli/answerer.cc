#include "cli/answerer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/conversation.h"
#include "grpcpp/grpcpp.h"
#include "presend/v1/screening.grpc.pb.h"
#include "rulepack/loader.h"
#include "wire/screening.h"
#include "wire/status.h"

namespace presend {
namespace {

class LocalAnswerer final : public Answerer {
 public:
  explicit LocalAnswerer(std::shared_ptr<const Screener> screener) : screener_(std::move(screener)) {}

  absl::Status Answer(const v1::ScreenBatchRequest& batch, v1::ScreenBatchResponse& answers, int& failed) override {
    failed = -1;
    for (int i = 0; i < batch.requests_size(); ++i) {
      auto& answer = *answers.add_responses();
      const absl::Status status = session_.ScreenChecked(*screener_, limits_, &window_, batch.requests(i), answer);
      if (status.ok()) continue;
      answers.mutable_responses()->RemoveLast();
      failed = i;
      return status;
    }
    return absl::OkStatus();
  }

 private:
  const std::shared_ptr<const Screener> screener_;
  const wire::RequestLimits limits_;
  wire::ScreenSession session_;
  ConversationWindow window_;
};

// The request that a violation such as "requests[3].text" is about; -1 if none.
int BlamedRequest(const absl::Status& status) {
  constexpr std::string_view kPrefix = "requests[";
  for (const auto& violation : wire::FieldViolations(status)) {
    if (violation.field.starts_with(kPrefix)) return std::atoi(violation.field.c_str() + kPrefix.size());
  }
  return -1;
}

class RemoteAnswerer final : public Answerer {
 public:
  explicit RemoteAnswerer(const std::string& server)
      : stub_(v1::ScreeningService::NewStub(grpc::CreateCustomChannel(server, grpc::InsecureChannelCredentials(),
                                                                     Unlimited()))) {}

  absl::Status Answer(const v1::ScreenBatchRequest& batch, v1::ScreenBatchResponse& answers, int& failed) override {
    grpc::ClientContext call;
    const absl::Status status = wire::FromGrpc(stub_->ScreenBatch(&call, batch, &answers));
    failed = BlamedRequest(status);
    if (status.ok() && answers.responses_size() != batch.requests_size()) {
      return absl::InternalError(absl::StrCat(answers.responses_size(), " answers to ", batch.requests_size(),
                                              " requests"));
    }
    return status;
  }

 private:
  static grpc::ChannelArguments Unlimited() {
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(-1);
    return arguments;
  }

  const std::unique_ptr<v1::ScreeningService::Stub> stub_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Answerer>> AnswerHere(const std::string& rules) {
  auto screener = LoadScreener(rules);
  if (!screener.ok()) return screener.status();
  return std::make_unique<LocalAnswerer>(*std::move(screener));
}

std::unique_ptr<Answerer> AnswerAt(const std::string& server) { return std::make_unique<RemoteAnswerer>(server); }

}  // namespace presend
