// The way of a message end to end, on a small rule set made by hand. Spans are marked with [[ ]] in the cases.
#include "engine/screener.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace presend {
namespace {

Rule MakeRule(std::string id, Category category, Action action, std::vector<std::string> words) {
  Rule rule;
  rule.id = std::move(id);
  rule.title = rule.reason = "测试";
  rule.category = category;
  rule.action = action;
  rule.words = std::move(words);
  return rule;
}

Condition Near(std::vector<std::string> words, std::vector<EntityKind> entities, uint32_t within, Side side) {
  Condition condition;
  condition.words = std::move(words);
  condition.entities = std::move(entities);
  condition.within = within;
  condition.side = side;
  return condition;
}

RuleSet TestRules() {
  RuleSet set;
  set.revision = "test";
  set.platforms = {{"jd", "京东", {"jd.com"}}, {"taobao", "淘宝", {"taobao.com"}}};

  Rule qin = MakeRule("t.qin", Category::kAddress, Action::kBlock, {"亲"});
  qin.folds = FoldSet::Certain();
  qin.exceptions = {"亲爱的", "亲亲", "母亲", "亲自"};
  qin.suggestions = {{Place::kStart, Extent::kMatch, {}, {}, "您好"},
                     {Place::kEnd, Extent::kMatch, {}, {}, ""},
                     {Place::kMiddle, Extent::kMatch, {}, {}, "您"}};
  set.rules.push_back(qin);

  Rule rival = MakeRule("t.rival", Category::kCompetitor, Action::kBlock, {"淘宝", "拼多多", "苏宁", "tb"});
  rival.scope.platforms = {"jd"};
  rival.folds = FoldSet::All();
  rival.suggestions = {{Place::kAny, Extent::kMatch, {}, {}, "其他平台"}};
  set.rules.push_back(rival);

  Rule contact = MakeRule("t.contact", Category::kContact, Action::kBlock, {"微信", "加v"});
  contact.folds = FoldSet::All();
  contact.without = {Near({"支付"}, {}, 0, Side::kAfter)};
  contact.evidence = {Near({"加", "联系"}, {}, 6, Side::kEither)};
  set.rules.push_back(contact);

  Rule id = MakeRule("t.id", Category::kContact, Action::kBlock, {"v", "威"});
  id.boundary = Boundary::kNone;
  id.with = {Near({}, {EntityKind::kAccountId}, 1, Side::kAfter)};
  set.rules.push_back(id);

  Rule reply = MakeRule("t.reply", Category::kAttitude, Action::kAdvise, {"哦", "嗯"});
  reply.whole_message = true;
  reply.suggestions = {{Place::kAny, Extent::kMessage, {}, {}, "好的，请稍等"}};
  set.rules.push_back(reply);

  Rule phone = MakeRule("t.mobile", Category::kContact, Action::kBlock, {});
  phone.entities = {EntityKind::kMobile, EntityKind::kLink};
  set.rules.push_back(phone);
  return set;
}

class ScreenerTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto screener = Screener::Create(TestRules());
    ASSERT_TRUE(screener.ok()) << screener.status();
    screener_ = new std::shared_ptr<const Screener>(*screener);
  }
  static void TearDownTestSuite() { delete screener_; }

  Verdict Screen(std::string_view text, std::string_view platform = "jd", std::vector<std::string_view> recent = {}) {
    Message message;
    message.text = text;
    message.platform = platform;
    message.recent = std::move(recent);
    Verdict verdict;
    EXPECT_TRUE((*screener_)->Screen(message, context_, verdict).ok());
    return verdict;
  }

  // The text with the findings of a rule marked.
  static std::string Mark(std::string_view text, const Verdict& verdict, std::string_view rule) {
    std::string marked;
    size_t at = 0;
    for (const Finding& finding : verdict.findings) {
      if (finding.rule_id != rule) continue;
      const Span span = finding.range.bytes;
      marked.append(text.substr(at, span.begin - at)).append("[[").append(text.substr(span.begin, span.length()));
      marked.append("]]");
      at = span.end;
    }
    return marked.append(text.substr(at));
  }

  static std::string Unmark(std::string text) {
    for (std::string_view bracket : {"[[", "]]"}) {
      for (size_t at; (at = text.find(bracket)) != text.npos;) text.erase(at, 2);
    }
    return text;
  }

  ScanContext context_;
  static std::shared_ptr<const Screener>* screener_;
};
std::shared_ptr<const Screener>* ScreenerTest::screener_ = nullptr;

TEST_F(ScreenerTest, FindsSpansThroughDisguises) {
  const struct { std::string_view rule, marked; } kCases[] = {
      {"t.qin", "[[亲]]，在的哦"},
      {"t.qin", "亲爱的顾客您好"},
      {"t.qin", "母亲节快到了[[亲]]"},
      {"t.rival", "去[[淘宝]]买"},
      {"t.rival", "去[[ＴＢ]]买"},
      {"t.rival", "去[[淘\u200b宝]]买"},
      {"t.rival", "去[[淘.宝]]买"},
      {"t.rival", "去[[淘淘宝宝]]买"},
      {"t.rival", "去[[拼多多]]买"},
      {"t.rival", "去[[TaoBao]]买"},
      {"t.rival", "去[[tao bao]]买"},
      {"t.rival", "江苏宁波"},
      {"t.rival", "TBX型号"},
      {"t.contact", "加我[[微信]]"},
      {"t.contact", "加我[[薇信]]"},
      {"t.contact", "加我[[weixin]]"},
      {"t.contact", "微信支付的订单"},
      {"t.contact", "[[➕V]]聊"},
      {"t.id", "[[威]]：abc12345"},
      {"t.reply", "[[哦]]。"},
      {"t.reply", "哦好的"},
      {"t.mobile", "打[[138 0013 8000]]找我"},
      {"t.mobile", "看 [[https://jd.com@evil.cn/x]] 呢"},
      {"t.mobile", "看 https://item.jd.com/1.html 呢"},
  };
  for (const auto& test : kCases) {
    const std::string text = Unmark(std::string(test.marked));
    EXPECT_EQ(Mark(text, Screen(text), test.rule), test.marked);
  }
}

