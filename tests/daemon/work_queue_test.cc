// Costly calls wait in line, not for long, and not for nothing.
#include "daemon/work_queue.h"

#include <algorithm>
#include <atomic>
#include <future>

#include "google/rpc/error_details.pb.h"
#include "tests/daemon/served_rules.h"
#include "wire/status.h"

namespace presend {
namespace {

TEST(WorkQueueTest, RunsInOrderAndFinishesWhatItTook) {
  std::vector<int> ran;
  {
    WorkQueue queue(1, absl::ZeroDuration());
    for (int i = 0; i < 100; ++i) EXPECT_TRUE(queue.Offer([&ran, i] { ran.push_back(i); }));
  }
  ASSERT_EQ(ran.size(), 100u);
  EXPECT_TRUE(std::is_sorted(ran.begin(), ran.end()));
}

TEST(WorkQueueTest, TakesNothingWhileTheFirstHasWaitedTooLong) {
  std::promise<void> gate;
  const std::shared_future<void> open(gate.get_future());
  std::atomic<int> ran{0};
  WorkQueue queue(1, absl::Milliseconds(50));
  EXPECT_TRUE(queue.Offer([open] { open.wait(); }));
  while (!queue.Offer([&] { ++ran; })) {
  }
  EXPECT_TRUE(testing::Await([&] { return !queue.Offer([&] { ++ran; }); })) << "at some time it is enough";
  gate.set_value();
  EXPECT_TRUE(testing::Await([&] { return queue.Offer([] {}); })) << "and then there is room again";
  EXPECT_TRUE(testing::Await([&] { return ran > 0; }));
}

class Overload : public testing::ServedRules {
 protected:
  static v1::ScreenBatchRequest Costly() {
    v1::ScreenBatchRequest batch;
    std::string text;
    for (int i = 0; i < 60; ++i) text += "您的订单今天下午发出哦";
    for (int i = 0; i < 1000; ++i) {
      batch.add_requests()->set_platform("jd");
      batch.mutable_requests(i)->set_text(text);
    }
    return batch;
  }
};

TEST_F(Overload, IsToldAtOnceAndWhatIsTakenIsAnswered) {
  options_.longest_wait_ms = 50;
  Start();
  const v1::ScreenBatchRequest batch = Costly();
  std::atomic<int> answered{0}, refused{0}, other{0};
  std::vector<std::thread> callers;
  for (int t = 0; t < 24; ++t) {
    callers.emplace_back([&] {
      for (int i = 0; i < 4; ++i) {
        v1::ScreenBatchResponse answers;
        grpc::ClientContext call;
        const grpc::Status status = stub_->ScreenBatch(&call, batch, &answers);
        if (status.ok()) {
          answered += answers.responses_size() == batch.requests_size();
          continue;
        }
        const auto retry =
            wire::FromGrpc(status).GetPayload("type.googleapis.com/google.rpc.RetryInfo").has_value();
        ++(status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED && retry ? refused : other);
      }
    });
  }
  for (auto& caller : callers) caller.join();
  EXPECT_GT(answered, 0);
  EXPECT_GT(refused, 0);
  EXPECT_EQ(other, 0);
  EXPECT_EQ(answered + refused, 24 * 4);
  const auto is_taken = [&] {
    v1::ScreenRequest request;
    request.set_platform("jd");
    v1::ScreenResponse response;
    grpc::ClientContext call;
    return stub_->Screen(&call, request, &response).ok();
  };
  EXPECT_TRUE(testing::Await(is_taken)) << "and afterwards all is as before";
}

TEST_F(Overload, WorkThatNobodyWaitsForIsNotDone) {
  Start();
  const v1::ScreenBatchRequest batch = Costly();
  std::vector<std::thread> callers;
  std::atomic<int> late{0};
  for (int t = 0; t < 40; ++t) {
    callers.emplace_back([&] {
      v1::ScreenBatchResponse answers;
      grpc::ClientContext call;
      call.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(60));
      late += stub_->ScreenBatch(&call, batch, &answers).error_code() == grpc::StatusCode::DEADLINE_EXCEEDED;
    });
  }
  for (auto& caller : callers) caller.join();
  EXPECT_GT(late, 0);
  EXPECT_TRUE(testing::Await([&] { return Screen("您好").verdict() == v1::VERDICT_ALLOW; }));
}

}  // namespace
}  // namespace presend
