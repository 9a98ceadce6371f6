// A gatekeeper in front of a daemon of the test's own.
#pragma once

#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "client/gatekeeper.h"
#include "gtest/gtest.h"
#include "tests/daemon/served_rules.h"

namespace presend::testing {

inline v1::ScreenRequest RequestOf(std::string text, std::string platform = "jd") {
  v1::ScreenRequest request;
  request.set_platform(std::move(platform));
  request.set_text(std::move(text));
  return request;
}

inline v1::ScreenBatchRequest BatchOf(const std::vector<v1::ScreenRequest>& requests) {
  v1::ScreenBatchRequest batch;
  for (const auto& request : requests) *batch.add_requests() = request;
  return batch;
}

// "BLOCK" or "timeout".
inline std::string Told(const client::Outcome& outcome) {
  if (const auto* none = outcome.unscreened()) return std::string(NoVerdictName(none->reason));
  return v1::Verdict_Name(outcome.response()->verdict()).substr(sizeof("VERDICT_") - 1);
}

inline std::vector<std::string> Told(const std::vector<client::Outcome>& outcomes) {
  std::vector<std::string> told;
  for (const auto& outcome : outcomes) told.push_back(Told(outcome));
  return told;
}

// Over ServedRules or what derives from it.
template <typename Served>
class GateTo : public Served {
 protected:
  // What is answered at all is answered within that time, on whatever machine.
  GateTo() { client_.timeout = absl::Seconds(30); }

  void Open(client::FailurePolicy policy = client::FailurePolicy::kFailClosed, const std::string& target = "") {
    auto gate = client::Gatekeeper::Connect(target.empty() ? this->options_.listen[0] : target, policy, client_);
    ASSERT_TRUE(gate.ok()) << gate.status();
    gate_ = *std::move(gate);
  }

  std::string Ask(const std::string& text) { return Told(gate_->Screen(RequestOf(text))); }

  std::string AskAsync(const std::string& text) {
    std::promise<std::string> told;
    gate_->ScreenAsync(RequestOf(text), [&](client::Outcome outcome) { told.set_value(Told(outcome)); });
    return told.get_future().get();
  }

  std::vector<client::Outcome> AskAllAsync(v1::ScreenBatchRequest batch) {
    std::promise<std::vector<client::Outcome>> told;
    gate_->ScreenBatchAsync(std::move(batch), [&](auto outcomes) { told.set_value(std::move(outcomes)); });
    return told.get_future().get();
  }

  uint64_t Count(client::NoVerdict reason) const { return gate_->counters().no_verdict[static_cast<size_t>(reason)]; }

  client::Options client_;
  std::unique_ptr<client::Gatekeeper> gate_;
};

}  // namespace presend::testing
