// Limits of requests, and how errors travel.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/wire/small_rules.h"
#include "wire/status.h"
#include "wire/validation.h"

namespace presend::wire {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr RequestLimits kLimits{.text_bytes = 12, .id_bytes = 4, .batch = 2, .recent = 2};

v1::ScreenRequest Good() {
  v1::ScreenRequest request;
  request.set_platform("jd");
  request.set_text("您好");
  return request;
}

struct Case {
  const char* name;
  void (*change)(v1::ScreenRequest&);
  std::vector<std::string> fields;  // at fault
};

class Validation : public ::testing::TestWithParam<Case> {};

TEST_P(Validation, NamesEachFieldAtFault) {
  const auto screener = presend::testing::SmallScreener();
  v1::ScreenRequest request = Good();
  GetParam().change(request);
  const absl::Status status = Validate(request, *screener, kLimits);
  std::vector<std::string> fields;
  for (const FieldViolation& violation : FieldViolations(status)) {
    fields.push_back(violation.field);
    EXPECT_FALSE(violation.description.empty());
  }
  EXPECT_EQ(fields, GetParam().fields) << status;
  EXPECT_EQ(status.code(), fields.empty() ? absl::StatusCode::kOk : absl::StatusCode::kInvalidArgument);
}

INSTANTIATE_TEST_SUITE_P(
    Fields, Validation,
    ::testing::Values(
        Case{"Good", [](v1::ScreenRequest&) {}, {}},
        Case{"EmptyText", [](v1::ScreenRequest& r) { r.clear_text(); }, {}},
        Case{"TextAtTheLimit", [](v1::ScreenRequest& r) { r.set_text("您好您好"); }, {}},
        Case{"TextAbove", [](v1::ScreenRequest& r) { r.set_text("您好您好x"); }, {"text"}},
        Case{"IdAtTheLimit", [](v1::ScreenRequest& r) { r.set_message_id("1234"); }, {}},
        Case{"IdsAbove",
             [](v1::ScreenRequest& r) {
               r.set_message_id("12345");
               r.set_conversation_id("12345");
               r.set_shop("12345");
               r.set_agent_id("12345");
             },
             {"messageId", "conversationId", "shop", "agentId"}},
        Case{"NoPlatform", [](v1::ScreenRequest& r) { r.clear_platform(); }, {"platform"}},
        Case{"UnknownPlatform", [](v1::ScreenRequest& r) { r.set_platform("nowhere"); }, {"platform"}},
        Case{"Robot", [](v1::ScreenRequest& r) { r.set_sender("robot"); }, {}},
        Case{"UnknownSender", [](v1::ScreenRequest& r) { r.set_sender("Agent"); }, {"sender"}},
        Case{"TimeInRange", [](v1::ScreenRequest& r) { r.mutable_time()->set_seconds(253402300799); }, {}},
        Case{"TimeTooLate", [](v1::ScreenRequest& r) { r.mutable_time()->set_seconds(253402300800); }, {"time"}},
        Case{"TimeTooEarly", [](v1::ScreenRequest& r) { r.mutable_time()->set_seconds(-62135596801); }, {"time"}},
        Case{"NegativeNanos", [](v1::ScreenRequest& r) { r.mutable_time()->set_nanos(-1); }, {"time"}},
        Case{"ManyRecent",
             [](v1::ScreenRequest& r) {
               for (int i = 0; i < 3; ++i) r.add_recent("x");
             },
             {"recent"}},
        Case{"LongRecent",
             [](v1::ScreenRequest& r) {
               r.add_recent("1234567");
               r.add_recent("123456");
             },
             {"recent"}},
        Case{"Several",
             [](v1::ScreenRequest& r) {
               r.set_text(std::string(13, 'x'));
               r.set_platform("nowhere");
             },
             {"text", "platform"}}),
    [](const auto& info) { return info.param.name; });

TEST(Validation, ABatchNamesTheRequest) {
  const auto screener = presend::testing::SmallScreener();
  v1::ScreenBatchRequest batch;
  *batch.add_requests() = Good();
  *batch.add_requests() = Good();
  EXPECT_TRUE(Validate(batch, *screener, kLimits).ok());
  batch.mutable_requests(1)->clear_platform();
  EXPECT_EQ(FieldViolations(Validate(batch, *screener, kLimits)).at(0).field, "requests[1].platform");
  *batch.add_requests() = Good();
  EXPECT_EQ(FieldViolations(Validate(batch, *screener, kLimits)).at(0).field, "requests");
}

TEST(Validation, SaysWhichPlatformsThereAre) {
  v1::ScreenRequest request = Good();
  request.set_platform("nowhere");
  const absl::Status status = Validate(request, *presend::testing::SmallScreener(), kLimits);
  EXPECT_THAT(std::string(status.message()), HasSubstr("known: jd"));
}

TEST(Validation, WhatIsQuotedIsNotCutInTheMiddleOfACharacter) {
  v1::ScreenRequest request = Good();
  for (const char* kind : {"x", "é", "京", "😀"}) {
    for (size_t shift = 0; shift < 4; ++shift) {
      request.set_platform(std::string(shift, '-'));
      for (int i = 0; i < 70; ++i) request.mutable_platform()->append(kind);
      request.set_sender(request.platform());
      const auto violations = FieldViolations(Validate(request, *presend::testing::SmallScreener(), kLimits));
      ASSERT_EQ(violations.size(), 2u);
      const std::string quoted = std::string(shift, '-') + kind;
      for (const FieldViolation& violation : violations) {
        EXPECT_THAT(violation.description, HasSubstr(std::string("\"") + quoted));
        EXPECT_THAT(violation.description, HasSubstr(std::string(kind) + "\"; known:")) << "a whole one before the end";
      }
    }
  }
}

TEST(Status, TravelsWithItsDetails) {
  const absl::Status statuses[] = {
      absl::OkStatus(), absl::UnavailableError("no rules"), BadRequest({{"text", "too long"}, {"time", "bad"}}),
      TryAgainLater("full", absl::Milliseconds(1500)), BadRules("a.yaml:1:2: error: x\nb.yaml:3:4: error: y\n")};
  for (const absl::Status& status : statuses) {
    const grpc::Status wire = ToGrpc(status);
    EXPECT_EQ(static_cast<int>(wire.error_code()), static_cast<int>(status.code()));
    EXPECT_EQ(FromGrpc(wire), status);
  }
}

TEST(Status, CarriesGoogleErrorDetails) {
  google::rpc::Status status;
  FillStatus(TryAgainLater("full", absl::Milliseconds(1500)), status);
  google::rpc::RetryInfo retry;
  ASSERT_TRUE(status.details(0).UnpackTo(&retry));
  EXPECT_EQ(retry.retry_delay().seconds(), 1);
  EXPECT_EQ(retry.retry_delay().nanos(), 500'000'000);
  status.Clear();
  FillStatus(BadRules("a.yaml:1:2: error: x\nb.yaml:3:4: error: y\n"), status);
  google::rpc::PreconditionFailure failure;
  ASSERT_TRUE(status.details(0).UnpackTo(&failure));
  ASSERT_EQ(failure.violations_size(), 2);
  EXPECT_EQ(failure.violations(1).description(), "b.yaml:3:4: error: y");
}

}  // namespace
}  // namespace presend::wire
