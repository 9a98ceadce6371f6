// The breaker, step by step, by a clock that the test turns.
#include "client/circuit_breaker.h"

#include <atomic>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace presend::client {
namespace {

using std::chrono::seconds;
using State = CircuitBreaker::State;
using Cause = CircuitBreaker::Cause;

class CircuitBreakerTest : public ::testing::Test {
 protected:
  CircuitBreaker::Admission Enter() { return breaker_.Enter(now_); }
  void Fail(int times) {
    for (int i = 0; i < times; ++i) breaker_.Failed(Enter(), now_);
  }

  CircuitBreaker breaker_{3, seconds(80)};  // the first rest is 10 s
  CircuitBreaker::Clock::time_point now_{};
};

TEST_F(CircuitBreakerTest, OpensAfterFailuresInARowOnly) {
  Fail(2);
  breaker_.Answered(Enter());
  Fail(2);
  EXPECT_EQ(breaker_.state(), State::kClosed);
  Fail(1);
  EXPECT_EQ(breaker_.state(), State::kOpen);
  now_ += seconds(4);
  const auto refused = Enter();
  EXPECT_FALSE(refused.admitted);
  EXPECT_EQ(refused.cause, Cause::kFailures);
  EXPECT_EQ(refused.wait, seconds(6));
}

TEST_F(CircuitBreakerTest, OneCallTriesAndDecides) {
  Fail(3);
  now_ += seconds(10);
  const auto first_try = Enter();
  EXPECT_TRUE(first_try.admitted);
  EXPECT_EQ(breaker_.state(), State::kHalfOpen);
  EXPECT_FALSE(Enter().admitted) << "one at a time";
  breaker_.Failed(first_try, now_);
  EXPECT_EQ(breaker_.state(), State::kOpen);
  EXPECT_EQ(Enter().wait, seconds(20)) << "twice as long";
  now_ += seconds(20);
  breaker_.Answered(Enter());
  EXPECT_EQ(breaker_.state(), State::kClosed);
  EXPECT_EQ(breaker_.openings(), 2u);
  Fail(2);
  EXPECT_EQ(breaker_.state(), State::kClosed) << "counts anew";
  Fail(1);
  EXPECT_EQ(Enter().wait, seconds(10)) << "short again";
}

TEST_F(CircuitBreakerTest, NoRestIsLongerThanTheLongest) {
  Fail(3);
  for (int rest : {10, 20, 40, 80, 80, 80}) {
    EXPECT_EQ(Enter().wait, seconds(rest));
    now_ += seconds(rest);
    breaker_.Failed(Enter(), now_);
  }
}

TEST_F(CircuitBreakerTest, CallsFromBeforeTheOpeningSayNothing) {
  const auto slow = Enter(), slower = Enter(), slowest = Enter();
  Fail(3);
  breaker_.Answered(slow);
  EXPECT_EQ(breaker_.state(), State::kOpen);
  now_ += seconds(10);
  const auto first_try = Enter();
  breaker_.Answered(slower);
  EXPECT_EQ(breaker_.state(), State::kHalfOpen);
  breaker_.Failed(slowest, now_);
  breaker_.Overloaded(slowest, now_, seconds(100));
  EXPECT_EQ(breaker_.state(), State::kHalfOpen);
  breaker_.Answered(first_try);
  EXPECT_EQ(breaker_.state(), State::kClosed);
}

TEST_F(CircuitBreakerTest, APauseLastsAsLongAsIsAskedFor) {
  breaker_.Overloaded(Enter(), now_, seconds(2));
  EXPECT_FALSE(Enter().admitted);
  EXPECT_EQ(Enter().cause, Cause::kOverload);
  now_ += seconds(2);
  breaker_.Answered(Enter());
  EXPECT_EQ(breaker_.state(), State::kClosed);
}

TEST(CircuitBreakerThreadsTest, OnlyOneOfManyThreadsTries) {
  CircuitBreaker breaker(1, CircuitBreaker::Clock::duration(0));
  const CircuitBreaker::Clock::time_point now{};
  breaker.Failed(breaker.Enter(now), now);
  std::atomic<int> inside{0}, tries{0}, crowds{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      while (tries < 10'000) {
        const auto admission = breaker.Enter(now);
        if (!admission.admitted) continue;
        crowds += ++inside > 1;
        ++tries;
        --inside;
        breaker.Failed(admission, now);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(crowds, 0);
  EXPECT_EQ(breaker.openings(), 1u + tries);
}

}  // namespace
}  // namespace presend::client
