// `presend screen` and its kin, as a shell sees them.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/command_line.h"

namespace presend {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using testing::LinesOf;
using testing::Workspace;

using Arguments = std::vector<std::string>;

const Arguments kJson = {"screen", "--input", "json", "--format", "json"};

struct Case {
  const char* name;
  Arguments arguments;
  std::string input;
  int exit_status;
  std::vector<std::string> out;  // a part of each line; no more and no fewer lines
  std::string err;               // a part of it
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

class Screen : public ::testing::TestWithParam<Case> {};

TEST_P(Screen, AnswersAsAsked) {
  const Case& c = GetParam();
  const Workspace workspace;
  EXPECT_EQ(workspace.Run(c.arguments, c.input), c.exit_status) << workspace.err();
  const std::vector<std::string> lines = LinesOf(workspace.out());
  ASSERT_EQ(lines.size(), c.out.size()) << workspace.out();
  for (size_t i = 0; i < lines.size(); ++i) EXPECT_THAT(lines[i], HasSubstr(c.out[i]));
  if (c.err.empty()) {
    EXPECT_EQ(workspace.err(), "");
  } else {
    EXPECT_THAT(workspace.err(), HasSubstr(c.err));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Json, Screen,
    ::testing::Values(
        Case{"InOrder", kJson, "{\"messageId\":\"1\",\"text\":\"去淘宝\"}\n{\"messageId\":\"2\",\"text\":\"您好\"}\n", 0,
             {R"("messageId":"1","verdict":"VERDICT_BLOCK")", R"("messageId":"2","verdict":"VERDICT_ALLOW")"}},
        Case{"SpansInThreeUnits", kJson, "{\"text\":\"😀淘宝\"}\n", 0,
             {R"("span":{"begin":4,"end":10,"utf16Begin":2,"utf16End":4,"codePointBegin":1,"codePointEnd":3})"}},
        Case{"Conversation", kJson,
             "{\"conversationId\":\"c\",\"text\":\"去淘\"}\n{\"conversationId\":\"d\",\"text\":\"宝\"}\n"
             "{\"conversationId\":\"c\",\"text\":\"宝\"}\n",
             0, {"ALLOW", "ALLOW", R"("ruleId":"jd.competitor.test")"}},
        Case{"EmptyInput", kJson, "", 0, {}},
        Case{"NoNewlineAtTheEnd", kJson, "{\"text\":\"淘宝\"}", 0, {"BLOCK"}},
        Case{"BlankLinesAreNoMessages", kJson, "{\"text\":\"淘宝\"}\n\n  \n{\"text\":\"您好\"}\n", 0, {"BLOCK", "ALLOW"}},
        Case{"WindowsLineEndsAndMark", kJson, "\xEF\xBB\xBF{\"text\":\"淘宝\"}\r\n{\"text\":\"您好\"}\r\n", 0,
             {"BLOCK", "ALLOW"}},
        Case{"MalformedLine", kJson, "{\"text\":\"淘宝\"}\n{\"text\":\n{\"text\":\"您好\"}\n", 2,
             {"BLOCK", R"({"error":"not a ScreenRequest)", "ALLOW"}, "<stdin>:2: error: not a ScreenRequest"},
        Case{"UnknownField", kJson, "{\"txt\":\"淘宝\"}\n", 2, {"error"}, "<stdin>:1: error: not a ScreenRequest"},
        Case{"UnknownPlatform", kJson,
             "{\"text\":\"淘宝\"}\n{\"messageId\":\"m\",\"text\":\"x\",\"platform\":\"moon\"}\n{\"text\":\"淘宝\"}\n", 2,
             {"BLOCK", R"({"messageId":"m","error":"platform: unknown platform)", "BLOCK"},
             "<stdin>:2: error: platform: unknown platform"},
        Case{"UnknownSender", kJson, "{\"text\":\"x\",\"sender\":\"moon\"}\n", 2, {"error"}, "<stdin>:1: error: sender"},
        Case{"InvalidUtf8", kJson, "{\"text\":\"\xCC\xD4\"}\n", 2, {"error"}, "<stdin>:1: error: not UTF-8 at byte 10"},
        Case{"TooLong", kJson, "{\"text\":\"" + std::string(70'000, 'x') + "\"}\n", 2, {"error"}, "<stdin>:1: error: text"}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Text, Screen,
    ::testing::Values(
        Case{"OneMessageALine", {"screen", "--format", "json"}, "淘宝\n\n您好\n", 0, {"BLOCK", "ALLOW", "ALLOW"}},
        Case{"ForPeople", {"screen"}, "去淘宝吗\n", 0,
             {"<stdin>:1: BLOCK 去淘宝吗", "                   ^^^^ jd.competitor.test: 请不要提别的平台。", "改为: 去这里吗"}},
        Case{"WindowsLineEnds", {"screen", "--format", "json"}, "\xEF\xBB\xBF淘宝\r\n\r\n您好\r\n", 0,
             {R"("end":6)", "ALLOW", "ALLOW"}},
        Case{"InvalidUtf8", {"screen", "--format", "json"}, "淘宝\n您\xFF\n淘宝\n", 2,
             {"BLOCK", R"({"error":"not UTF-8 at byte 4; convert it first, e.g. iconv)", "BLOCK"}, "<stdin>:2: error: not UTF-8"},
        Case{"InvalidForPeople", {"screen"}, "您\xFF\n您好\n", 2, {"<stdin>:1: ERROR not UTF-8", "<stdin>:2: ALLOW 您好"},
             "<stdin>:1: error: not UTF-8"},
        Case{"Gb18030", {"screen"}, "\xCC\xD4\xB1\xA6\n", 2, {"ERROR not UTF-8"}, "iconv -f GB18030 -t UTF-8"},
        Case{"NulBytes", {"screen", "--format", "json"}, std::string("淘\0宝\n\0\n您好\n", 16), 0,
             {R"("matched":"淘\u0000宝")", "ALLOW", "ALLOW"}},
        Case{"TenMegabytes", {"screen", "--format", "json"}, "淘宝\n" + std::string(10'000'000, 'x') + "\n淘宝\n", 2,
             {"BLOCK", "10000000 bytes, more than the limit of 65536", "BLOCK"}, "<stdin>:2: error: text: 10000000 bytes"},
        Case{"BuyersMaySayIt", {"screen", "--sender", "buyer", "--format", "json"}, "淘宝\n", 0, {"ALLOW"}},
        Case{"Explained", {"screen", "--explain", "--format", "json"}, "淘宝\n", 0, {R"("explanation":{"views":)"}}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Usage, Screen,
    ::testing::Values(Case{"NoCommand", {}, "", 2, {}, "subcommand"},
                      Case{"UnknownCommand", {"dance"}, "", 2, {}, "subcommand"},
                      Case{"UnknownFormat", {"screen", "--format", "xml"}, "", 2, {}, "--format"},
                      Case{"NoSuchFile", {"screen", "nowhere.txt"}, "", 2, {}, "nowhere.txt"},
                      Case{"NoSuchRules", {"screen", "--rules", "nowhere"}, "x\n", 2, {}, "nowhere"},
                      Case{"NoServer", {"screen", "--server", "unix:nowhere"}, "x\n", 2, {}, "presend:"},
                      Case{"UnknownPlatform", {"screen", "--platform", "moon"}, "x\n", 2, {}, "known: jd"}),
    [](const auto& info) { return info.param.name; });

TEST(ScreenFile, IsReadAndNamed) {
  const Workspace workspace;
  workspace.Write("chat.txt", "去淘宝\n\xFF\n");
  EXPECT_EQ(workspace.Run({"screen", "chat.txt"}), 2);
  EXPECT_THAT(workspace.out(), StartsWith("chat.txt:1: BLOCK"));
  EXPECT_THAT(workspace.err(), StartsWith("chat.txt:2: error:"));
}

TEST(ScreenFile, ThousandsOfLinesComeBackInOrder) {
  const Workspace workspace;
  std::string input;
  for (int i = 0; i < 5000; ++i) {
    input += "{\"messageId\":\"" + std::to_string(i) + "\",\"text\":\"" + (i % 3 == 0 ? "淘宝" : "您好") + "\"}\n";
  }
  ASSERT_EQ(workspace.Run(kJson, input), 0) << workspace.err();
  const auto lines = LinesOf(workspace.out());
  ASSERT_EQ(lines.size(), 5000u);
  for (int i = 0; i < 5000; ++i) {
    const std::string want = "{\"messageId\":\"" + std::to_string(i) + "\",\"verdict\":\"VERDICT_" +
                             (i % 3 == 0 ? "BLOCK" : "ALLOW");
    ASSERT_THAT(lines[i], StartsWith(want));
  }
}

TEST(ScreenCache, IsFilledAndChangesNothing) {
  const Workspace workspace;
  ASSERT_EQ(workspace.Run({"screen", "--format", "json", "--cache", ""}, "去淘宝\n您好\n"), 0);
  const std::string out = workspace.out();
  EXPECT_FALSE(std::filesystem::exists(workspace.path(".cache")));
  for (const std::string script : {"$PRESEND screen --format json --cache kept", "$PRESEND screen --format json"}) {
    for (int run = 0; run < 2; ++run) {
      ASSERT_EQ(workspace.Shell(script, "去淘宝\n您好\n"), 0) << workspace.err();
      EXPECT_EQ(workspace.out(), out);
    }
  }
  for (const char* folder : {"kept", ".cache/presend"}) {
    EXPECT_FALSE(std::filesystem::is_empty(workspace.path(folder))) << folder;
  }
}

TEST(ScreenCache, CannotBeWritten) {
  const Workspace workspace;
  workspace.Write("file", "");
  for (const std::string variable : {"HOME=file", "HOME=/proc/nowhere", "PRESEND_CACHE=file/below", "PRESEND_CACHE="}) {
    EXPECT_EQ(workspace.Shell("env " + variable + " $PRESEND screen", "您好\n"), 0) << workspace.err();
    EXPECT_EQ(workspace.err(), "") << variable;
  }
}

TEST(ScreenFile, ComplainsOfAFewLinesAndCountsTheOthers) {
  const Workspace workspace;
  std::string input;
  for (int i = 0; i < 1000; ++i) input += i % 2 == 0 ? "淘宝\n" : "\xFF\n";
  EXPECT_EQ(workspace.Run({"screen", "--format", "json"}, input), 2);
  EXPECT_EQ(LinesOf(workspace.out()).size(), 1000u);
  EXPECT_EQ(LinesOf(workspace.err()).size(), 11u);
  EXPECT_THAT(workspace.err(), HasSubstr("presend: 490 more lines could not be screened"));
}

TEST(BadRules, AreRefusedWithTheirPlace) {
  const Workspace workspace;
  workspace.Write("rules/jd/rules.yaml", "- id: jd.x\n  nonsense: 1\n");
  EXPECT_EQ(workspace.Run({"screen"}, "x\n"), 2);
  EXPECT_THAT(workspace.err(), AllOf(HasSubstr("rules.yaml:2:"), HasSubstr("nonsense")));
  EXPECT_EQ(workspace.out(), "");
}

TEST(Explain, DrawsViewsAndHits) {
  const Workspace workspace;
  ASSERT_EQ(workspace.Run({"explain", "去ＴＡＯ淘.宝"}), 0) << workspace.err();
  EXPECT_THAT(workspace.out(), AllOf(HasSubstr("BLOCK 去ＴＡＯ淘.宝"), HasSubstr("text "), HasSubstr("plain "),
                                     HasSubstr("kept jd.competitor.test"), HasSubstr("separator")));
}

TEST(Explain, AMessageCannotSpeakToTheTerminal) {
  const Workspace workspace;
  ASSERT_EQ(workspace.Run({"explain", "\033[2J\u202E淘宝"}), 0) << workspace.err();
  EXPECT_THAT(workspace.out(), AllOf(Not(HasSubstr("\033")), Not(HasSubstr("\u202E"))));
}

TEST(Version, NamesItself) {
  const Workspace workspace;
  EXPECT_EQ(workspace.Run({"version"}), 0);
  EXPECT_THAT(workspace.out(), StartsWith("presend "));
}

}  // namespace
}  // namespace presend
