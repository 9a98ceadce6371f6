// The conversation, as a session lives it.
#include "wire/screening.h"

#include "gtest/gtest.h"
#include "tests/wire/small_rules.h"

namespace presend::wire {
namespace {

struct Said {
  const char* conversation;
  const char* agent;
  const char* sender;
  const char* text;
  v1::Verdict verdict;
  int64_t second = 0;
};

constexpr auto kAllow = v1::VERDICT_ALLOW;

struct Case {
  const char* name;
  std::vector<Said> said;
};

class Conversation : public ::testing::TestWithParam<Case> {};

TEST_P(Conversation, IsReadTogether) {
  ConversationWindow window;
  ScreenSession session;
  for (const Said& said : GetParam().said) {
    v1::ScreenRequest request;
    request.set_platform("jd");
    request.set_conversation_id(said.conversation);
    request.set_agent_id(said.agent);
    request.set_sender(said.sender);
    request.set_text(said.text);
    request.mutable_time()->set_seconds(1'700'000'000 + said.second);
    v1::ScreenResponse response;
    const auto screener = presend::testing::SmallScreener();
    ASSERT_TRUE(session.ScreenChecked(*screener, {}, &window, request, response).ok());
    if (said.verdict == kAllow) {
      EXPECT_EQ(response.verdict(), kAllow) << said.text;
    } else {
      EXPECT_NE(response.verdict(), kAllow) << said.text;
    }
  }
}

constexpr auto kFound = v1::VERDICT_BLOCK;  // or any but ALLOW

INSTANTIATE_TEST_SUITE_P(
    Window, Conversation,
    ::testing::Values(Case{"SplitWord", {{"c", "a", "", "加我微", kAllow}, {"c", "a", "", "信", kFound}}},
                      Case{"OtherConversation", {{"c", "a", "", "加我微", kAllow}, {"d", "a", "", "信", kAllow}}},
                      Case{"OtherAgent", {{"c", "a", "", "加我微", kAllow}, {"c", "b", "", "信", kAllow}}},
                      Case{"NoConversation", {{"", "a", "", "加我微", kAllow}, {"", "a", "", "信", kAllow}}},
                      Case{"EmptySenderIsTheAgent",
                           {{"c", "a", "", "加我微", kAllow}, {"c", "a", "agent", "信", kFound}}},
                      Case{"TooLate", {{"c", "a", "", "加我微", kAllow}, {"c", "a", "", "信", kAllow, 3600}}}),
    [](const auto& info) { return info.param.name; });

TEST(Session, RecentOfTheCallerIsReadInstead) {
  ScreenSession session;
  v1::ScreenRequest request;
  request.set_platform("jd");
  request.set_text("信");
  request.add_recent("加我微");
  v1::ScreenResponse response;
  ASSERT_TRUE(session.Screen(*presend::testing::SmallScreener(), nullptr, request, response).ok());
  EXPECT_NE(response.verdict(), kAllow);
}

TEST(Session, ARefusedRequestLeavesTheAnswerEmpty) {
  ScreenSession session;
  v1::ScreenResponse response;
  const auto screener = presend::testing::SmallScreener();
  EXPECT_TRUE(absl::IsInvalidArgument(session.ScreenChecked(*screener, {}, nullptr, {}, response)));
  EXPECT_EQ(response.ByteSizeLong(), 0u);
}

}  // namespace
}  // namespace presend::wire
