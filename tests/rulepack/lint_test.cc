// What is found wrong with rules by running them.
#include "rulepack/lint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/rulepack/small_packs.h"

namespace presend {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const char kSource[] = "  penalty: {text: 罚款, source: 平台规则}\n";

std::vector<std::string> LintOf(const std::map<std::string, std::string>& files,
                                const std::vector<CorpusMessage>& clean = {}) {
  const PackOnDisk packs(files);
  const auto loaded = LoadPacks(packs.directory());
  EXPECT_TRUE(loaded.ok() && loaded->ok()) << StatusOf(*loaded);
  const auto warnings = Lint(*loaded, clean);
  EXPECT_TRUE(warnings.ok()) << warnings.status();
  std::vector<std::string> texts;
  for (const Diagnostic& warning : *warnings) texts.push_back(Format(warning));
  return texts;
}

TEST(Lint, IsSilentAboutGoodRules) {
  const std::string rule = WordRule("jd.a", "傻瓜", std::string(kSource) + "  except: [傻瓜相机]\n");
  EXPECT_THAT(LintOf({{"jd/pack.yaml", kSmallManifest}, {"jd/a.yaml", rule}},
                     {{.text = "傻瓜相机有货", .platform = "jd"}}),
              IsEmpty());
}

TEST(Lint, AnExceptionMustExcuseSomething) {
  const std::string rule = WordRule("jd.a", "傻瓜", std::string(kSource) + "  except: [傻瓜相機, 香蕉]\n");
  EXPECT_THAT(LintOf({{"jd/pack.yaml", kSmallManifest}, {"jd/a.yaml", rule}}),
              ElementsAre(AllOf(HasSubstr("a.yaml:7:"), HasSubstr("\"香蕉\" never applies"))));
}

TEST(Lint, ARuleSaysWhereItComesFrom) {
  EXPECT_THAT(LintOf({{"jd/pack.yaml", kSmallManifest}, {"jd/a.yaml", WordRule("jd.a", "傻瓜")}}),
              ElementsAre(HasSubstr("jd.a does not say where it comes from")));
}

TEST(Lint, APatternThatRequiresNoTextIsNamed) {
  const auto rule = [](const std::string& pattern) {
    return "- id: jd.a\n  title: t\n  reason: r\n  category: abuse\n  action: block\n" + std::string(kSource) +
           "  match: {patterns: ['" + pattern + "']}\n  examples:\n    - {bad: \"这[[大傻瓜]]啊\"}\n    - {ok: 您好}\n";
  };
  EXPECT_THAT(LintOf({{"jd/pack.yaml", kSmallManifest}, {"jd/a.yaml", rule("[^您](?:傻瓜|[0-9]+)")}}),
              ElementsAre(HasSubstr("every message is searched for the pattern [^您]")));
  EXPECT_THAT(LintOf({{"jd/pack.yaml", kSmallManifest}, {"jd/a.yaml", rule("[大小](?:傻瓜|[呆笨])")}}), IsEmpty());
}

TEST(Lint, AWordOfAListThatFiresOnCleanMessagesIsNamedWhereItStands) {
  const std::string rule =
      "- id: jd.a\n  title: t\n  reason: r\n  category: abuse\n  action: block\n" + std::string(kSource) +
      "  match: {files: [words/a.txt], boundary: none}\n  examples:\n    - {bad: \"这[[傻瓜]]啊\"}\n    - {ok: 您好}\n";
  const std::map<std::string, std::string> files = {
      {"jd/pack.yaml", kSmallManifest}, {"jd/a.yaml", rule}, {"jd/words/a.txt", "傻瓜\n发货\n"}};
  const std::vector<CorpusMessage> clean = {{.text = "今天发货", .platform = "jd"},
                                            {.text = "明天发货哦", .platform = "jd"},
                                            {.text = "你这傻瓜", .platform = "jd", .categories = {Category::kAbuse}}};
  EXPECT_THAT(LintOf(files, clean),
              ElementsAre(AllOf(HasSubstr("words/a.txt:2:1: warning: \"发货\" (jd.a) fires on 2 of 3"), HasSubstr("今天发货"))));
}

}  // namespace
}  // namespace presend
