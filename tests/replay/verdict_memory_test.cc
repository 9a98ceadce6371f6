// A remembered verdict is the one that screening gives, whatever came in between.
#include "replay/verdict_memory.h"

#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/replay/archive.h"

namespace presend::replay {
namespace {

// 坏话 in one shop, 丑话 in every shop but one, and nothing a third time.
std::shared_ptr<const Screener> ScreenerWithShops() {
  RuleSet rules = SmallScreener()->rules();
  rules.rules[0].scope.shops = {"一店"};
  Rule other = rules.rules[0];
  other.id = "test.other";
  other.words = {"丑话"};
  other.scope.shops = {};
  other.shop_exceptions = {{.shop = "二店", .word = "丑话"}};
  rules.rules.push_back(other);
  Rule repeated = SmallScreener()->rules().rules[0];
  repeated.id = "test.repeated";
  repeated.words = {};
  repeated.repeats = 2;
  rules.rules.push_back(repeated);
  return Screener::Create(rules).value();
}

TEST(VerdictMemoryTest, IsWhatScreeningGives) {
  const std::shared_ptr<const Screener> screener = ScreenerWithShops();
  VerdictMemory memory(screener, 64);
  ScanContext context;
  Verdict fresh;
  const std::vector<std::string> texts = {"坏话", "丑话", "坏", "话", "好", "坏话丑话", ""},
                                 shops = {"", "一店", "二店", "三店"}, platforms = {"jd", "pdd", "没有"},
                                 earlier = {"", "坏", "丑", "好坏"};
  std::mt19937 chance(1);
  const auto one_of = [&](const std::vector<std::string>& all) -> std::string_view {
    return all[chance() % all.size()];
  };
  int blocked = 0, repeated = 0;
  for (int i = 0; i < 20'000; ++i) {
    Message message;
    message.text = one_of(texts);
    message.shop = one_of(shops);
    message.platform = one_of(platforms);
    message.sender = chance() % 2 == 0 ? Sender::kAgent : Sender::kRobot;
    if (const std::string_view said = one_of(earlier); !said.empty()) message.recent = {said};
    if (chance() % 2 == 0) message.repeats = chance() % 4;
    if (!screener->Screen(message, context, fresh).ok()) fresh.Clear();
    const Verdict& kept = memory.Screen(message);
    ASSERT_EQ(kept.action, fresh.action) << message.text << " " << message.shop;
    ASSERT_EQ(kept.findings.size(), fresh.findings.size());
    for (size_t k = 0; k < fresh.findings.size(); ++k) ASSERT_EQ(kept.findings[k].rule_id, fresh.findings[k].rule_id);
    ASSERT_EQ(kept.rewritten_text, fresh.rewritten_text);
    blocked += fresh.action == Action::kBlock;
    repeated += std::any_of(fresh.findings.begin(), fresh.findings.end(),
                            [](const Finding& finding) { return finding.rule_id == "test.repeated"; });
  }
  EXPECT_GT(blocked, 1000);
  EXPECT_GT(repeated, 100);
  EXPECT_GT(memory.remembered(), 1000);
}

TEST(VerdictMemoryTest, ShopsThatNoRuleNamesAreAlike) {
  VerdictMemory memory(SmallScreener(), 64);
  for (int i = 0; i < 10; ++i) {
    const std::string shop = "店" + std::to_string(i);
    Message message;
    message.text = "说坏话";
    message.shop = shop;
    message.platform = "jd";
    EXPECT_EQ(memory.Screen(message).action, Action::kBlock);
  }
  EXPECT_EQ(memory.remembered(), 8);  // from the third time on
}

}  // namespace
}  // namespace presend::replay
