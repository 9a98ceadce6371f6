// What a change of rules would have done, and what each rule does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "rulepack/pack_diff.h"
#include "rulepack/profile.h"
#include "tests/rulepack/small_packs.h"

namespace presend {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::map<std::string, std::string> kOld = {{"pack.yaml", kSmallManifest},
                                                 {"a.yaml", WordRule("jd.a", "傻瓜") + WordRule("jd.gone", "笨蛋")}};
const std::map<std::string, std::string> kNew = {{"pack.yaml", kSmallManifest},
                                                 {"a.yaml", WordRule("jd.a", "傻瓜") + WordRule("jd.new", "蠢货")}};

std::vector<CorpusMessage> Corpus() {
  std::vector<CorpusMessage> corpus;
  for (const char* text : {"你好", "傻瓜", "笨蛋", "蠢货|<b>", "蠢货，傻瓜"}) corpus.push_back({.text = text, .platform = "jd"});
  return corpus;
}

TEST(PackDiff, CountsNewBlocksAndChangedRules) {
  const PackOnDisk before(kOld), after(kNew);
  const auto diff = DiffPacks(*LoadOrDie(before), *LoadOrDie(after), Corpus());
  ASSERT_TRUE(diff.ok()) << diff.status();
  EXPECT_EQ(diff->messages, 5u);
  EXPECT_EQ(diff->new_blocks, 1u);
  EXPECT_DOUBLE_EQ(diff->NewBlockShare(), 0.2);
  EXPECT_THAT(diff->added_rules, ElementsAre("jd.new"));
  EXPECT_THAT(diff->removed_rules, ElementsAre("jd.gone"));
  ASSERT_EQ(diff->changes.size(), 3u);
  EXPECT_EQ(diff->changes[0].after, Action::kAllow);
  EXPECT_THAT(diff->changes[2].gained, ElementsAre("jd.new"));
  EXPECT_EQ(diff->counts.count("jd.a"), 0u);
  EXPECT_EQ(diff->counts.at("jd.new").after, 2u);
}

TEST(PackDiff, ReportsInEveryFormat) {
  const PackOnDisk before(kOld), after(kNew);
  const auto diff = DiffPacks(*LoadOrDie(before), *LoadOrDie(after), Corpus());
  ASSERT_TRUE(diff.ok());
  EXPECT_THAT(DiffReport(*diff, "text"), HasSubstr("新增拦截 1 条（20.000%）"));
  EXPECT_THAT(DiffReport(*diff, "markdown"), HasSubstr("蠢货&#124;&lt;b&gt;"));
  EXPECT_THAT(DiffReport(*diff, "html"), ::testing::Not(HasSubstr("<b>")));
  const auto json = nlohmann::json::parse(DiffReport(*diff, "json", 1));
  EXPECT_EQ(json["newBlocks"], 1);
  EXPECT_EQ(json["changed"], 3);
  EXPECT_EQ(json["changes"].size(), 1u);
}

TEST(Corpus, ReadsTextAndJsonLines) {
  const PackOnDisk files({{"a.txt", "你好\r\n\n再见\n"},
                          {"a.jsonl", "{\"text\":\"你好\",\"platform\":\"taobao\",\"categories\":[\"abuse\"]}\n"},
                          {"bad.jsonl", "{\"text\":\"x\"}\n{\"text\":\"y\",\"categories\":[\"abose\"]}\n"}});
  const auto text = ReadCorpus(files.directory() + "/a.txt", "jd");
  ASSERT_TRUE(text.ok() && text->size() == 2);
  EXPECT_EQ((*text)[0].text, "你好");
  EXPECT_EQ((*text)[1].platform, "jd");
  const auto objects = ReadCorpus(files.directory() + "/a.jsonl", "jd");
  ASSERT_TRUE(objects.ok() && objects->size() == 1);
  EXPECT_EQ((*objects)[0].platform, "taobao");
  EXPECT_THAT((*objects)[0].categories, ElementsAre(Category::kAbuse));
  EXPECT_THAT(std::string(ReadCorpus(files.directory() + "/bad.jsonl", "jd").status().message()), HasSubstr("bad.jsonl:2: "));
  EXPECT_EQ(ReadCorpus(files.directory() + "/none", "jd").status().code(), absl::StatusCode::kNotFound);
}

TEST(Profile, CountsHitsAndFalseAlarmsAndMeasuresCost) {
  const PackOnDisk packs(kNew);
  const auto screener = LoadOrDie(packs);
  std::vector<CorpusMessage> corpus = Corpus();
  corpus[1].categories = {Category::kAbuse};
  auto profile = ProfileRules(*screener, corpus);
  ASSERT_TRUE(profile.ok()) << profile.status();
  ASSERT_EQ(profile->rules.size(), 2u);
  EXPECT_EQ(profile->rules[0].hits, 2u);
  EXPECT_EQ(profile->rules[0].false_alarms, 1u);
  EXPECT_DOUBLE_EQ(profile->rules[0].FalseAlarmRate(), 0.25);
  ASSERT_TRUE(MeasureCost(screener->rules(), corpus, *profile).ok());
  EXPECT_GE(profile->rules[0].nanoseconds, 0);
}

TEST(Profile, TheMarkdownShowsEachRuleAndWhereItHit) {
  const PackOnDisk packs(kNew);
  std::vector<CorpusMessage> corpus = Corpus();
  for (size_t i = 0; i < corpus.size(); ++i) corpus[i].line = i + 1;
  auto profile = ProfileRules(*LoadOrDie(packs), corpus, 5);
  ASSERT_TRUE(profile.ok()) << profile.status();
  EXPECT_THAT(ProfileMarkdown(*profile, corpus),
              ::testing::AllOf(HasSubstr("| jd.a | 2 | 400.00 | 2 | 40.000% |  |\n"), HasSubstr("\n- 2: <b>傻瓜</b>\n"),
                               HasSubstr("\n- 4: <b>蠢货</b>&#124;&lt;b&gt;\n")));
  profile = ProfileRules(*LoadOrDie(packs), corpus, 1);
  EXPECT_EQ(profile->rules[0].samples.size(), 1u);
  EXPECT_EQ(profile->rules[0].hits, 2u);
}

TEST(Profile, ALongMessageIsShownAroundTheHit) {
  const PackOnDisk packs(kNew);
  std::string far;
  for (int i = 0; i < 500; ++i) far += "好";
  const std::vector<CorpusMessage> corpus = {{.text = far + "傻瓜" + far, .platform = "jd", .line = 1}};
  const auto profile = ProfileRules(*LoadOrDie(packs), corpus, 1);
  ASSERT_TRUE(profile.ok()) << profile.status();
  const std::string page = ProfileMarkdown(*profile, corpus);
  EXPECT_THAT(page, ::testing::AllOf(HasSubstr("- 1: …好"), HasSubstr("好<b>傻瓜</b>好"), HasSubstr("好…\n")));
  EXPECT_EQ(FirstInvalidUtf8(page), std::string::npos);
}

TEST(Profile, TheGateStopsARiseAndTheCanaryProvesIt) {
  const PackOnDisk packs(kNew);
  const auto screener = LoadOrDie(packs);
  const auto loaded = LoadPacks(packs.directory());
  const auto now = ProfileRules(*screener, Corpus());
  ASSERT_TRUE(now.ok());
  packs.Write("profile.json", ProfileJson(*now));
  const auto same = ReadProfile(packs.directory() + "/profile.json");
  ASSERT_TRUE(same.ok()) << same.status();
  EXPECT_THAT(RisenAlarms(*now, *same, 0), ::testing::IsEmpty());
  EXPECT_THAT(RisenAlarms(*now, Profile{}, 0.001), ElementsAre(HasSubstr("jd.a"), HasSubstr("jd.new")));
  EXPECT_TRUE(ProveGate(*loaded, *screener, *same, 0.001).ok());
  EXPECT_FALSE(ProveGate(*loaded, *screener, *same, 1).ok()) << "a gate that allows any rise is blind";
}

}  // namespace
}  // namespace presend
