#include "daemon/answering.h"

#include <optional>

#include "daemon/log.h"
#include "daemon/shadow.h"
#include "wire/screening.h"

namespace presend {
namespace {

constexpr int kAskEvery = 32;  // messages of a batch between two looks whether anybody still waits for it

// The buffers of this thread. A session works with any rules and any window, so that servers of one process share it.
wire::ScreenSession& ThreadSession() {
  thread_local wire::ScreenSession session;
  return session;
}

absl::Status NoRules() { return absl::UnavailableError("no rules are active yet"); }

}  // namespace

absl::Status Answering::Answer(const v1::ScreenRequest& request, const Origin& origin,
                               v1::ScreenResponse& response) const {
  const auto rules = parts_.rules.Read();
  if (!rules || rules->active == nullptr) return NoRules();
  if (absl::Status status = wire::Validate(request, *rules->active, parts_.limits); !status.ok()) return status;
  return Judge(*rules, request, origin, response);
}

absl::Status Answering::AnswerAll(const v1::ScreenBatchRequest& batch, const Origin& origin,
                                  absl::FunctionRef<bool()> wanted, v1::ScreenBatchResponse& answers) const {
  const auto rules = parts_.rules.Read();  // one set of rules for the whole batch
  if (!rules || rules->active == nullptr) return NoRules();
  if (absl::Status status = wire::Validate(batch, *rules->active, parts_.limits); !status.ok()) return status;
  answers.mutable_responses()->Reserve(batch.requests_size());
  for (int i = 0; i < batch.requests_size(); ++i) {
    if (i % kAskEvery == 0 && !wanted()) return absl::CancelledError("nobody waits for the batch");
    const absl::Status status = Judge(*rules, batch.requests(i), origin, *answers.add_responses());
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status Answering::Judge(const ActiveRules& rules, const v1::ScreenRequest& request, const Origin& origin,
                              v1::ScreenResponse& response) const {
  const bool tried = TakesPart(rules, request);
  const bool canary = tried && rules.trial.mode == TrialMode::kCanary;
  std::optional<v1::ScreenResponse> shadow;
  if (tried && !canary) shadow = AskCandidate(rules, parts_.window, request);
  const Screener& screener = canary ? *rules.candidate : *rules.active;
  const absl::Status status = ThreadSession().Screen(screener, &parts_.window, request, response);
  if (!status.ok()) return status;
  if (canary) rules.counts->answered.fetch_add(1, std::memory_order_relaxed);
  if (shadow) Compare(rules, response, *shadow);
  parts_.metrics.CountAnswer(request.platform(), response);
  if (parts_.decisions != nullptr) parts_.decisions->Add(request, origin.tenant, origin.trace, response);
  if (parts_.log_verdicts) Log(response);
  return absl::OkStatus();
}

void Answering::Log(const v1::ScreenResponse& response) const {
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
