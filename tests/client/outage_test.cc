// The daemon is down, killed, frozen, silent or going: nothing of that is a verdict, and it is over when it is over.
#include <netinet/in.h>
#include <sys/socket.h>

#include <atomic>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "tests/client/gate.h"
#include "tests/daemon/served_process.h"

namespace presend {
namespace {

using client::CircuitBreaker;
using client::FailurePolicy;
using client::NoVerdict;
using testing::BatchOf;
using ::testing::Each;
using testing::RequestOf;
using testing::Told;

// Takes connections, and says nothing on them.
class SilentListener {
 public:
  SilentListener() : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    const bool listens = bind(socket_, reinterpret_cast<sockaddr*>(&at), size) == 0 && listen(socket_, 100) == 0 &&
                         getsockname(socket_, reinterpret_cast<sockaddr*>(&at), &size) == 0;
    EXPECT_TRUE(listens);
    address_ = absl::StrCat("127.0.0.1:", ntohs(at.sin_port));
  }
  ~SilentListener() { close(socket_); }
  const std::string& address() const { return address_; }

 private:
  const int socket_;
  std::string address_;
};

class OutageTest : public testing::GateTo<testing::ServedProcess> {
 protected:
  // Returns when it stands still.
  void Freeze() {
    ASSERT_GT(process_, 0);
    kill(process_, SIGSTOP);
    ASSERT_EQ(waitpid(process_, nullptr, WUNTRACED), process_);
  }

