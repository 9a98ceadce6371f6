// The commands for those who keep the rules: check, test, fmt, diff, profile, pack.
#include "nlohmann/json.hpp"
#include "tests/cli/command_case.h"
#include "tests/rulepack/keys.h"

namespace presend {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using testing::CommandCase;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using testing::NameOf;
using ::testing::Not;
using testing::Workspace;

// rules/ forbids 淘宝 and after/ forbids 天猫; failing/ has an example that does not hold, broken/ a key that is none.
class RuleTools : public ::testing::TestWithParam<CommandCase> {
 protected:
  RuleTools() {
    workspace_.WriteRules("天猫", "after");
    for (const char* folder : {"failing", "broken", "sourced"}) workspace_.WriteRules("淘宝", folder);
    const std::string rules = workspace_.Read("rules/jd/rules.yaml");
    workspace_.Write("failing/jd/rules.yaml", rules + "    - {ok: 去淘宝}\n");
    workspace_.Write("broken/jd/rules.yaml", "- idd: jd.x\n" + rules.substr(rules.find('\n') + 1));
    workspace_.Write("sourced/jd/rules.yaml", rules + "  penalty: {text: 警告, source: 平台公告}\n");
    workspace_.Write("week.txt", "淘宝\r\n天猫\r\n\r\n您好\r\n");
    workspace_.Write("clean.txt", "您好\n");
    workspace_.Write("controls.txt", std::string("淘\0宝\033[2J\n", 12));
    workspace_.Write("known.jsonl", "{\"text\":\"淘宝\",\"categories\":[\"competitor\"]}\n{\"text\":\"您好\"}\n");
  }

