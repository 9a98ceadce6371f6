// Other rules beside the active ones: in the shadow, as a canary, promoted and rolled back.
#include <set>

#include "gmock/gmock.h"
#include "tests/daemon/served_rules.h"

namespace presend {
namespace {

using ::testing::HasSubstr;

class Candidate : public testing::ServedRules {
 protected:
  Candidate() { WritePack(options_.candidates + "/moon", {"月亮"}); }

  grpc::Status Load(v1::TrialMode mode, uint32_t percent = 0, const std::string& shop = "",
                    const std::string& name = "moon") {
    return LoadCandidate(name, mode, percent, shop);
  }
  grpc::Status Drop() {
    v1::DropCandidateResponse response;
    grpc::ClientContext call;
    return admin_->DropCandidate(&call, {}, &response);
  }
};

TEST_F(Candidate, InTheShadowCountsAndNeverAnswers) {
  Start();
  const std::string active = Status().revision();
  ASSERT_TRUE(Load(v1::TRIAL_MODE_SHADOW).ok());
  for (const char* text : {"去淘宝", "去月亮", "去月亮", "您好"}) EXPECT_EQ(Screen(text).revision(), active);
  const v1::CandidateStatus candidate = Status().candidate();
  EXPECT_EQ(candidate.name(), "moon");
  EXPECT_NE(candidate.revision(), active);
  std::set<std::string> pairs;
  for (const auto& pair : candidate.verdicts()) {
    pairs.insert(v1::Verdict_Name(pair.active()) + " " + v1::Verdict_Name(pair.candidate()) + " " +
                 std::to_string(pair.messages()));
  }
  EXPECT_THAT(pairs, ::testing::ElementsAre("VERDICT_ALLOW VERDICT_ALLOW 1", "VERDICT_ALLOW VERDICT_BLOCK 2",
                                            "VERDICT_BLOCK VERDICT_ALLOW 1"));
}

TEST_F(Candidate, InTheShadowSeesTheConversationAndLeavesItAlone) {
  WritePack(options_.candidates + "/same", {"淘宝"});
  Start();
  ASSERT_TRUE(Load(v1::TRIAL_MODE_SHADOW, 0, "", "same").ok());
  Screen("去淘", "c");
  EXPECT_EQ(Screen("宝", "c").verdict(), v1::VERDICT_BLOCK);
  const v1::CandidateStatus candidate = Status().candidate();
  uint64_t judged = 0;
  for (const auto& pair : candidate.verdicts()) {
    EXPECT_EQ(pair.active(), pair.candidate());
    judged += pair.messages();
  }
  EXPECT_EQ(judged, 2u);
}

TEST_F(Candidate, AsACanaryAnswersItsShopsOnly) {
  Start();
  ASSERT_TRUE(Load(v1::TRIAL_MODE_CANARY, 0, "brave").ok());
  EXPECT_EQ(Screen("去月亮", "", "brave").verdict(), v1::VERDICT_BLOCK);
  EXPECT_EQ(Screen("去月亮", "", "timid").verdict(), v1::VERDICT_ALLOW);
  EXPECT_EQ(Status().candidate().answered(), 1u);
}

TEST_F(Candidate, AsACanaryKeepsAConversationOnItsSide) {
  Start();
  ASSERT_TRUE(Load(v1::TRIAL_MODE_CANARY, 30).ok());
  int taken = 0;
  for (int i = 0; i < 200; ++i) {
    const std::string conversation = "conversation " + std::to_string(i);
    const auto first = Screen("去月亮", conversation).revision();
    EXPECT_EQ(Screen("您好", conversation).revision(), first);
    taken += first != Status().revision();
  }
  EXPECT_GT(taken, 30);
  EXPECT_LT(taken, 90);
}

TEST_F(Candidate, IsPromotedAndRolledBack) {
  Start();
  ASSERT_TRUE(Load(v1::TRIAL_MODE_SHADOW).ok());
  ASSERT_TRUE(Promote().ok());
  EXPECT_TRUE(Blocks("去月亮"));
  EXPECT_FALSE(Blocks("去淘宝"));
  EXPECT_TRUE(Status().held());
  EXPECT_FALSE(Status().has_candidate());
  ASSERT_TRUE(RollBack().ok());
  EXPECT_TRUE(Blocks("去淘宝"));
  EXPECT_FALSE(Status().held()) << "the folder holds these very rules";
  ASSERT_TRUE(RollBack().ok());
  EXPECT_TRUE(Blocks("去月亮"));
}

TEST_F(Candidate, APromotionOutlivesNoticesButNotNews) {
  Start();
  ASSERT_TRUE(Load(v1::TRIAL_MODE_SHADOW).ok());
  ASSERT_TRUE(Promote().ok());
  const uint64_t loads = Status().loads();
  Write(options_.rules + "/jd/notes.txt", "not a rule\n");
  ASSERT_TRUE(testing::Await([&] { return Status().loads() > loads; }));
  EXPECT_TRUE(Blocks("去月亮")) << "the folder holds what it held";
  WritePack(options_.rules, {"太阳"});
  EXPECT_TRUE(testing::Await([&] { return Blocks("去太阳"); }));
  EXPECT_FALSE(Status().held());
}

TEST_F(Candidate, AnOrderToReloadEndsAPromotion) {
  Start();
  ASSERT_TRUE(Load(v1::TRIAL_MODE_SHADOW).ok());
  ASSERT_TRUE(Promote().ok());
  ASSERT_TRUE(server_->Reload().ok());
  EXPECT_TRUE(Blocks("去淘宝"));
}

TEST_F(Candidate, IsRefusedWhenItIsNotThereOrBad) {
  Start();
  Write(options_.candidates + "/bad/jd/pack.yaml", "name: [\n");
  struct Case {
    std::string name;
    v1::TrialMode mode;
    uint32_t percent;
    grpc::StatusCode code;
  };
  const Case cases[] = {
      {"nowhere", v1::TRIAL_MODE_SHADOW, 0, grpc::StatusCode::NOT_FOUND},
      {"../rules", v1::TRIAL_MODE_SHADOW, 0, grpc::StatusCode::INVALID_ARGUMENT},
      {"..", v1::TRIAL_MODE_SHADOW, 0, grpc::StatusCode::INVALID_ARGUMENT},
      {"", v1::TRIAL_MODE_SHADOW, 0, grpc::StatusCode::INVALID_ARGUMENT},
      {"moon", v1::TRIAL_MODE_UNSPECIFIED, 0, grpc::StatusCode::INVALID_ARGUMENT},
      {"moon", v1::TRIAL_MODE_CANARY, 101, grpc::StatusCode::INVALID_ARGUMENT},
      {"bad", v1::TRIAL_MODE_SHADOW, 0, grpc::StatusCode::FAILED_PRECONDITION},
  };
  for (const Case& c : cases) EXPECT_EQ(Load(c.mode, c.percent, "", c.name).error_code(), c.code) << c.name;
  EXPECT_THAT(Load(v1::TRIAL_MODE_SHADOW, 0, "", "bad").error_message(), HasSubstr("pack.yaml"));
  EXPECT_FALSE(Status().has_candidate());
  EXPECT_EQ(Promote().error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(Drop().error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(RollBack().error_code(), grpc::StatusCode::FAILED_PRECONDITION);
}

}  // namespace
}  // namespace presend
