// Answers requests, however they came: which rules judge, what is remembered, counted and logged.
#pragma once

#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "daemon/decision_log.h"
#include "daemon/metrics.h"
#include "daemon/rule_store.h"
#include "engine/conversation.h"
#include "presend/v1/screening.pb.h"
#include "wire/validation.h"

namespace presend {

// Thread-safe. What it refers to must outlive it.
class Answering {
 public:
  struct Parts {
    const RuleStore& rules;
    ConversationWindow& window;
    Metrics& metrics;
    DecisionLog* decisions = nullptr;  // null: none
    wire::RequestLimits limits;
    bool log_verdicts = false;
  };
  explicit Answering(const Parts& parts) : parts_(parts) {}

  // What is written beside a decision.
  struct Origin {
    std::string_view tenant;
    std::string_view trace;  // traceparent
  };

  // `response` must be clear. UNAVAILABLE before rules are active; INVALID_ARGUMENT with a BadRequest.
  absl::Status Answer(const v1::ScreenRequest& request, const Origin& origin, v1::ScreenResponse& response) const;

  // All or none. CANCELLED once `wanted` says that nobody waits any more; it is asked now and then.
  absl::Status AnswerAll(const v1::ScreenBatchRequest& batch, const Origin& origin, absl::FunctionRef<bool()> wanted,
                         v1::ScreenBatchResponse& answers) const;

 private:
  absl::Status Judge(const ActiveRules& rules, const v1::ScreenRequest& request, const Origin& origin,
                     v1::ScreenResponse& response) const;
  void Log(const v1::ScreenResponse& response) const;

  const Parts parts_;
};

}  // namespace presend
