// Messages made to be dear: what is found in them stays bounded, and inside of them. (bench/scaling_bench times them.)
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "engine/resolver.h"
#include "engine/screener.h"

namespace presend {
namespace {

RuleSet Rules() {
  RuleSet set;
  set.revision = "test";
  set.platforms = {{"jd", "京东", {"jd.com"}}};
  Rule rule;
  rule.id = "jd.all";
  rule.title = rule.reason = "r";
  rule.category = Category::kContact;
  rule.action = Action::kBlock;
  rule.boundary = Boundary::kNone;
  rule.words = {"淘宝", "微信", "加", "加加", "微微微", "tb", "猫", "好", "支付宝"};
  rule.patterns = {"[0-9]{3,8}"};
  rule.entities = {EntityKind::kMobile, EntityKind::kLink, EntityKind::kAccountId, EntityKind::kLongNumber};
  rule.folds = FoldSet::All();
  rule.exceptions = {"淘宝淘宝淘"};
  set.rules.push_back(rule);
  return set;
}

constexpr size_t kMostWeak = 20'000;  // findings that carry less than the rule's own action are not counted

size_t CountBlocks(const Verdict& verdict) {
  return static_cast<size_t>(std::count_if(verdict.findings.begin(), verdict.findings.end(),
                                           [](const Finding& finding) { return finding.action == Action::kBlock; }));
}

// More of the same changes nothing, and what is weak hides nothing that is strong.
TEST(HostileInput, AFloodIsCutShortAndHidesNothing) {
  const auto screener = Screener::Create(Rules());
  ASSERT_TRUE(screener.ok()) << screener.status();
  ScanContext context;
  Verdict verdict;
  std::string strong, weak;
  for (int i = 0; i < 500; ++i) strong += "去支付宝，", weak += "薇芯，";
  for (const std::string& text : {strong, weak + "去支付宝"}) {
    Message message;
    message.text = text;
    message.platform = "jd";
    ASSERT_TRUE((*screener)->Screen(message, context, verdict).ok());
    EXPECT_EQ(verdict.action, Action::kBlock);
    EXPECT_GE(CountBlocks(verdict), 1u);
    EXPECT_LE(CountBlocks(verdict), kMostOfRule);
    EXPECT_FALSE(verdict.rewritten_text.has_value()) << "a rewrite that leaves the rest would not be clean";
  }
}

// Thousands of words that are excused stand before the one that is not.
TEST(HostileInput, AFloodOfWhatIsExcusedHidesNothing) {
  RuleSet rules = Rules();
  Rule address = rules.rules[0];
  address.id = "jd.address";
  address.words = {"亲"};
  address.exceptions = {"亲爱的"};
  address.patterns.clear();
  address.entities.clear();
  rules.rules.push_back(address);
  const auto screener = Screener::Create(std::move(rules));
  ASSERT_TRUE(screener.ok()) << screener.status();
  ScanContext context;
  Verdict verdict;
  std::string excused;
  for (int i = 0; i < 6000; ++i) excused += "亲爱的，";
  for (const auto& [last, rule] : {std::pair("去淘宝", "jd.all"), {"亲", "jd.address"}}) {
    const std::string text = excused + last;
    Message message;
    message.text = text;
    message.platform = "jd";
    ASSERT_TRUE((*screener)->Screen(message, context, verdict).ok());
    ASSERT_EQ(verdict.findings.size(), 1u) << last;
    EXPECT_EQ(verdict.findings[0].rule_id, rule);
    EXPECT_EQ(verdict.findings[0].range.bytes.end, text.size());
  }
}

TEST(HostileInput, StaysBounded) {
  const auto screener = Screener::Create(Rules());
  ASSERT_TRUE(screener.ok()) << screener.status();
  const std::string units[] = {
      "淘宝",         "加",       "微",       "！，…~ ",  "❤➕🐱",      "13800138000", "一三八零", "薇芯",
      "犭苗女子",     "a.b.com/", "([{点com", "\xE6\xB7", "\xF0\x9F", "t b ",        "tttb",     std::string(1, '\0'),
      "\xE2\x80\x8B", "e\xCC\x81"};
  ScanContext context;
  Verdict verdict;
  for (const std::string& unit : units) {
    std::string text;
    while (text.size() < 300'000) text += unit;
    Message message;
    message.text = text;
    message.platform = "jd";
    ASSERT_TRUE((*screener)->Screen(message, context, verdict).ok());
    EXPECT_LE(verdict.findings.size(), kMostWeak) << unit;
    for (const Finding& finding : verdict.findings) {
      ASSERT_LT(finding.range.bytes.begin, finding.range.bytes.end) << unit;
      ASSERT_LE(finding.range.bytes.end, text.size()) << unit;
    }
  }
}

}  // namespace
}  // namespace presend
