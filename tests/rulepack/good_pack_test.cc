// Good files and the model that they give.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rulepack/loader.h"
#include "tests/rulepack/pack_on_disk.h"

namespace presend {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const char kJdManifest[] = R"(name: jd
platform: {id: jd, name: 京东, own_domains: [jd.com, 3.cn]}
cues:
  ask: [加, 聯繫]
)";

const char kTaobaoManifest[] = "name: taobao\nplatform: {id: taobao, name: 淘宝}\n";

const char kEverything[] = R"(
- id: jd.contact.wechat
  title: 不能引导加微信
  reason: 京东不允许引导买家加微信。
  category: contact
  action: block
  unsure: advise
  mode: shadow
  scope: {senders: [agent], shops: [s1]}
  penalty: {text: 扣分, source: 规则}
  match:
    words: [微信, VX]
    files: [words/more.txt]
    patterns: ['v信[0-9]+']
    entities: [mobile, account-id]
    boundary: word
    folds: [certain, sound, -case]
    whole: true
    neighbours: {left: {加: 1.5, ^: -1}, right: {支付: -2}}
    with:
      - {words: ['@ask'], entities: [link], within: 6, side: after}
    without:
      - {words: [支付], within: 0, side: after}
    evidence:
      - {words: [联系], within: clause}
      - {words: [号], within: anywhere}
    unsure_needs_evidence: true
  except: [微信支付]
  suggest:
    - {at: start, after: [请], before: [吧], for: clause, replace: 咚咚}
    - {replace: ""}
  examples:
    - {bad: "加[[微信]]，[[VX]]也行", fixed: "加咚咚", recent: [你好], shop: s1, sender: robot}
    - {ok: "支持微信支付"}
    - {todo: "薇新"}
)";

std::string MinimalRule(const std::string& id, const std::string& extra = "") {
  return "- {id: " + id + ", title: t, reason: r, category: abuse, action: advise, match: {words: [傻]}" + extra +
         ", examples: [{bad: \"[[傻]]\"}, {ok: 好}]}\n";
}

TEST(GoodPack, GivesEveryField) {
  const PackOnDisk packs({{"jd/pack.yaml", kJdManifest},
                          {"jd/rules/contact.yaml", kEverything},
                          {"jd/words/more.txt", "# 注释\n绿泡泡  # 俗称\r\n\nC#\n"},
                          {"jd/lexicon.txt", "親測 120\n"}});
  const auto loaded = LoadPacks(packs.directory());
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  ASSERT_TRUE(loaded->ok()) << StatusOf(*loaded);
  EXPECT_THAT(loaded->diagnostics, IsEmpty());
  ASSERT_EQ(loaded->rules.rules.size(), 1u);
  const Rule& rule = loaded->rules.rules[0];
  EXPECT_EQ(rule.id, "jd.contact.wechat");
  EXPECT_EQ(rule.title, "不能引导加微信");
  EXPECT_EQ(rule.category, Category::kContact);
  EXPECT_EQ(rule.action, Action::kBlock);
  EXPECT_EQ(rule.unsure_action, Action::kAdvise);
  EXPECT_EQ(rule.mode, Mode::kShadow);
  EXPECT_THAT(rule.scope.platforms, ElementsAre("jd"));
  EXPECT_THAT(rule.scope.senders, ElementsAre(Sender::kAgent));
  EXPECT_THAT(rule.scope.shops, ElementsAre("s1"));
  EXPECT_EQ(rule.penalty.text, "扣分");
  EXPECT_THAT(rule.words, ElementsAre("微信", "vx", "绿泡泡", "c#"));
  EXPECT_THAT(rule.patterns, ElementsAre("v信[0-9]+"));
  EXPECT_THAT(rule.entities, ElementsAre(EntityKind::kMobile, EntityKind::kAccountId));
  EXPECT_EQ(rule.folds, (FoldSet::Certain() - FoldSet::Of(Fold::kCase)) | FoldSet::Of(Fold::kSound));
  EXPECT_TRUE(rule.whole_message);
  EXPECT_TRUE(rule.unsure_needs_evidence);
  ASSERT_EQ(rule.neighbours.size(), 3u);
  EXPECT_EQ(rule.neighbours[0].side, Side::kBefore);
  EXPECT_EQ(rule.neighbours[1].word, "^");
  EXPECT_EQ(rule.neighbours[2].word, "支付");
  EXPECT_EQ(rule.neighbours[2].weight, -2);
  ASSERT_EQ(rule.with.size(), 1u);
  EXPECT_THAT(rule.with[0].words, ElementsAre("加", "联系"));
  EXPECT_EQ(rule.with[0].within, 6u);
  EXPECT_EQ(rule.with[0].side, Side::kAfter);
  ASSERT_EQ(rule.evidence.size(), 2u);
  EXPECT_TRUE(rule.evidence[0].clause);
  EXPECT_TRUE(rule.evidence[1].anywhere);
  EXPECT_THAT(rule.exceptions, ElementsAre("微信支付"));
  ASSERT_EQ(rule.suggestions.size(), 2u);
  EXPECT_EQ(rule.suggestions[0].place, Place::kStart);
  EXPECT_EQ(rule.suggestions[0].extent, Extent::kClause);
  EXPECT_EQ(rule.suggestions[1].replacement, "");
  ASSERT_EQ(loaded->rules.lexicon.size(), 1u);
  EXPECT_EQ(loaded->rules.lexicon[0].word, "亲测");
  ASSERT_EQ(loaded->rules.platforms.size(), 1u);
  EXPECT_THAT(loaded->rules.platforms[0].own_domains, ElementsAre("jd.com", "3.cn"));

  const auto& examples = loaded->examples[0].examples;
  ASSERT_EQ(examples.size(), 3u);
  EXPECT_EQ(examples[0].text, "加微信，VX也行");
  EXPECT_THAT(examples[0].spans, ElementsAre(Span{3, 9}, Span{12, 14}));
  EXPECT_EQ(examples[0].platform, "jd");
  EXPECT_EQ(examples[0].sender, Sender::kRobot);
  EXPECT_EQ(examples[2].kind, ExampleKind::kTodo);
}