TEST_F(ScreenerTest, RewritesByPlaceAndCleanly) {
  const struct { std::string_view text, rewritten; } kCases[] = {
      {"亲，在的哦", "您好，在的哦"},
      {"好的亲", "好的"},
      {"好的，亲", "好的"},
      {"麻烦亲核对一下", "麻烦您核对一下"},
      {"订单12345678901234，亲去淘宝看看", "订单12345678901234，您好去其他平台看看"},
      {"哦", "好的，请稍等"},
  };
  for (const auto& test : kCases) {
    const Verdict verdict = Screen(test.text);
    ASSERT_TRUE(verdict.rewritten_text.has_value()) << test.text;
    EXPECT_EQ(*verdict.rewritten_text, test.rewritten);
    EXPECT_EQ(Screen(*verdict.rewritten_text).action, Action::kAllow);
  }
  EXPECT_FALSE(Screen("加我微信").rewritten_text.has_value()) << "its rule has no suggestion";
}

TEST_F(ScreenerTest, ScopeChoosesThePlan) {
  EXPECT_EQ(Screen("去淘宝买").action, Action::kBlock);
  EXPECT_EQ(Screen("去淘宝买", "taobao").action, Action::kAllow);
  Message message;
  message.text = "x";
  message.platform = "nowhere";
  Verdict verdict;
  EXPECT_EQ((*screener_)->Screen(message, context_, verdict).code(), absl::StatusCode::kInvalidArgument);
  message.platform = "jd";
  message.sender = Sender::kBuyer;
  message.text = "亲";
  ASSERT_TRUE((*screener_)->Screen(message, context_, verdict).ok());
  EXPECT_EQ(verdict.action, Action::kAllow);
}

TEST_F(ScreenerTest, CountsInThreeUnits) {
  const Verdict verdict = Screen("😀x亲");
  ASSERT_EQ(verdict.findings.size(), 1u);
  const TextRange& range = verdict.findings[0].range;
  EXPECT_EQ(range.bytes, (Span{5, 8}));
  EXPECT_EQ(range.utf16, (Span{3, 4}));
  EXPECT_EQ(range.code_points, (Span{2, 3}));
}

TEST_F(ScreenerTest, SeesWordsSplitOverMessages) {
  EXPECT_EQ(Screen("宝搜店名", "jd", {"您去淘"}).action, Action::kBlock);
  EXPECT_EQ(Screen("8000", "jd", {"打我电话", "138", "0013"}).action, Action::kBlock);
  EXPECT_EQ(Screen("猫砂一起发", "jd", {"今天"}).action, Action::kAllow);
  const Verdict verdict = Screen("宝搜店名", "jd", {"您去淘"});
  ASSERT_EQ(verdict.findings.size(), 1u);
  EXPECT_TRUE(verdict.findings[0].folds.has(Fold::kSplit));
  EXPECT_EQ(verdict.findings[0].range.bytes, (Span{0, 3}));
}

TEST_F(ScreenerTest, NoRewriteCompletesAWordOfTheLastMessage) {
  const Verdict verdict = Screen("亲宝贝还在", "jd", {"去淘"});
  EXPECT_EQ(verdict.action, Action::kBlock);
  if (verdict.rewritten_text) {
    EXPECT_EQ(Screen(*verdict.rewritten_text, "jd", {"去淘"}).action, Action::kAllow);
  }
}

TEST_F(ScreenerTest, UnsureReadingsCarryLessWithoutEvidence) {
  EXPECT_EQ(Screen("我的薇信").action, Action::kReview);
  EXPECT_EQ(Screen("加我的薇信").action, Action::kBlock);
}

TEST_F(ScreenerTest, SurvivesInvalidBytes) {
  const std::string text = "\xff\xe4\xba亲\xf0";
  const Verdict verdict = Screen(text);
  ASSERT_EQ(verdict.findings.size(), 1u);
  EXPECT_EQ(verdict.findings[0].matched, "亲");
}

TEST_F(ScreenerTest, ExplainsWhatWasDropped) {
  Message message;
  message.text = "母亲在江苏宁波";
  message.platform = "jd";
  message.explain = true;
  Verdict verdict;
  ASSERT_TRUE((*screener_)->Screen(message, context_, verdict).ok());
  ASSERT_TRUE(verdict.explanation.has_value());
  std::vector<std::string> outcomes;
  for (const TraceStep& step : verdict.explanation->steps) outcomes.push_back(step.word + " " + step.outcome);
  EXPECT_THAT(outcomes, testing::Contains("亲 excepted"));
  EXPECT_THAT(outcomes, testing::Contains("苏宁 boundary"));
}

}  // namespace
}  // namespace presend
