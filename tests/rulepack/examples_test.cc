// The examples inside of rules: what passes, what fails, how it is said.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "rulepack/examples.h"
#include "tests/rulepack/small_packs.h"

namespace presend {
namespace {

using ::testing::HasSubstr;

struct Case {
  const char* name;
  const char* example;  // beside a bad and an ok one that pass
  const char* failure;  // empty: it passes
};

class OneExample : public ::testing::TestWithParam<Case> {};

TEST_P(OneExample, PassesOrSaysWhy) {
  const std::string examples = std::string("    - {bad: \"[[傻瓜]]\"}\n    - {ok: 您好}\n    - ") + GetParam().example + "\n";
  const PackOnDisk packs({{"pack.yaml", kSmallManifest}, {"a.yaml", WordRule("jd.a", "傻瓜", "", examples)}});
  const auto loaded = LoadPacks(packs.directory());
  ASSERT_TRUE(loaded.ok() && loaded->ok()) << StatusOf(*loaded);
  const auto report = RunExamples(*loaded);
  ASSERT_TRUE(report.ok()) << report.status();
  ASSERT_EQ(report->results.size(), 3u);
  EXPECT_EQ(report->results[2].failure, GetParam().failure);
  EXPECT_EQ(report->results[2].outcome == Outcome::kFailed, *GetParam().failure != '\0');
  EXPECT_EQ(LoadScreener(packs.directory()).ok(), *GetParam().failure == '\0');
  EXPECT_TRUE(LoadScreener(packs.directory(), {.run_examples = false}).ok());
}

INSTANTIATE_TEST_SUITE_P(
    All, OneExample,
    ::testing::ValuesIn(std::vector<Case>{
        {"Found", "{bad: \"你[[傻瓜]]，[[傻瓜]]\"}", ""},
        {"Fixed", "{bad: \"你[[傻瓜]]啊\", fixed: 你好啊}", ""},
        {"FixedOtherwise", "{bad: \"你[[傻瓜]]啊\", fixed: 您好啊}", "expected the rewrite \"您好啊\", got \"你好啊\""},
        {"NotFound", "{bad: \"[[笨蛋]]\"}", "expected \"[[笨蛋]]\", found nothing"},
        {"OtherSpan", "{bad: \"[[你傻瓜]]\"}", "expected \"[[你傻瓜]]\", found \"你[[傻瓜]]\""},
        {"TooMany", "{bad: \"傻瓜[[傻瓜]]\"}", "expected \"傻瓜[[傻瓜]]\", found \"[[傻瓜]][[傻瓜]]\""},
        {"NotOk", "{ok: 傻瓜}", "expected \"傻瓜\", found \"[[傻瓜]]\""},
        {"Todo", "{todo: 傻瓜}", ""},
        {"BuyersAreNotScreened", "{ok: 傻瓜, sender: buyer}", ""},
    }),
    [](const auto& info) { return info.param.name; });

ExampleReport MixedReport() {
  const SourceFile* file = nullptr;
  ExampleReport report;
  report.results = {{"jd.a", {.text = "甲<\"", .at = {file, 0, 0}}, Outcome::kPassed, ""},
                    {"jd.a", {.text = "乙"}, Outcome::kFailed, "expected & got"},
                    {"jd.b", {.text = "丙"}, Outcome::kTodo, ""}};
  return report;
}

TEST(ExampleReport, Text) {
  EXPECT_THAT(TextReport(MixedReport()), HasSubstr("jd.a: expected & got\n1 failed, 1 passed, 1 todo, 0 skipped\n"));
  EXPECT_EQ(TextReport({}), "");
}

TEST(ExampleReport, Json) {
  const auto json = nlohmann::json::parse(JsonReport(MixedReport()));
  EXPECT_EQ(json["failed"], 1);
  EXPECT_EQ(json["todo"], 1);
  EXPECT_EQ(json["failures"][0]["ruleId"], "jd.a");
}

TEST(ExampleReport, Junit) {
  const std::string xml = JunitReport(MixedReport());
  EXPECT_THAT(xml, HasSubstr("<testsuite name=\"jd.a\" tests=\"2\" failures=\"1\" skipped=\"0\">"));
  EXPECT_THAT(xml, HasSubstr("name=\"甲&lt;&quot;\""));
  EXPECT_THAT(xml, HasSubstr("<failure message=\"expected &amp; got\"/>"));
  EXPECT_THAT(xml, HasSubstr("<skipped message=\"todo\"/>"));
}

TEST(Examples, OfShadowedRulesRunAndOfDeadOnesDoNot) {
  const std::string failing = "    - {bad: \"[[笨蛋]]\"}\n    - {ok: 您好}\n";
  const PackOnDisk packs({{"pack.yaml", kSmallManifest},
                          {"a.yaml", WordRule("jd.a", "傻瓜", "  mode: shadow\n", failing) +
                                         WordRule("jd.b", "傻瓜", "  mode: off\n", failing)}});
  const auto report = RunExamples(*LoadPacks(packs.directory()));
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->Count(Outcome::kFailed), 1u);
  EXPECT_EQ(report->Count(Outcome::kSkipped), 2u);
}

}  // namespace
}  // namespace presend
