// Under load: how long calls wait, and which of them are turned away.
#include <climits>
#include <thread>

#include "daemon/queue_probe.h"
#include "daemon/shed_share.h"
#include "tests/daemon/served_rules.h"

namespace presend {
namespace {

TEST(ShedShareTest, TakesSomeEarlyAndAllWhenItIsLate) {
  struct Case {
    int wait_ms, taken;
  };
  constexpr int kCalls = 16 * ShedShare::kOneOf;
  for (const Case& c : {Case{0, 0}, {20, 0}, {21, 16}, {40, 16}, {41, kCalls}, {1000, kCalls}}) {
    ShedShare share(absl::Milliseconds(40));
    int taken = 0;
    for (int i = 0; i < kCalls; ++i) taken += share.Takes(absl::Milliseconds(c.wait_ms));
    EXPECT_EQ(taken, c.taken) << c.wait_ms;
  }
}

class QueueProbeTest : public ::testing::Test {
 protected:
  void Start(int longest_age_ms) {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::ServerBuilder builder;
    builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, longest_age_ms);
    builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, 1);
    server_ = builder.BuildAndStart();
    probe_ = std::make_unique<QueueProbe>(*server_);
  }
  ~QueueProbeTest() override {
    probe_.reset();
    server_->Shutdown();
  }
  bool MeasuresOn() {
    const uint64_t before = probe_->count();
    return testing::Await([&] { return probe_->count() > before + 10; });
  }
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<QueueProbe> probe_;
};

TEST_F(QueueProbeTest, Measures) {
  Start(INT_MAX);
  ASSERT_TRUE(MeasuresOn());
  EXPECT_GT(probe_->Delay(), absl::ZeroDuration());
}

TEST_F(QueueProbeTest, GoesOnWhenTheServerEndsOldConnections) {
  Start(50);
  for (int i = 0; i < 4; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    EXPECT_TRUE(MeasuresOn());
  }
}

}  // namespace
}  // namespace presend
