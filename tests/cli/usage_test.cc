// Bad usage: each time the place, the mend, exit status 2, and nothing on standard output.
#include <filesystem>

#include "tests/cli/command_case.h"
#include "tests/rulepack/keys.h"

namespace presend {
namespace {

using testing::CommandCase;
using ::testing::HasSubstr;
using testing::NameOf;
using testing::Workspace;

constexpr char kConvert[] = "convert it first, e.g. iconv -f GB18030 -t UTF-8";

class Usage : public ::testing::TestWithParam<CommandCase> {
 protected:
  Usage() {
    workspace_.WriteRules("天猫", "after");
    workspace_.Write("week.txt", "淘宝\n您好\n");
    workspace_.Write("empty.txt", "");
    workspace_.Write("gb18030.txt", "\xCC\xD4\xB1\xA6\n");
    workspace_.Write("moon.jsonl", "{\"text\":\"您好\"}\n{\"text\":\"您好\",\"platform\":\"moon\"}\n");
    workspace_.Write("number.jsonl", "{\"text\":7}\n");
    workspace_.Write("public.pem", testing::kPublicKey);
    std::filesystem::create_directory(workspace_.path("hollow"));
    std::filesystem::create_directories(workspace_.path("half/jd"));
    std::filesystem::create_directories(workspace_.path("half/sealed"));
    std::filesystem::permissions(workspace_.path("half/sealed"), std::filesystem::perms::none);
    workspace_.Write("half/jd/pack.yaml", workspace_.Read("rules/jd/pack.yaml"));
  }
  ~Usage() override { std::filesystem::permissions(workspace_.path("half/sealed"), std::filesystem::perms::owner_all); }

