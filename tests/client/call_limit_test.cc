// The limit, step by step, by a clock that the test turns.
#include "client/call_limit.h"

#include "gtest/gtest.h"

namespace presend::client {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class CallLimitTest : public ::testing::Test {
 protected:
  bool Enter() { return limit_.Enter(now_, 4 * kEarly).has_value(); }
  // How many more calls may be made, up to `most`; they are under way then.
  int EnterAll(int most = 5000) {
    int entered = 0;
    while (entered < most && Enter()) ++entered;
    return entered;
  }
  void EndAll(int calls) {
    for (int i = 0; i < calls; ++i) limit_.Ended();
  }
  // How many are allowed with none under way.
  int Room() {
    const int room = EnterAll();
    EndAll(room);
    return room;
  }
  void Answer(int entered, milliseconds took) { limit_.Answered({entered, now_ - took, kEarly}, now_); }
  // To one call more, the only one.
  void AnswerOne(milliseconds took) {
    ASSERT_TRUE(Enter());
    Answer(1, took);
  }
  void LateAnswer() { AnswerOne(milliseconds(40)); }

  static constexpr milliseconds kEarly{20};
  CallLimit limit_;
  CallLimit::Clock::time_point now_{seconds(100)};
};

TEST_F(CallLimitTest, NoneWhileAnswersAreEarly) {
  const int entered = EnterAll();
  EXPECT_EQ(entered, 5000);
  for (int i = 0; i < entered; ++i) Answer(i + 1, milliseconds(20));
  EXPECT_EQ(Room(), 5000);
}

TEST_F(CallLimitTest, WhatWouldHaveBeenEarly) {
  EnterAll(100);
  Answer(80, milliseconds(40));  // twice the time: half of what was under way
  EndAll(99);
  EXPECT_EQ(Room(), 40);
  LateAnswer();
  EXPECT_EQ(Room(), 40) << "once in ten milliseconds";
  now_ += milliseconds(10);
  LateAnswer();
  EXPECT_EQ(Room(), 36) << "a tenth less";
}

TEST_F(CallLimitTest, HalfAfterAFailure) {
  EnterAll(100);
  limit_.Failed(now_);
  EndAll(99);
  EXPECT_EQ(Room(), 50);
  now_ += milliseconds(10);
  Enter();
  limit_.Failed(now_);
  EXPECT_EQ(Room(), 25);
}

TEST_F(CallLimitTest, OneCallIsAlwaysLeft) {
  for (int i = 0; i < 100; ++i, now_ += milliseconds(10)) {
    ASSERT_TRUE(Enter());
    limit_.Failed(now_);
  }
  EXPECT_EQ(Room(), 1);
}

TEST_F(CallLimitTest, GrowsByOneForEachRoundThatIsEarly) {
  EnterAll(100);
  limit_.Failed(now_);
  EndAll(99);
  int entered = EnterAll();
  for (int round = 1; round <= 3; ++round) {
    for (int answers = entered + 1; answers > 0; --answers) {
      Answer(entered, milliseconds(1));
      entered += EnterAll() - 1;
    }
    EXPECT_EQ(entered, 50 + round);
  }
  EndAll(entered);
  for (int i = 0; i < 1000; ++i) AnswerOne(milliseconds(1));
  EXPECT_EQ(Room(), 53) << "not while it is far from full";
}

TEST_F(CallLimitTest, NoMoreIntoSilence) {
  EnterAll(20);
  now_ += milliseconds(21);
  EXPECT_FALSE(Enter());
  Answer(20, milliseconds(10));
  EXPECT_TRUE(Enter());
  now_ += milliseconds(21);
  EndAll(5);
  EXPECT_TRUE(Enter()) << "a few slow calls say nothing";
}

TEST_F(CallLimitTest, FallsAwayAfterTwoSecondsWithoutTrouble) {
  EnterAll(100);
  limit_.Failed(now_);
  EndAll(99);
  now_ += milliseconds(1999);
  EXPECT_EQ(Room(), 50);
  now_ += milliseconds(1);
  EXPECT_EQ(Room(), 5000);
}

}  // namespace
}  // namespace presend::client
