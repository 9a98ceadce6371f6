// One gatekeeper, many threads, every way at once, and a daemon that comes and goes: each message has one outcome, and
// each outcome is counted.
#include <atomic>
#include <numeric>

#include "tests/client/gate.h"

namespace presend {
namespace {

using client::FailurePolicy;
using testing::BatchOf;
using testing::RequestOf;

class ThreadsTest : public testing::GateTo<testing::ServedRules> {
 protected:
  // True verdicts only: nothing else may ever be told as one.
  void See(const client::Outcome& outcome, bool bad) {
    ++seen_;
    if (const auto* response = outcome.response()) wrong_ += (response->verdict() == v1::VERDICT_BLOCK) != bad;
  }

  void AskEveryWay() {
    const auto batch = BatchOf({RequestOf("去淘宝"), RequestOf("您好")});
    const auto see_both = [this](const std::vector<client::Outcome>& outcomes) {
      wrong_ += outcomes.size() != 2;
      for (size_t i = 0; i < outcomes.size(); ++i) See(outcomes[i], i == 0);
    };
    for (int i = 0; !stop_; ++i) {
      See(gate_->Screen(RequestOf("去淘宝")), true);
      gate_->ScreenAsync(RequestOf("您好"), [this](const client::Outcome& outcome) { See(outcome, false); });
      see_both(gate_->ScreenBatch(batch));
      gate_->ScreenBatchAsync(batch, see_both);
      gate_->SetToken(i % 2 == 0 ? "one" : "two").IgnoreError();
      asked_ += 6;
    }
  }

  // Whether verdicts come, now that the daemon is up.
  bool VerdictsCome() {
    const uint64_t before = gate_->counters().screened;
    return testing::Await([&] { return gate_->counters().screened > before + 500; });
  }

  std::atomic<bool> stop_{false};
  std::atomic<uint64_t> asked_{0}, seen_{0}, wrong_{0};
};

TEST_F(ThreadsTest, EveryMessageHasOneOutcomeAndIsCountedOnce) {
  client_.breaker_rest = absl::Milliseconds(5);
  Start();
  Open();
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) threads.emplace_back([this] { AskEveryWay(); });
  for (int restarts = 0; restarts < 2; ++restarts) {
    EXPECT_TRUE(VerdictsCome());
    server_.reset();
    EXPECT_TRUE(testing::Await([&] { return gate_->breaker() != client::CircuitBreaker::State::kClosed; }));
    Start();
  }
  EXPECT_TRUE(VerdictsCome());
  stop_ = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_TRUE(testing::Await([&] { return seen_ == asked_; }));
  const client::Counters counters = gate_->counters();
  EXPECT_EQ(counters.screened + counters.failed_open + counters.failed_closed, asked_);
  EXPECT_EQ(std::accumulate(counters.no_verdict.begin(), counters.no_verdict.end(), uint64_t{0}),
            counters.failed_closed);
  EXPECT_GE(counters.breaker_openings, 2u);
  EXPECT_EQ(wrong_, 0);
}

}  // namespace
}  // namespace presend
