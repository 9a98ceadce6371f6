// A gateway asks a real daemon: verdicts, refusals, tokens, pauses.
#include "client/gatekeeper.h"

#include "gmock/gmock.h"
#include "tests/client/gate.h"
#include "tests/daemon/tokens.h"

namespace presend {
namespace {

using client::FailurePolicy;
using client::Gatekeeper;
using client::NoVerdict;
using testing::BatchOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::RequestOf;
using testing::Told;

class GatekeeperTest : public testing::GateTo<testing::ServedRules> {};

TEST_F(GatekeeperTest, EveryWayTellsTheVerdictOfTheDaemon) {
  Start();
  Open();
  const auto batch = BatchOf({RequestOf("去淘宝"), RequestOf("您好")});
  EXPECT_EQ(Ask("去淘宝"), "BLOCK");
  EXPECT_EQ(Ask("您好"), "ALLOW");
  EXPECT_EQ(AskAsync("去淘宝"), "BLOCK");
  EXPECT_THAT(Told(gate_->ScreenBatch(batch)), ElementsAre("BLOCK", "ALLOW"));
  EXPECT_THAT(Told(AskAllAsync(batch)), ElementsAre("BLOCK", "ALLOW"));
  EXPECT_THAT(gate_->ScreenBatch({}), ElementsAre());
  EXPECT_THAT(AskAllAsync({}), ElementsAre());
  const client::Outcome outcome = gate_->Screen(RequestOf("去淘宝"));
  EXPECT_EQ(outcome.response()->rewritten_text(), "去这里");
  EXPECT_FALSE(outcome.MaySend());
  EXPECT_EQ(gate_->counters().screened, 8u);
  EXPECT_EQ(gate_->counters().failed_open + gate_->counters().failed_closed, 0u);
}

TEST_F(GatekeeperTest, ARefusedMessageIsHeldAlsoByThoseWhoFailOpen) {
  client_.breaker_failures = 1;
  Start();
  Open(FailurePolicy::kFailOpen);
  const v1::ScreenRequest refused[] = {RequestOf("x", "moon"), RequestOf(std::string(70'000, 'x')),
                                       RequestOf(std::string(20 << 20, 'x')), RequestOf("淘宝\xff")};
  for (const auto& request : refused) {
    const client::Outcome outcome = gate_->Screen(request);
    EXPECT_EQ(Told(outcome), "refused") << outcome.unscreened()->status;
    EXPECT_FALSE(outcome.MaySend());
    EXPECT_THAT(Told(gate_->ScreenBatch(BatchOf({request}))), ElementsAre("refused"));
  }
  EXPECT_EQ(gate_->counters().failed_closed, 8u);
  EXPECT_EQ(gate_->counters().failed_open, 0u);
  EXPECT_EQ(gate_->breaker(), client::CircuitBreaker::State::kClosed) << "the daemon has answered";
  client_.when_refused = FailurePolicy::kFailOpen;
  Open(FailurePolicy::kFailClosed);
  EXPECT_TRUE(gate_->Screen(refused[0]).MaySend());
  EXPECT_EQ(gate_->counters().failed_open, 1u);
}

TEST_F(GatekeeperTest, ARefusedMessageDoesNotTakeItsBatchAlong) {
  Start();
  Open();
  v1::ScreenBatchRequest batch;  // more bad ones than the daemon names at once
  for (int i = 0; i < 120; ++i)
    *batch.add_requests() = RequestOf(i % 2 == 0 ? "淘宝" : "您好", i % 3 == 0 ? "moon" : "jd");
  batch.mutable_requests(7)->set_text("\xff");
  for (const auto& outcomes : {gate_->ScreenBatch(batch), AskAllAsync(batch)}) {
    ASSERT_EQ(outcomes.size(), 120u);
    for (int i = 0; i < 120; ++i) {
      const bool refused = i % 3 == 0 || i == 7;
      EXPECT_EQ(Told(outcomes[i]), refused ? "refused" : i % 2 == 0 ? "BLOCK" : "ALLOW") << i;
    }
    EXPECT_THAT(std::string(outcomes[3].unscreened()->status.message()), HasSubstr("platform: unknown platform"));
  }
  EXPECT_EQ(gate_->counters().screened, 2 * 79u);
  EXPECT_EQ(Count(NoVerdict::kRefused), 2 * 41u);
}

TEST_F(GatekeeperTest, ABatchThatIsTooLargeIsRefusedWhole) {
  options_.request.batch = 2;
  Start();
  Open();
  const auto outcomes = gate_->ScreenBatch(BatchOf({RequestOf("x"), RequestOf("x"), RequestOf("x")}));
  EXPECT_THAT(Told(outcomes), ElementsAre("refused", "refused", "refused"));
}

TEST_F(GatekeeperTest, ShowsItsTokenAndTakesAnother) {
  options_.tokens = folder_ + "/tokens";
  Write(options_.tokens, "gateway screen " + testing::DigestOf("right") + "\n");
  client_.breaker_failures = 1;
  Start();
  Open();
  EXPECT_EQ(Ask("您好"), "not-admitted");
  ASSERT_TRUE(gate_->SetToken("right").ok());
  EXPECT_EQ(Ask("您好"), "ALLOW");
  EXPECT_TRUE(absl::IsInvalidArgument(gate_->SetToken("wrong\n")));
  EXPECT_EQ(AskAsync("您好"), "ALLOW") << "the old one stays";
  client_.token = "right";
  Open();
  EXPECT_EQ(Ask("您好"), "ALLOW");
}

TEST_F(GatekeeperTest, APauseThatTheDaemonAsksForIsKept) {
  options_.tokens = folder_ + "/tokens";
  Write(options_.tokens, "gateway screen " + testing::DigestOf("t") + " rate=0.01\n");
  client_.token = "t";
  Start();
  Open();
  EXPECT_EQ(Ask("您好"), "ALLOW") << "on loan";
  const client::Outcome told = gate_->Screen(RequestOf("您好"));
  ASSERT_EQ(Told(told), "overloaded");
  EXPECT_GT(told.unscreened()->retry_after, absl::Seconds(60));
  const client::Outcome kept = gate_->Screen(RequestOf("您好"));
  ASSERT_EQ(Told(kept), "overloaded");
  EXPECT_THAT(std::string(kept.unscreened()->status.message()), HasSubstr("not asked"));
  EXPECT_GT(kept.unscreened()->retry_after, absl::ZeroDuration());
  EXPECT_LE(kept.unscreened()->retry_after, absl::Seconds(30)) << "the longest that is kept";
  EXPECT_THAT(Told(gate_->ScreenBatch(BatchOf({RequestOf("x"), RequestOf("x")}))), Each("overloaded"));
  EXPECT_EQ(Count(NoVerdict::kOverloaded), 4u);
}

TEST_F(GatekeeperTest, AsksAgainWhenThePauseIsOver) {
  options_.tokens = folder_ + "/tokens";
  Write(options_.tokens, "gateway screen " + testing::DigestOf("t") + " rate=20\n");
  client_.token = "t";
  Start();
  Open();
  ASSERT_TRUE(testing::Await([&] { return Ask("您好") == "overloaded"; }));
  EXPECT_TRUE(testing::Await([&] { return Ask("您好") == "ALLOW"; }));
}

TEST_F(GatekeeperTest, PassesTheTraceOnUnlessItIsMalformed) {
  options_.decisions.file = folder_ + "/decisions";
  Start();
  Open();
  const std::string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  for (const std::string& sent : {trace, std::string("00-evil\n"), trace + "-more"}) {
    EXPECT_EQ(Told(gate_->Screen(RequestOf("去淘宝"), {.traceparent = sent})), "BLOCK");
  }
  server_.reset();
  std::ifstream file(options_.decisions.file);
  const std::string log{std::istreambuf_iterator<char>(file), {}};
  EXPECT_THAT(log, HasSubstr(trace));
  EXPECT_EQ(log.find(trace), log.rfind(trace));
  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 3);
}

TEST(ConnectTest, NamesTheOptionThatIsWrong) {
  struct Case {
    const char* name;
    void (*spoil)(client::Options&);
  };
  const Case cases[] = {
      {"timeout", [](client::Options& o) { o.timeout = absl::ZeroDuration(); }},
      {"timeout", [](client::Options& o) { o.timeout = absl::InfiniteDuration(); }},
      {"attempts", [](client::Options& o) { o.attempts = 0; }},
      {"attempts", [](client::Options& o) { o.attempts = 6; }},
      {"attempt_timeout", [](client::Options& o) { o.attempt_timeout = absl::ZeroDuration(); }},
      {"breaker_failures", [](client::Options& o) { o.breaker_failures = 0; }},
      {"breaker_rest", [](client::Options& o) { o.breaker_rest = -absl::Seconds(1); }},
      {"keepalive", [](client::Options& o) { o.keepalive = absl::Seconds(1); }},
      {"token", [](client::Options& o) { o.token = "a b"; }},
      {"tls: cannot read", [](client::Options& o) { o.tls = {.server_ca = "/nowhere"}; }},
      {"tls: certificate and key", [](client::Options& o) { o.tls = {.certificate = "/nowhere"}; }},
  };
  for (const Case& c : cases) {
    client::Options options;
    c.spoil(options);
    const absl::Status status = Gatekeeper::Connect("127.0.0.1:1", FailurePolicy::kFailOpen, options).status();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << c.name;
    EXPECT_THAT(std::string(status.message()), ::testing::StartsWith(c.name));
  }
}

}  // namespace
}  // namespace presend