  const Workspace workspace_;
};

TEST_P(Usage, IsRefusedWithThePlaceAndTheMend) { Expect(workspace_, GetParam()); }

INSTANTIATE_TEST_SUITE_P(
    Words, Usage,
    ::testing::Values(CommandCase{"NoCommand", {}, 2, {}, {"subcommand", "--help"}},
                      CommandCase{"UnknownFlagOfScreen", {"screen", "--nope"}, 2, {}, {"--nope", "--help"}},
                      CommandCase{"UnknownFlagOfCheck", {"check", "--nope"}, 2, {}, {"--nope", "--help"}},
                      CommandCase{"UnknownFlagOfTest", {"test", "--nope"}, 2, {}, {"--nope", "--help"}},
                      CommandCase{"UnknownFlagOfFmt", {"fmt", "--nope"}, 2, {}, {"--nope", "--help"}},
                      CommandCase{"UnknownFlagOfVersion", {"version", "--nope"}, 2, {}, {"--nope", "--help"}},
                      CommandCase{"TestFormat", {"test", "--format", "xml"}, 2, {}, {"--format", "junit"}},
                      CommandCase{
                          "DiffFormat", {"diff", "a", "b", "--corpus", "c", "--format", "x"}, 2, {}, {"markdown"}},
                      CommandCase{"DiffOfOne", {"diff", "rules"}, 2, {}, {"new is required"}},
                      CommandCase{"DiffOnNothing", {"diff", "rules", "after"}, 2, {}, {"--corpus is required"}},
                      CommandCase{"PackWithoutCommand", {"pack"}, 2, {}, {"subcommand"}},
                      CommandCase{"RulesWithoutCommand", {"rules"}, 2, {}, {"subcommand"}},
                      CommandCase{"RulesTryWhat", {"rules", "try"}, 2, {}, {"name is required"}},
                      CommandCase{"RulesTryHow", {"rules", "try", "a", "--mode", "x"}, 2, {}, {"--mode", "canary"}},
                      CommandCase{"ExplainNothing", {"explain"}, 2, {}, {"text is required"}},
                      CommandCase{"ExplainNoUtf8", {"explain", "\xCC\xD4"}, 2, {}, {"not UTF-8", "terminal"}},
                      CommandCase{"ExplainMoon", {"explain", "--platform", "moon", "x"}, 2, {}, {"moon", "known: jd"}}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Rules, Usage,
    ::testing::Values(
        CommandCase{"CheckNowhere", {"check", "--rules", "nowhere"}, 2, {}, {"nowhere: No such file", "--rules names"}},
        CommandCase{"TestNowhere", {"test", "--rules", "nowhere"}, 2, {}, {"nowhere: No such file", "--rules names"}},
        CommandCase{"FmtNowhere", {"fmt", "--rules", "nowhere"}, 2, {}, {"nowhere: No such file"}},
        CommandCase{"PackNowhere", {"pack", "build", "--rules", "nowhere"}, 2, {}, {"nowhere: No such file"}},
        CommandCase{
            "DiffNowhere", {"diff", "rules", "nowhere", "--corpus", "week.txt"}, 2, {}, {"nowhere: No such file"}},
        CommandCase{"CheckAFile", {"check", "--rules", "week.txt"}, 2, {}, {"week.txt: not a whole pack file"}},
        CommandCase{"FmtAFile", {"fmt", "--rules", "week.txt"}, 2, {}, {"week.txt: Not a directory"}},
        CommandCase{"CheckHollow", {"check", "--rules", "hollow"}, 2, {}, {"no rule pack in hollow", "pack.yaml"}},
        CommandCase{"FmtHollow", {"fmt", "--rules", "hollow"}, 2, {}, {"hollow: no rule file", ".yaml"}},
        CommandCase{"CheckSealed", {"check", "--rules", "half"}, 2, {}, {"half/sealed: Permission denied"}},
        CommandCase{"ScreenSealed", {"screen", "--rules", "half"}, 2, {}, {"half/sealed: Permission denied"}},
        CommandCase{"FmtSealed", {"fmt", "--rules", "half"}, 2, {}, {"half/sealed: Permission denied"}},
        CommandCase{"FmtUnknownKind", {"fmt", "moon.jsonl"}, 2, {}, {"moon.jsonl: error: neither", ".yaml"}},
        CommandCase{"FmtGb18030", {"fmt", "gb18030.txt"}, 2, {}, {"gb18030.txt: error: not UTF-8", kConvert}}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Messages, Usage,
    ::testing::Values(
        CommandCase{"ScreenFolder", {"screen", "hollow"}, 2, {}, {"hollow: Is a directory"}},
        CommandCase{"ScreenNowhere", {"screen", "nowhere"}, 2, {}, {"nowhere: No such file"}},
        CommandCase{"ProfileNowhere", {"profile", "--corpus", "nowhere"}, 2, {}, {"nowhere: No such file"}},
        CommandCase{
            "ProfileFolder", {"profile", "--corpus", "hollow"}, 2, {}, {"hollow: cannot be read: Is a directory"}},
        CommandCase{"ProfileEmpty", {"profile", "--corpus", "empty.txt"}, 2, {}, {"empty.txt: no message"}},
        CommandCase{"ProfileGb18030", {"profile", "--corpus", "gb18030.txt"}, 2, {}, {"gb18030.txt:1:", kConvert}},
        CommandCase{
            "ProfileMoon", {"profile", "--corpus", "moon.jsonl"}, 2, {}, {"moon.jsonl:2:", "\"moon\"", "known: jd"}},
        CommandCase{
            "ProfileNumber", {"profile", "--corpus", "number.jsonl"}, 2, {}, {"number.jsonl:1:", "not a string"}},
        CommandCase{"DiffEmpty", {"diff", "rules", "after", "--corpus", "empty.txt"}, 2, {}, {"empty.txt: no message"}},
        CommandCase{
            "DiffGb18030", {"diff", "rules", "after", "--corpus", "gb18030.txt"}, 2, {}, {"gb18030.txt:1:", kConvert}},
        CommandCase{
            "DiffMoon", {"diff", "rules", "after", "--corpus", "week.txt", "--platform", "moon"}, 2, {}, {"known: jd"}},
        CommandCase{"DiffNoLimit",
                    {"diff", "rules", "after", "--corpus", "week.txt", "--max-new-blocks", ""},
                    2,
                    {},
                    {"--max-new-blocks: must be a number such as 5 or a share such as 0.1%"}},
        CommandCase{"DiffBadLimit",
                    {"diff", "rules", "after", "--corpus", "week.txt", "--max-new-blocks", "many"},
                    2,
                    {},
                    {"not \"many\""}},
        CommandCase{"CheckGb18030", {"check", "--corpus", "gb18030.txt"}, 2, {}, {"gb18030.txt:1:", kConvert}},
        CommandCase{
            "BaselineNowhere", {"profile", "--corpus", "week.txt", "--baseline", "nowhere"}, 2, {}, {"nowhere"}},
        CommandCase{"BaselineUnset", {"profile", "--corpus", "week.txt", "--baseline", ""}, 2, {}, {"--baseline"}},
        CommandCase{"BaselineNoProfile",
                    {"profile", "--corpus", "week.txt", "--baseline", "week.txt"},
                    2,
                    {},
                    {"week.txt: not a profile", "--format json"}}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Packs, Usage,
    ::testing::Values(
        CommandCase{"KeyNowhere", {"pack", "build", "--key", "nowhere"}, 2, {}, {"no such file: nowhere"}},
        CommandCase{
            "KeyIsPublic", {"pack", "build", "--key", "public.pem"}, 2, {}, {"public.pem: not an Ed25519 private key"}},
        CommandCase{"OutNowhere", {"pack", "build", "--out", "nowhere/a.pack"}, 2, {}, {"nowhere/a.pack"}},
        CommandCase{"InspectNowhere", {"pack", "inspect", "nowhere"}, 2, {}, {"no such file: nowhere"}},
        CommandCase{"InspectFolder", {"pack", "inspect", "rules"}, 2, {}, {"a folder, not a pack file: rules"}},
        CommandCase{"InspectEmpty", {"pack", "inspect", "empty.txt"}, 2, {}, {"empty.txt: not a whole pack file"}},
        CommandCase{"InspectText", {"pack", "inspect", "week.txt"}, 2, {}, {"week.txt: not a whole pack file"}}),
    NameOf);

TEST(Server, ThatIsNotThereIsNamed) {
  const Workspace workspace;
  EXPECT_EQ(workspace.Run({"rules", "--server", "unix:nowhere", "status"}), 1);
  EXPECT_THAT(workspace.err(), ::testing::AllOf(HasSubstr("unix:nowhere"), HasSubstr("--server says where")));
  EXPECT_EQ(workspace.Run({"screen", "--server", "unix:nowhere"}, "x\n"), 2);
  EXPECT_THAT(workspace.err(), HasSubstr("unix:nowhere"));
}

}  // namespace
}  // namespace presend
