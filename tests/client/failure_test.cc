// What is a verdict, and what each error means.
#include "client/failure.h"

#include "gtest/gtest.h"
#include "wire/status.h"

namespace presend::client {
namespace {

TEST(FailureOfTest, EachStatusHasItsReason) {
  struct Case {
    absl::Status status;
    NoVerdict reason;
  };
  const Case cases[] = {
      {absl::DeadlineExceededError(""), NoVerdict::kTimeout},
      {absl::UnavailableError(""), NoVerdict::kUnreachable},
      {wire::TryAgainLater("", absl::Milliseconds(1500)), NoVerdict::kOverloaded},
      {absl::ResourceExhaustedError("message larger than max"), NoVerdict::kRefused},
      {wire::BadRequest({{"text", "too long"}}), NoVerdict::kRefused},
      {absl::UnauthenticatedError(""), NoVerdict::kNotAdmitted},
      {absl::PermissionDeniedError(""), NoVerdict::kNotAdmitted},
      {absl::InternalError(""), NoVerdict::kBroken},
      {absl::UnimplementedError(""), NoVerdict::kBroken},
      {absl::CancelledError("retry perAttemptRecvTimeout exceeded"), NoVerdict::kTimeout},
  };
  for (const Case& c : cases) {
    const Failure failure = FailureOf(c.status);
    EXPECT_EQ(NoVerdictName(failure.reason), NoVerdictName(c.reason)) << c.status;
    EXPECT_EQ(failure.status, c.status);
  }
  EXPECT_EQ(FailureOf(wire::TryAgainLater("", absl::Milliseconds(1500))).retry_after, absl::Milliseconds(1500));
}

TEST(AnswerOfTest, OnlyTheFourVerdictsAreVerdicts) {
  for (int verdict = -1; verdict <= 6; ++verdict) {
    v1::ScreenResponse response;
    response.set_verdict(static_cast<v1::Verdict>(verdict));
    const Answer answer = AnswerOf(response);
    ASSERT_EQ(std::holds_alternative<v1::ScreenResponse>(answer), verdict >= 1 && verdict <= 4) << verdict;
    const auto* failure = std::get_if<Failure>(&answer);
    EXPECT_TRUE(failure == nullptr || failure->reason == NoVerdict::kBroken);
  }
}

TEST(OutcomeTest, MaySendFollowsTheVerdictOrThePolicy) {
  const auto with = [](v1::Verdict verdict) {
    v1::ScreenResponse response;
    response.set_verdict(verdict);
    return Outcome(response).MaySend();
  };
  EXPECT_TRUE(with(v1::VERDICT_ALLOW));
  EXPECT_TRUE(with(v1::VERDICT_ADVISE));
  EXPECT_FALSE(with(v1::VERDICT_REVIEW));
  EXPECT_FALSE(with(v1::VERDICT_BLOCK));
  const auto without = [](FailurePolicy policy) {
    return Outcome(Unscreened{NoVerdict::kTimeout, policy, absl::DeadlineExceededError("")}).MaySend();
  };
  EXPECT_TRUE(without(FailurePolicy::kFailOpen));
  EXPECT_FALSE(without(FailurePolicy::kFailClosed));
}

TEST(FailureInTest, EveryTextOfARequestMustBeUtf8) {
  v1::ScreenRequest good;
  good.set_text("你好😀");
  good.add_recent("您好");
  EXPECT_FALSE(FailureIn(good));
  for (const char* field :
       {"text", "message_id", "platform", "conversation_id", "shop", "agent_id", "sender", "recent"}) {
    v1::ScreenRequest bad = good;
    const auto* descriptor = bad.GetDescriptor()->FindFieldByName(field);
    const std::string surrogate = "x\xed\xa0\x80";
    if (descriptor->is_repeated()) {
      bad.GetReflection()->AddString(&bad, descriptor, surrogate);
    } else {
      bad.GetReflection()->SetString(&bad, descriptor, surrogate);
    }
    const auto failure = FailureIn(bad);
    ASSERT_TRUE(failure) << field;
    EXPECT_EQ(failure->reason, NoVerdict::kRefused);
    EXPECT_EQ(failure->status.message(), absl::string_view(descriptor->json_name() + ": not UTF-8"));
  }
}

}  // namespace
}  // namespace presend::client