  const Workspace workspace_;
};

TEST_P(RuleTools, SayWhatTheySee) { Expect(workspace_, GetParam()); }

INSTANTIATE_TEST_SUITE_P(
    Check, RuleTools,
    ::testing::Values(
        CommandCase{"SilentIfAllIsWell", {"check", "--rules", "sourced"}},
        CommandCase{"Warns", {"check"}, 0, {}, {"rules/jd/rules.yaml:1:3: warning:", "hint: add penalty"}},
        CommandCase{"Strict", {"check", "--strict"}, 1, {}, {"warning:"}},
        CommandCase{"StrictAndWell", {"check", "--strict", "--rules", "sourced"}},
        CommandCase{"Error", {"check", "--rules", "broken"}, 2, {}, {"broken/jd/rules.yaml:1:3: error:", "idd", "id"}},
        CommandCase{"Corpus",
                    {"check", "--rules", "sourced", "--corpus", "week.txt"},
                    0,
                    {},
                    {"\"淘宝\" (jd.competitor.test) fires on 1 of 3 clean messages"}},
        CommandCase{"CorpusThatIsClean", {"check", "--rules", "sourced", "--corpus", "clean.txt"}},
        CommandCase{
            "ControlsAreShown", {"check", "--rules", "sourced", "--corpus", "controls.txt"}, 0, {}, {"淘␀宝␛[2J"}}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Test, RuleTools,
    ::testing::Values(CommandCase{"SilentIfAllHold", {"test"}},
                      CommandCase{"Fails",
                                  {"test", "--rules", "failing"},
                                  1,
                                  {"failing/jd/rules.yaml:12: jd.competitor.test:", "1 failed, 2 passed"}},
                      CommandCase{"Json", {"test", "--format", "json"}, 0, {R"({"passed":2,"failed":0,)"}},
                      CommandCase{"JsonFails",
                                  {"test", "--format", "json", "--rules", "failing"},
                                  1,
                                  {R"({"passed":2,"failed":1,)", R"("line":12,"text":"去淘宝")"}},
                      CommandCase{"Junit",
                                  {"test", "--format", "junit"},
                                  0,
                                  {"<testsuite name=\"jd.competitor.test\" tests=\"2\" failures=\"0\""}},
                      CommandCase{"JunitFails",
                                  {"test", "--format", "junit", "--rules", "failing"},
                                  1,
                                  {"tests=\"3\" failures=\"1\"", "<failure message="}},
                      CommandCase{
                          "BadRules", {"test", "--rules", "broken"}, 2, {}, {"broken/jd/rules.yaml:1:3: error:"}}),
    NameOf);

const std::vector<std::string> kDiff = {"diff", "rules", "after", "--corpus", "week.txt"};

std::vector<std::string> Diff(std::vector<std::string> more) {
  more.insert(more.begin(), kDiff.begin(), kDiff.end());
  return more;
}

INSTANTIATE_TEST_SUITE_P(
    Diff, RuleTools,
    ::testing::Values(
        CommandCase{"Text",
                    kDiff,
                    0,
                    {"3 条消息，2 条有变化，新增拦截 1 条（33.333%）", "allow → block  天猫  [+jd.competitor.test]"}},
        CommandCase{
            "Nothing", {"diff", "rules", "rules", "--corpus", "week.txt"}, 0, {"0 条有变化，新增拦截 0 条（0.000%）"}},
        CommandCase{"Markdown", Diff({"--format", "markdown"}), 0, {"| allow | block | 天猫 | +jd.competitor.test |"}},
        CommandCase{
            "Html", Diff({"--format", "html"}), 0, {"<tr><td>allow<td>block<td>天猫<td>+jd.competitor.test</tr>"}},
        CommandCase{"Json", Diff({"--format", "json"}), 0, {R"("messages":3,"changed":2,"newBlocks":1)"}},
        CommandCase{"MostChanges",
                    Diff({"--format", "json", "--most-changes", "1"}),
                    0,
                    {R"("changed":2)", R"("gained":[]}]})"}},
        CommandCase{"ControlsAreShown", {"diff", "rules", "after", "--corpus", "controls.txt"}, 0, {"淘␀宝␛[2J"}},
        CommandCase{"FewerThanTheLimit", Diff({"--max-new-blocks", "1"}), 0, {"新增拦截 1 条"}},
        CommandCase{"MoreThanTheLimit", Diff({"--max-new-blocks", "0"}), 1, {"新增拦截 1 条"}, {"more than 0"}},
        CommandCase{"FewerThanTheShare", Diff({"--max-new-blocks", "33.4%"}), 0, {"新增拦截 1 条"}},
        CommandCase{"MoreThanTheShare", Diff({"--max-new-blocks", "33.3%"}), 1, {"新增拦截 1 条"}, {"more than 33.3%"}}),
    NameOf);

TEST_F(RuleTools, DiffSpeaksJsonThatProgramsRead) {
  ASSERT_EQ(workspace_.Run(Diff({"--format", "json"})), 0);
  const json diff = json::parse(workspace_.out());
  EXPECT_EQ(diff["changes"][0]["text"], "淘宝");
  EXPECT_EQ(diff["changes"][0]["lost"], json::array({"jd.competitor.test"}));
  EXPECT_NE(diff["oldRevision"], diff["newRevision"]);
}

TEST_F(RuleTools, ProfileShowsWhatItHitToBeJudged) {
  const std::vector<std::string> profile = {"profile", "--corpus", "week.txt", "--format", "markdown"};
  ASSERT_EQ(workspace_.Run(profile), 0) << workspace_.err();
  EXPECT_THAT(workspace_.out(), AllOf(HasSubstr("| jd.competitor.test | 1 | 333.33 | 1 | 33.333% |"),
                                      HasSubstr("## jd.competitor.test（1 条，列出 1 条）\n\n- 1: <b>淘宝</b>\n")));
  ASSERT_EQ(workspace_.Shell("$PRESEND profile --corpus week.txt --format markdown --samples 0"), 0);
  EXPECT_THAT(workspace_.out(), Not(HasSubstr("淘宝")));
}

TEST_F(RuleTools, ProfileHoldsFalseAlarmsAgainstABaseline) {
  ASSERT_EQ(workspace_.Run({"profile", "--corpus", "clean.txt", "--format", "json"}), 0) << workspace_.err();
  const json profile = json::parse(workspace_.out());
  EXPECT_EQ(profile["messages"], 1);
  EXPECT_EQ(profile["rules"][0]["hits"], 0);
  workspace_.Write("baseline.json", workspace_.out());

  const std::vector<std::string> gate = {"profile", "--corpus", "week.txt", "--baseline", "baseline.json"};
  EXPECT_EQ(workspace_.Run(gate), 1);
  EXPECT_THAT(workspace_.err(), HasSubstr("jd.competitor.test: false alarms 0.000% → 33.333% (1 messages)"));
  EXPECT_EQ(workspace_.Run({"profile", "--corpus", "clean.txt", "--baseline", "baseline.json"}), 0) << workspace_.err();
  EXPECT_EQ(workspace_.Run({"profile", "--corpus", "known.jsonl", "--baseline", "baseline.json"}), 0)
      << "what is known to be a violation is no false alarm: " << workspace_.err();
}

// The canary: a gate that lets a known violation pass must not pass anything.
TEST_F(RuleTools, ProfileDoesNotTrustAGateThatIsBlind) {
  ASSERT_EQ(workspace_.Run({"profile", "--corpus", "clean.txt", "--format", "json"}), 0);
  workspace_.Write("baseline.json", workspace_.out());
  EXPECT_EQ(workspace_.Run({"profile", "--corpus", "clean.txt", "--baseline", "baseline.json", "--max-rise", "100"}),
            2);
  EXPECT_THAT(workspace_.err(), HasSubstr("the gate let a known violation of jd.competitor.test pass"));
}

TEST_F(RuleTools, FmtListsAndMendsAndThenIsSilent) {
  const std::string untidy = workspace_.Read("rules/jd/rules.yaml") + "  \n\n";
  workspace_.Write("rules/jd/rules.yaml", untidy);
  EXPECT_EQ(workspace_.Run({"fmt", "--check"}), 1);
  EXPECT_EQ(workspace_.out(), "rules/jd/rules.yaml\n");
  EXPECT_EQ(workspace_.Read("rules/jd/rules.yaml"), untidy) << "--check changes nothing";
  EXPECT_EQ(workspace_.Run({"fmt", "rules"}), 0) << "a folder may be named";
  EXPECT_EQ(workspace_.out(), "rules/jd/rules.yaml\n");
  EXPECT_EQ(workspace_.Run({"fmt", "--check"}), 0);
  EXPECT_EQ(workspace_.out(), "");
  EXPECT_EQ(workspace_.Run({"test"}), 0) << "what it means is the same: " << workspace_.err();
}

TEST_F(RuleTools, FmtLeavesWhatItCannotRead) {
  workspace_.Write("rules/jd/rules.yaml", "- id: [\n");
  EXPECT_EQ(workspace_.Run({"fmt"}), 2);
  EXPECT_THAT(workspace_.err(), HasSubstr("rules/jd/rules.yaml: error: YAML:"));
  EXPECT_EQ(workspace_.Read("rules/jd/rules.yaml"), "- id: [\n");
}

TEST_F(RuleTools, PackIsBuiltSignedInspectedAndUsed) {
  workspace_.Write("private.pem", testing::kPrivateKey);
  workspace_.Write("public.pem", testing::kPublicKey);
  ASSERT_EQ(workspace_.Run({"pack", "build", "--key", "private.pem"}), 0) << workspace_.err();
  const std::string pack = testing::LinesOf(workspace_.out())[0];
  EXPECT_THAT(pack, EndsWith(".pack"));
  ASSERT_EQ(workspace_.Run({"pack", "inspect", pack, "--key", "public.pem"}), 0) << workspace_.err();
  EXPECT_THAT(workspace_.out(), AllOf(HasSubstr("revision   " + pack.substr(0, pack.size() - 5)), HasSubstr("(good)"),
                                      HasSubstr("jd/rules.yaml")));
  ASSERT_EQ(workspace_.Run({"pack", "inspect", pack, "--format", "json"}), 0);
  EXPECT_THAT(std::string(json::parse(workspace_.out())["signature"]), HasSubstr("not checked: give --key"));
  EXPECT_EQ(workspace_.Run({"screen", "--rules", pack, "--format", "json", "week.txt"}), 0) << workspace_.err();
  EXPECT_THAT(workspace_.out(), HasSubstr("VERDICT_BLOCK"));
}

TEST_F(RuleTools, PackBySomebodyElseOrCutOffIsRefused) {
  workspace_.Write("other.pem", testing::kOtherPrivateKey);
  workspace_.Write("public.pem", testing::kPublicKey);
  ASSERT_EQ(workspace_.Run({"pack", "build", "--key", "other.pem", "--out", "other.pack"}), 0);
  EXPECT_EQ(workspace_.Run({"pack", "inspect", "other.pack", "--key", "public.pem"}), 2);
  EXPECT_THAT(workspace_.err(), AllOf(HasSubstr("other.pack: signed by key"), HasSubstr("not by the trusted key")));
  const std::string whole = workspace_.Read("other.pack");
  workspace_.Write("cut.pack", whole.substr(0, whole.size() / 2));
  EXPECT_EQ(workspace_.Run({"pack", "inspect", "cut.pack"}), 2);
  EXPECT_THAT(workspace_.err(), HasSubstr("cut.pack: not a whole pack file"));
  EXPECT_EQ(workspace_.Run({"pack", "build", "--rules", "failing", "--out", "failing.pack"}), 2);
  EXPECT_THAT(workspace_.err(), HasSubstr("failing/jd/rules.yaml:12"));
  EXPECT_EQ(workspace_.Run({"pack", "inspect", "failing.pack"}), 2) << "nothing was written";
}

TEST_F(RuleTools, VersionNamesWhatItStandsOn) {
  EXPECT_EQ(workspace_.Run({"version"}), 0);
  EXPECT_THAT(workspace_.out(), AllOf(HasSubstr("presend "), HasSubstr("hyperscan ")));
  const std::string version = testing::LinesOf(workspace_.out())[0];
  EXPECT_EQ(workspace_.Run({"--version"}), 0);
  EXPECT_EQ("presend " + workspace_.out(), version + "\n");
}

}  // namespace
}  // namespace presend
