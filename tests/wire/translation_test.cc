// Engine types in protobuf and JSON, and back.
#include "wire/translation.h"

#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "wire/json.h"

namespace presend::wire {
namespace {

using google::protobuf::util::JsonStringToMessage;
using google::protobuf::util::MessageDifferencer;

Finding FullFinding() {
  return {.rule_id = "jd.contact.wechat",
          .title = "引流",
          .category = Category::kContact,
          .action = Action::kReview,
          .range = {{0, 6}, {0, 2}, {0, 2}},
          .matched = "\"薇\\信\"\n\x01",
          .canonical = "微信",
          .folds = FoldSet::Of(Fold::kSound) | FoldSet::Of(Fold::kLinkSpelling),
          .reason = "请勿引流。",
          .penalty = {"扣分", "规则"},
          .suggestions = {"", "咚咚"}};
}

Verdict FullVerdict() {
  Verdict verdict;
  verdict.action = Action::kReview;
  verdict.findings = {FullFinding(), Finding{}};
  verdict.rewritten_text = "";
  verdict.explanation = Explanation{
      .views = {{"plain", "微信", {{0, 3}, {3, 6}}}},
      .steps = {{"jd.contact.wechat", "微信", "sound", {0, 6}, FoldSet::Of(Fold::kSound), "kept", ""}}};
  verdict.revision = "r1";
  return verdict;
}

v1::ScreenResponse ToResponse(const Verdict& verdict) {
  v1::ScreenResponse response;
  FillResponse(verdict, response);
  return response;
}

TEST(Translation, AVerdictComesBackWhole) {
  const Verdict verdict = FullVerdict();
  const Verdict back = ReadResponse(ToResponse(verdict));
  EXPECT_TRUE(MessageDifferencer::Equals(ToResponse(back), ToResponse(verdict)));
  ASSERT_EQ(back.findings.size(), 2u);
  EXPECT_EQ(back.action, Action::kReview);
  const Finding &was = verdict.findings[0], &is = back.findings[0];
  EXPECT_EQ(is.rule_id, was.rule_id);
  EXPECT_EQ(is.title, was.title);
  EXPECT_EQ(is.category, was.category);
  EXPECT_EQ(is.action, was.action);
  EXPECT_EQ(is.range.bytes, was.range.bytes);
  EXPECT_EQ(is.range.utf16, was.range.utf16);
  EXPECT_EQ(is.range.code_points, was.range.code_points);
  EXPECT_EQ(is.matched, was.matched);
  EXPECT_EQ(is.folds, was.folds);
  EXPECT_EQ(is.penalty.source, was.penalty.source);
  EXPECT_EQ(is.suggestions, was.suggestions);
  EXPECT_EQ(back.rewritten_text, verdict.rewritten_text);
  EXPECT_EQ(back.explanation->steps[0].outcome, "kept");
  EXPECT_EQ(back.explanation->views[0].originals[1], (Span{3, 6}));
}

TEST(Translation, EveryNameOfTheLadderAndTheCategories) {
  for (Action action : {Action::kAllow, Action::kAdvise, Action::kReview, Action::kBlock}) {
    Verdict verdict;
    verdict.action = action;
    std::string name = "VERDICT_";
    for (char c : ActionName(action)) name += static_cast<char>(std::toupper(c));
    EXPECT_EQ(v1::Verdict_Name(ToResponse(verdict).verdict()), name);
  }
  for (int i = 0; i < kCategoryCount; ++i) {
    Verdict verdict;
    verdict.findings.push_back({.category = static_cast<Category>(i)});
    std::string name = "CATEGORY_";
    for (char c : CategoryName(static_cast<Category>(i))) name += c == '-' ? '_' : static_cast<char>(std::toupper(c));
    EXPECT_EQ(v1::Category_Name(ToResponse(verdict).findings(0).category()), name);
  }
}

TEST(Translation, ARequestFillsAMessage) {
  v1::ScreenRequest request;
  request.set_text("您好");
  request.set_platform("jd");
  request.set_shop("s1");
  request.set_sender("robot");
  request.set_explain(true);
  request.add_recent("早");
  Message message;
  FillMessage(request, message);
  EXPECT_EQ(message.text, "您好");
  EXPECT_EQ(message.platform, "jd");
  EXPECT_EQ(message.shop, "s1");
  EXPECT_EQ(message.sender, Sender::kRobot);
  EXPECT_TRUE(message.explain);
  EXPECT_THAT(message.recent, ::testing::ElementsAre("早"));
  for (Sender sender : {Sender::kAgent, Sender::kRobot, Sender::kBuyer, Sender::kSystem}) {
    EXPECT_EQ(ParseSender(SenderName(sender)), sender);
  }
}

TEST(AnswerJson, IsProto3JsonOnOneLine) {
  for (const Verdict& verdict : {FullVerdict(), Verdict{}}) {
    const v1::ScreenResponse response = ToResponse(verdict);
    std::string json;
    AppendJson(response, json);
    EXPECT_EQ(json.find('\n'), std::string::npos);
    v1::ScreenResponse back;
    ASSERT_TRUE(JsonStringToMessage(json, &back).ok()) << json;
    EXPECT_TRUE(MessageDifferencer::Equals(back, response)) << json;
  }
}

TEST(AnswerJson, ShowsZeroesOfSpansAndTheVerdictOfACleanMessage) {
  std::string json;
  AppendJson(ToResponse(Verdict{}), json);
  EXPECT_EQ(json, R"({"verdict":"VERDICT_ALLOW"})");
  Verdict verdict;
  verdict.findings.push_back({.rule_id = "a.b", .range = {{0, 3}, {0, 1}, {0, 1}}});
  json.clear();
  AppendJson(ToResponse(verdict), json);
  EXPECT_EQ(json,
            R"({"verdict":"VERDICT_ALLOW","findings":[{"ruleId":"a.b","category":"CATEGORY_ADDRESS",)"
            R"("action":"ACTION_ADVISE","span":{"begin":0,"end":3,"utf16Begin":0,"utf16End":1,)"
            R"("codePointBegin":0,"codePointEnd":1}}]})");
}

TEST(AnswerJson, InvalidBytesBecomeReplacementCharacters) {
  v1::ScreenResponse response;
  response.set_revision("a\xFF\xE4\xBD z");
  std::string json;
  AppendJson(response, json);
  EXPECT_EQ(json, "{\"revision\":\"a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD z\"}");
}

// What our reader takes, protobuf's takes as well and reads alike; what it leaves, protobuf's decides.
TEST(RequestJson, IsReadAsProtobufReadsIt) {
  const char* const kLines[] = {
      R"({"sender":"agent","platform":"jd","text":"亲，在的","conversationId":"c","agentId":"a"})",
      R"({"messageId":"1","shop":"s","explain":true,"recent":["一","二"],"time":"2026-01-02T03:04:05.678Z"})",
      R"( { "text" : "\u4eb2\ud83d\ude00\n\"\\\/\t" , "recent" : [ ] } )",
      R"({})",
      R"({"explain":false,"text":""})",
      R"({"message_id":"proto name","text":null})",
      R"({"time":"2026-01-02T03:04:05+08:00"})",
      R"({"text":"a\u0000b"})",
      // Not requests:
      R"({"text":"x")",
      R"({"text":"x"} y)",
      R"({"text":"x",})",
      R"({"unknown":"x"})",
      R"({"text":["x"]})",
      R"({"explain":"perhaps"})",
      R"({"time":"yesterday"})",
      R"([])",
      R"("text")",
      R"()",
      R"({"text":"\x"})",
      R"(not json)",
  };
  for (const char* line : kLines) {
    v1::ScreenRequest ours, theirs;
    const bool accepted = JsonStringToMessage(line, &theirs).ok();
    EXPECT_EQ(ParseJson(line, ours).ok(), accepted) << line;
    if (!accepted) continue;
    EXPECT_TRUE(MessageDifferencer::Equals(ours, theirs)) << line << '\n' << ours.DebugString();
  }
}

TEST(RequestJson, GoesRound) {
  v1::ScreenRequest request, back;
  request.set_text("a\"b\\c\n\u4eb2");
  request.mutable_time()->set_seconds(1'700'000'000);
  request.add_recent("x");
  ASSERT_TRUE(ParseJson(ToJson(request), back).ok());
  EXPECT_TRUE(MessageDifferencer::Equals(request, back));
}

}  // namespace
}  // namespace presend::wire
