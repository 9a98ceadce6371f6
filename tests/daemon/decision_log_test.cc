// The log of decisions: complete, or the loss is counted; and nothing in it that names a person.
#include "daemon/decision_log.h"

#include <filesystem>

#include "daemon/redaction.h"
#include "gmock/gmock.h"
#include "nlohmann/json.hpp"
#include "tests/daemon/served_rules.h"

namespace presend {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

class Decisions : public testing::ServedRules {
 protected:
  Decisions() { options_.decisions.file = folder_ + "/decisions.jsonl"; }

  std::vector<json> Lines(const std::string& name = "decisions.jsonl") {
    std::vector<json> lines;
    std::ifstream file(folder_ + "/" + name);
    for (std::string line; std::getline(file, line);) lines.push_back(json::parse(line));
    return lines;
  }
};

TEST_F(Decisions, CarryTheIdThatTheAnswerCarries) {
  Start();
  const v1::ScreenResponse allowed = Screen("您好", "c1", "s1");
  const v1::ScreenResponse blocked = Screen("去淘宝，电话13800138000", "c1", "s1");
  server_.reset();
  const auto lines = Lines();
  ASSERT_EQ(lines.size(), 1u) << "only what is not allowed";
  EXPECT_EQ(lines[0]["decisionId"], blocked.decision_id());
  EXPECT_NE(allowed.decision_id(), blocked.decision_id());
  EXPECT_EQ(lines[0]["verdict"], "VERDICT_BLOCK");
  EXPECT_EQ(lines[0]["revision"], blocked.revision());
  EXPECT_EQ(lines[0]["conversationId"], "c1");
  EXPECT_EQ(lines[0]["shop"], "s1");
  EXPECT_EQ(lines[0]["findings"][0]["ruleId"], "jd.competitor.test");
  EXPECT_EQ(lines[0]["text"], "去淘宝，电话***********");
}

TEST_F(Decisions, HoldWhatTheOptionsSay) {
  options_.decisions.all = true;
  options_.decisions.text = LoggedText::kNone;
  Start();
  Screen("您好");
  Screen("去淘宝");
  server_.reset();
  const auto lines = Lines();
  ASSERT_EQ(lines.size(), 2u);
  for (const json& line : lines) EXPECT_THAT(line.dump(), Not(HasSubstr("淘宝")));
}

TEST_F(Decisions, CarryTheTraceOfTheCaller) {
  Start();
  v1::ScreenRequest request;
  request.set_platform("jd");
  request.set_text("淘宝");
  v1::ScreenResponse response;
  grpc::ClientContext call;
  call.AddMetadata("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  ASSERT_TRUE(stub_->Screen(&call, request, &response).ok());
  server_.reset();
  EXPECT_EQ(Lines().at(0)["traceparent"], "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
}

TEST_F(Decisions, FilesAreRotatedAndTheOldestLetGo) {
  options_.decisions.file_bytes = 2000;
  options_.decisions.files = 2;
  Start();
  for (int i = 0; i < 100; ++i) {
    Screen("去淘宝");
    if (i % 10 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  server_.reset();
  for (const char* name : {"decisions.jsonl", "decisions.jsonl.1", "decisions.jsonl.2"}) {
    EXPECT_FALSE(Lines(name).empty()) << name;
    EXPECT_LE(std::filesystem::file_size(folder_ + "/" + name), 2000u) << name;
  }
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/decisions.jsonl.3"));
}

TEST(DecisionLogTest, AFullDiskLosesLinesAndCountsThem) {
  DecisionLogOptions options;
  options.file = "/dev/full";
  auto log = DecisionLog::Open(options);
  ASSERT_TRUE(log.ok()) << log.status();
  v1::ScreenRequest request;
  v1::ScreenResponse response;
  response.set_verdict(v1::VERDICT_BLOCK);
  for (int i = 0; i < 10; ++i) (*log)->Add(request, "", "", response);
  EXPECT_TRUE(testing::Await([&] { return (*log)->counts().dropped == 10; }));
  EXPECT_EQ((*log)->counts().written, 0u);
}

TEST(DecisionLogTest, AQueueThatIsFullDropsAndCounts) {
  DecisionLogOptions options;
  options.file = "/dev/null";
  options.queue_bytes = 10;  // less than a line
  auto log = DecisionLog::Open(options).value();
  v1::ScreenRequest request;
  v1::ScreenResponse response;
  response.set_verdict(v1::VERDICT_BLOCK);
  for (int i = 0; i < 10; ++i) log->Add(request, "", "", response);
  EXPECT_EQ(log->counts().dropped, 10u);
}

TEST(DecisionLogTest, AFileThatCannotBeOpenedIsAnError) {
  DecisionLogOptions options;
  options.file = "/nowhere/decisions.jsonl";
  EXPECT_TRUE(absl::IsUnavailable(DecisionLog::Open(options).status()));
}

TEST(Redaction, MasksWhatNamesOrReachesAPerson) {
  struct Case {
    const char* text;
    const char* shown;
  };
  const Case cases[] = {
      {"您好，今天发货", "您好，今天发货"},
      {"电话13912345678", "电话***********"},
      {"1３①8", "****"},
      {"一三九一二三四五六七八", "***********"},
      {"加wxid_abc", "加********"},
      {"邮箱a.b@example.com谢谢", "邮箱***************谢谢"},
      {"型号S8很好", "型号**很好"},
      {"尺码XL", "尺码XL"},
      {"身份证11010119900307123X", "身份证******************"},
      {"送到幸福路12号3栋", "*********栋"},
      {"", ""},
  };
  for (const Case& c : cases) EXPECT_EQ(Redact(c.text), c.shown) << c.text;
}

}  // namespace
}  // namespace presend