  // Of the process, which chose its port itself.
  std::string PortOfTheProcess() const {
    const std::string log = Log(), mark = "\"addresses\":[\"127.0.0.1:";
    const size_t at = log.find(mark) + mark.size();
    return log.substr(at, log.find('"', at) - at);
  }
};

TEST_F(OutageTest, WithoutADaemonThePolicyDecidesAndIsCounted) {
  client_.breaker_failures = 1000;
  for (const FailurePolicy policy : {FailurePolicy::kFailOpen, FailurePolicy::kFailClosed}) {
    Open(policy);
    const auto batch = BatchOf({RequestOf("x"), RequestOf("y")});
    const auto outcomes = gate_->ScreenBatch(batch);
    EXPECT_THAT(Told(outcomes), Each("unreachable"));
    EXPECT_EQ(outcomes[1].MaySend(), policy == FailurePolicy::kFailOpen);
    EXPECT_EQ(outcomes[1].unscreened()->policy, policy);
    EXPECT_EQ(outcomes[1].response(), nullptr);
    EXPECT_THAT(Told(AskAllAsync(batch)), Each("unreachable"));
    EXPECT_EQ(Ask("x"), "unreachable");
    EXPECT_EQ(AskAsync("x"), "unreachable");
    const client::Counters counters = gate_->counters();
    EXPECT_EQ(counters.failed_open, policy == FailurePolicy::kFailOpen ? 6u : 0u);
    EXPECT_EQ(counters.failed_closed, policy == FailurePolicy::kFailClosed ? 6u : 0u);
    EXPECT_EQ(Count(NoVerdict::kUnreachable), 6u);
    EXPECT_EQ(counters.screened, 0u);
  }
  EXPECT_FALSE(gate_->WaitUntilConnected(absl::Milliseconds(10)));
}

TEST_F(OutageTest, NoCallTakesLongerThanItsTimeout) {
  const SilentListener silent;
  Open(FailurePolicy::kFailOpen, silent.address());
  const client::CallOptions soon{.timeout = absl::Milliseconds(100)};
  const absl::Time start = absl::Now();
  EXPECT_EQ(Told(gate_->Screen(RequestOf("x"), soon)), "timeout");
  EXPECT_GE(absl::Now() - start, absl::Milliseconds(99));
  EXPECT_LT(absl::Now() - start, absl::Seconds(20)) << "the other timeout is thirty";
  EXPECT_THAT(Told(gate_->ScreenBatch(BatchOf({RequestOf("x"), RequestOf("y")}), soon)), Each("timeout"));
}

TEST_F(OutageTest, ACallWithoutTimeIsNotMade) {
  client_.breaker_failures = 1;
  ASSERT_NO_FATAL_FAILURE(Run());
  Open();
  const client::CallOptions late{.timeout = -absl::Seconds(1)};
  EXPECT_EQ(Told(gate_->Screen(RequestOf("x"), late)), "timeout");
  EXPECT_EQ(gate_->breaker(), CircuitBreaker::State::kClosed) << "it says nothing of the daemon";
}

TEST_F(OutageTest, TheBreakerSparesCallersTheWait) {
  const SilentListener silent;
  client_.timeout = absl::Milliseconds(50);
  client_.breaker_failures = 3;
  client_.breaker_rest = absl::Hours(1);
  Open(FailurePolicy::kFailOpen, silent.address());
  for (int i = 0; i < 3; ++i) EXPECT_EQ(Ask("x"), "timeout");
  EXPECT_EQ(gate_->breaker(), CircuitBreaker::State::kOpen);
  const client::Outcome outcome = gate_->Screen(RequestOf("x"), {.timeout = absl::Hours(1)});
  EXPECT_EQ(Told(outcome), "breaker-open");
  EXPECT_TRUE(outcome.MaySend());
  EXPECT_GT(outcome.unscreened()->retry_after, absl::Minutes(7));
  EXPECT_EQ(AskAsync("x"), "breaker-open");
  EXPECT_THAT(Told(AskAllAsync(BatchOf({RequestOf("x"), RequestOf("y")}))), Each("breaker-open"));
  EXPECT_EQ(gate_->counters().breaker_openings, 1u);
  EXPECT_EQ(gate_->counters().failed_open, 7u);
}

TEST_F(OutageTest, AKilledDaemonIsAskedAgainWhenItIsBack) {
  client_.breaker_failures = 3;
  client_.breaker_rest = absl::Milliseconds(20);
  ASSERT_NO_FATAL_FAILURE(Run());
  Open();
  EXPECT_EQ(Ask("去淘宝"), "BLOCK");
  End(SIGKILL);
  EXPECT_TRUE(testing::Await([&] { return Ask("去淘宝") == "breaker-open"; }));
  EXPECT_GT(Count(NoVerdict::kUnreachable), 2u);
  ASSERT_NO_FATAL_FAILURE(Run());
  EXPECT_TRUE(testing::Await([&] { return Ask("去淘宝") == "BLOCK"; }));
  EXPECT_EQ(gate_->breaker(), CircuitBreaker::State::kClosed);
  EXPECT_EQ(AskAsync("去淘宝"), "BLOCK");
}

TEST_F(OutageTest, AFrozenDaemonTimesOutAndGoesOn) {
  ASSERT_NO_FATAL_FAILURE(Run());
  Open();
  ASSERT_EQ(Ask("您好"), "ALLOW");
  ASSERT_NO_FATAL_FAILURE(Freeze());
  EXPECT_EQ(Told(gate_->Screen(RequestOf("您好"), {.timeout = absl::Milliseconds(50)})), "timeout");
  kill(process_, SIGCONT);
  EXPECT_TRUE(testing::Await([&] { return Ask("您好") == "ALLOW"; }));
}

TEST_F(OutageTest, AnAddressThatHangsIsPassedOver) {
  options_.listen = {"127.0.0.1:0"};
  client_.attempt_timeout = absl::Milliseconds(100);
  client_.attempts = 5;  // a healthy one may be slow on a busy machine
  Start();
  ASSERT_NO_FATAL_FAILURE(Run());
  const std::string healthy = server_->addresses()[0];
  Open(FailurePolicy::kFailClosed, absl::StrCat("ipv4:", healthy, ",127.0.0.1:", PortOfTheProcess()));
  for (int i = 0; i < 10; ++i) ASSERT_EQ(Ask("您好"), "ALLOW");
  ASSERT_NO_FATAL_FAILURE(Freeze());
  for (int i = 0; i < 20; ++i) EXPECT_EQ(Ask("去淘宝"), "BLOCK") << i;
  EXPECT_EQ(AskAsync("去淘宝"), "BLOCK");
}

TEST_F(OutageTest, ADaemonThatDrainsIsLeftBeforeItGoes) {
  options_.listen = {"127.0.0.1:0"};
  Start();
  ASSERT_NO_FATAL_FAILURE(Run({"--drain-delay-ms", "500"}));
  Open(FailurePolicy::kFailClosed, absl::StrCat("ipv4:", server_->addresses()[0], ",127.0.0.1:", PortOfTheProcess()));
  std::atomic<bool> gone{false};
  std::thread end([&] { End(SIGTERM), gone = true; });
  for (int after = 0; after < 100; after += gone) EXPECT_EQ(Ask("去淘宝"), "BLOCK");
  end.join();
  EXPECT_EQ(gate_->counters().failed_closed, 0u);
}

TEST_F(OutageTest, TheEndWaitsForCallsThatRun) {
  const SilentListener silent;
  client_.timeout = absl::Milliseconds(100);
  Open(FailurePolicy::kFailClosed, silent.address());
  std::atomic<int> told{0};
  for (int i = 0; i < 50; ++i) gate_->ScreenAsync(RequestOf("x"), [&](client::Outcome) { ++told; });
  gate_->ScreenBatchAsync(BatchOf({RequestOf("x")}), [&](std::vector<client::Outcome>) { ++told; });
  gate_.reset();
  EXPECT_EQ(told, 51);
}

// With the daemon in a process of its own: one in this process would keep gRPC's threads.
TEST_F(OutageTest, AGatekeeperMayGoAsSoonAsItsCallsAreTold) {
  ASSERT_NO_FATAL_FAILURE(Run());
  for (int i = 0; i < 200; ++i) {
    Open();
    ASSERT_EQ(AskAsync("您好"), "ALLOW");
    ASSERT_EQ(Told(AskAllAsync(BatchOf({RequestOf("您好")}))).at(0), "ALLOW");
    gate_.reset();
  }
}

}  // namespace
}  // namespace presend