TEST(GoodPack, CommonRulesHoldEverywhereButWhereTheySayNot) {
  const PackOnDisk packs({{"common/pack.yaml", "name: common\n"},
                          {"common/a.yaml", MinimalRule("common.all") + MinimalRule("common.some", ", not_on: [taobao]")},
                          {"jd/pack.yaml", kJdManifest},
                          {"taobao/pack.yaml", kTaobaoManifest}});
  const auto loaded = LoadPacks(packs.directory());
  ASSERT_TRUE(loaded.ok() && loaded->ok()) << StatusOf(*loaded);
  EXPECT_THAT(loaded->rules.rules[0].scope.platforms, IsEmpty());
  EXPECT_THAT(loaded->rules.rules[1].scope.platforms, ElementsAre("jd"));
}

TEST(GoodPack, ALonePackKnowsThePlatformsBesideIt) {
  const PackOnDisk packs({{"common/pack.yaml", "name: common\n"},
                          {"common/a.yaml", MinimalRule("common.some", ", not_on: [taobao]")},
                          {"jd/pack.yaml", kJdManifest},
                          {"taobao/pack.yaml", kTaobaoManifest}});
  const auto loaded = LoadPacks(packs.directory() + "/common");
  ASSERT_TRUE(loaded.ok() && loaded->ok()) << StatusOf(*loaded);
  EXPECT_EQ(loaded->rules.rules.size(), 1u);
  EXPECT_THAT(loaded->rules.rules[0].scope.platforms, ElementsAre("jd"));
}

TEST(GoodPack, RevisionFollowsTheContentAlone) {
  const std::map<std::string, std::string> files = {{"p/pack.yaml", kTaobaoManifest}, {"p/a.yaml", MinimalRule("taobao.a")}};
  const PackOnDisk one(files), same(files), other(files);
  other.Write("p/a.yaml", MinimalRule("taobao.b"));
  const std::string revision = LoadPacks(one.directory())->rules.revision;
  EXPECT_EQ(revision.size(), 12u);
  EXPECT_EQ(revision, LoadPacks(same.directory())->rules.revision);
  EXPECT_NE(revision, LoadPacks(other.directory())->rules.revision);
}

TEST(GoodPack, DatedRulesHoldFromTheFirstToTheLastDay) {
  const PackOnDisk packs({{"p/pack.yaml", kTaobaoManifest},
                          {"p/a.yaml", MinimalRule("taobao.a", ", from: 2026-06-01, until: 2026-06-18")}});
  const std::pair<absl::CivilDay, Mode> cases[] = {{absl::CivilDay(2026, 5, 31), Mode::kOff},
                                                   {absl::CivilDay(2026, 6, 1), Mode::kOn},
                                                   {absl::CivilDay(2026, 6, 18), Mode::kOn},
                                                   {absl::CivilDay(2026, 6, 19), Mode::kOff}};
  for (const auto& [day, mode] : cases) {
    const auto loaded = LoadPacks(packs.directory(), {.today = day});
    ASSERT_TRUE(loaded.ok() && loaded->ok());
    EXPECT_EQ(loaded->rules.rules[0].mode, mode) << day;
  }
}

TEST(GoodPack, NoPackIsNotFound) {
  const PackOnDisk empty({});
  EXPECT_EQ(LoadPacks(empty.directory()).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(LoadPacks(empty.directory() + "/nowhere").status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace presend
