// Bad files and what is said about them, by place.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rulepack/loader.h"
#include "tests/rulepack/pack_on_disk.h"
#include "tests/rulepack/small_packs.h"

namespace presend {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

struct Case {
  const char* name;
  const char* file;    // path inside the pack
  std::string text;
  const char* expect;  // "path:line:column: error: …" without the directory; a beginning is enough
  const char* hint = "";
};

// A rule that is right, but for one line of it.
std::string RuleWith(std::string_view key, const std::string& line) {
  const std::pair<std::string_view, std::string> lines[] = {
      {"id", "- id: p.a"},           {"title", "  title: t"},         {"reason", "  reason: r"},
      {"category", "  category: abuse"}, {"action", "  action: block"}, {"match", "  match: {words: [傻瓜]}"},
      {"examples", "  examples: [{bad: \"[[傻瓜]]\"}, {ok: 你好}]"}};
  std::string text;
  for (const auto& [name, usual] : lines) {
    const std::string& chosen = name == key ? line : usual;
    if (!chosen.empty()) text += chosen + "\n";
  }
  if (key == "extra") text += line + "\n";
  return text;
}

std::vector<Case> Cases() {
  const auto extra = [](const std::string& line) { return RuleWith("extra", line); };
  const auto match = [](const std::string& inside) { return RuleWith("match", "  match: {" + inside + "}"); };
  const auto examples = [](const std::string& inside) { return RuleWith("examples", "  examples: [" + inside + "]"); };
  return {
      {"YamlSyntax", "a.yaml", "- id: p.a\n  title: [x\n", "a.yaml:3:1: error: YAML: "},
      {"NoList", "a.yaml", "id: p.a\n", "a.yaml:1:1: error: a rule file must be a list of rules"},
      {"NoMapping", "a.yaml", "- 傻\n", "a.yaml:1:3: error: rule must be a mapping"},
      {"Empty", "a.yaml", "", "a.yaml:1:1: error: the file is empty"},
      {"TwoDocuments", "a.yaml", "[]\n---\n[]\n", "a.yaml:1:1: error: more than one YAML document"},
      {"NotUtf8", "a.yaml", "- id: p.a\n  title: \xff\n", "a.yaml:2:10: error: not UTF-8"},
      {"ControlCharacter", "a.yaml", "- id: p.\x04", "a.yaml:1:9: error: control character U+0004"},
      {"UnknownKey", "a.yaml", extra("  exept: [傻瓜蛋]"), "a.yaml:8:3: error: unknown key \"exept\" in rule",
       "did you mean \"except\"?"},
      {"UnknownMatchKey", "a.yaml", match("words: [傻瓜], pattern: [a]"),
       "a.yaml:6:24: error: unknown key \"pattern\" in match", "did you mean \"patterns\"?"},
      {"KeyTwice", "a.yaml", extra("  title: u"), "a.yaml:8:3: error: the key \"title\" stands twice in rule"},
      {"WrongTypeText", "a.yaml", RuleWith("title", "  title: [t]"), "a.yaml:2:10: error: must be a text, not a list"},
      {"WrongTypeList", "a.yaml", match("words: 傻瓜"), "a.yaml:6:18: error: must be a list [a, b], not a text"},
      {"WrongTypeFlag", "a.yaml", match("words: [傻瓜], whole: yes"), "a.yaml:6:31: error: must be true or false"},
      {"EmptyList", "a.yaml", match("words: []"), "a.yaml:6:18: error: the list is empty"},
      {"EmptyText", "a.yaml", RuleWith("title", "  title: ''"), "a.yaml:2:10: error: must not be empty"},
      {"NullText", "a.yaml", RuleWith("title", "  title:"), "a.yaml:2:3: error: the key \"title\" has no value"},
      {"MissingId", "a.yaml", RuleWith("id", "- mode: on"), "a.yaml:1:3: error: rule has no \"id\""},
      {"MissingTitle", "a.yaml", RuleWith("title", ""), "a.yaml:1:3: error: rule has no \"title\""},
      {"MissingReason", "a.yaml", RuleWith("reason", ""), "a.yaml:1:3: error: rule has no \"reason\""},
      {"MissingCategory", "a.yaml", RuleWith("category", ""), "a.yaml:1:3: error: rule has no \"category\""},
      {"MissingAction", "a.yaml", RuleWith("action", ""), "a.yaml:1:3: error: rule has no \"action\""},
      {"MissingMatch", "a.yaml", RuleWith("match", ""), "a.yaml:1:3: error: rule has no \"match\""},
      {"MissingExamples", "a.yaml", RuleWith("examples", ""), "a.yaml:1:3: error: rule has no \"examples\""},
      {"MatchesNothing", "a.yaml", match("boundary: none"), "a.yaml:6:10: error: match looks for nothing"},
      {"UnknownCategory", "a.yaml", RuleWith("category", "  category: abose"), "a.yaml:4:13: error: unknown category \"abose\"",
       "did you mean \"abuse\"?"},
      {"UnknownAction", "a.yaml", RuleWith("action", "  action: deny"), "a.yaml:5:11: error: unknown action \"deny\"",
       "one of: advise, review, block"},
      {"AllowIsNoAction", "a.yaml", RuleWith("action", "  action: allow"), "a.yaml:5:11: error: unknown action \"allow\""},
      {"UnknownMode", "a.yaml", extra("  mode: shadw"), "a.yaml:8:9: error: unknown mode \"shadw\"", "did you mean \"shadow\"?"},
      {"UnknownPlatform", "a.yaml", extra("  not_on: [taoboa]"), "a.yaml:8:12: error: unknown platform \"taoboa\"", "one of: p"},
      {"UnknownFold", "a.yaml", match("words: [傻瓜], folds: [certan]"), "a.yaml:6:32: error: unknown fold \"certan\"",
       "did you mean \"certain\"?"},
      {"UnknownEntity", "a.yaml", match("entities: [mobil]"), "a.yaml:6:22: error: unknown entity \"mobil\"",
       "did you mean \"mobile\"?"},
      {"UnknownSender", "a.yaml", extra("  scope: {senders: [agnt]}"), "a.yaml:8:21: error: unknown sender \"agnt\"",
       "did you mean \"agent\"?"},
      {"IdOfAnotherPack", "a.yaml", RuleWith("id", "- id: jd.a"), "a.yaml:1:7: error: the id \"jd.a\" must begin with the pack's name: p."},
      {"IdTwice", "a.yaml", RuleWith("", "") + RuleWith("", ""), "a.yaml:8:7: error: the id \"p.a\" is taken by "},
      {"WordOfMarks", "a.yaml", match("words: [傻瓜, '!!!']"), "a.yaml:6:23: error: the word \"!!!\" can never match: it has only marks"},
      {"WordVanishes", "a.yaml", match("words: [傻瓜, \"\\u200b\"]"),
       "a.yaml:6:23: error: the word can never match: nothing is left of it after folding"},
      {"WordTwice", "a.yaml", match("words: [傻瓜, 傻瓜]"), "a.yaml:6:23: warning: the word \"傻瓜\" stands twice"},
      {"WordTwiceFolded", "a.yaml", match("words: [vx, VX]"), "a.yaml:6:23: warning: the word \"vx\" stands twice"},
      {"WordShadowed", "a.yaml", match("words: [大傻瓜, 傻瓜], boundary: none"),
       "a.yaml:6:19: warning: the word \"大傻瓜\" is shadowed: \"傻瓜\" already finds it"},
      {"Pattern", "a.yaml", match("patterns: ['a(b']"), "a.yaml:6:24: error: pattern: Missing close parenthesis"},
      {"PatternEmpty", "a.yaml", match("patterns: ['a*']"), "a.yaml:6:23: error: pattern: Pattern matches empty buffer"},
      {"PatternCostly", "a.yaml", match("patterns: ['加.{0,1000}信']"), "a.yaml:6:25: error: the repeat allows more than 64 times"},
      {"WithinTooFar", "a.yaml", match("words: [傻瓜], with: [{words: [a], within: 101}]"),
       "a.yaml:6:52: error: within must be 0 to 100 letters, clause or anywhere, not \"101\""},
      {"WithinNegative", "a.yaml", match("words: [傻瓜], with: [{words: [a], within: -1}]"), "a.yaml:6:52: error: within must be"},
      {"WithinMissing", "a.yaml", match("words: [傻瓜], with: [{words: [a]}]"), "a.yaml:6:31: error: condition has no \"within\""},
      {"ConditionOfNothing", "a.yaml", match("words: [傻瓜], with: [{within: 3}]"), "a.yaml:6:31: error: the condition looks for nothing"},
      {"UnknownCue", "a.yaml", match("words: ['@asc']"), "a.yaml:6:19: error: unknown cue \"@asc\"", "did you mean \"ask\"?"},
      {"ListMissing", "a.yaml", match("files: [words/none.txt]"), "a.yaml:6:19: error: no such file: "},
      {"ListOutside", "a.yaml", match("files: [../x.txt]"), "a.yaml:6:19: error: a list must lie in the pack's folder"},
      {"NoBad", "a.yaml", examples("{ok: 好}"), "a.yaml:1:3: error: the rule p.a has no bad example"},
      {"NoOk", "a.yaml", examples("{bad: '[[傻瓜]]'}"), "a.yaml:1:3: error: the rule p.a has no ok example"},
      {"NothingMarked", "a.yaml", examples("{bad: 傻瓜}, {ok: 好}"), "a.yaml:7:20: error: nothing is marked"},
      {"MarkOpen", "a.yaml", examples("{bad: '[[傻瓜'}, {ok: 好}"), "a.yaml:7:20: error: bad marks: [[ without ]]"},
      {"MarkClosed", "a.yaml", examples("{bad: '傻瓜]]'}, {ok: 好}"), "a.yaml:7:20: error: bad marks: ]] without [["},
      {"MarkNested", "a.yaml", examples("{bad: '[[傻[[瓜]]'}, {ok: 好}"), "a.yaml:7:20: error: bad marks: [[ inside [[ ]]"},
      {"MarkOfNothing", "a.yaml", examples("{bad: '傻瓜[[]]'}, {ok: 好}"), "a.yaml:7:20: error: bad marks: [[]] marks nothing"},
      {"ExampleOfTwoKinds", "a.yaml", examples("{bad: '[[傻瓜]]', ok: 好}, {ok: 好}"),
       "a.yaml:7:14: error: an example is exactly one of bad, ok and todo"},
      {"FixedOk", "a.yaml", examples("{bad: '[[傻瓜]]'}, {ok: 好, fixed: 好}"), "a.yaml:7:31: error: only a bad example can be fixed"},
      {"NoDay", "a.yaml", extra("  from: 2026-13-01"), "a.yaml:8:9: error: not a day: \"2026-13-01\""},
      {"Ended", "a.yaml", extra("  until: 2020-01-01"), "a.yaml:1:3: warning: the rule p.a has ended on 2020-01-01"},
      {"NeighbourWeight", "a.yaml", match("words: [傻瓜], neighbours: {left: {你: x}}"), "a.yaml:6:47: error: must be a number"},
      {"NeighbourBoundary", "a.yaml", match("words: [傻瓜], boundary: none, neighbours: {left: {你: 1}}"),
       "a.yaml:6:60: error: neighbours are weighed for boundary: word alone"},
      {"Lexicon", "lexicon.txt", "亲测 120\n亲测\n", "lexicon.txt:2:1: error: the line must be: word number"},
      {"LexiconNotUtf8", "lexicon.txt", "亲测 120\n亲\xff 3\n", "lexicon.txt:2:2: error: line 2 is not UTF-8"},
      {"ManifestKey", "pack.yaml", "name: p\nplatfrom: {}\n", "pack.yaml:2:1: error: unknown key \"platfrom\" in manifest",
       "did you mean \"platform\"?"},
      {"ManifestName", "pack.yaml", "description: p\n", "pack.yaml:1:1: error: manifest has no \"name\""},
      {"ManifestCharacters", "pack.yaml", "name: P p\n", "pack.yaml:1:7: error: may have only a-z, 0-9, - and _"},
  };
}

class BadFile : public ::testing::TestWithParam<Case> {};

TEST_P(BadFile, IsReportedAtItsPlace) {
  const Case& c = GetParam();
  const PackOnDisk pack({{"pack.yaml", "name: p\nplatform: {id: p, name: P}\ncues: {ask: [加]}\n"}, {"unread.txt", ""}});
  pack.Write(c.file, c.text);
  const auto loaded = LoadPacks(pack.directory(), {.today = absl::CivilDay(2026, 1, 1)});
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  std::vector<std::string> said;
  for (const Diagnostic& diagnostic : loaded->diagnostics) said.push_back(Format(diagnostic));
  const std::string expected = pack.directory() + "/" + c.expect;
  EXPECT_THAT(said, Contains(::testing::AllOf(::testing::StartsWith(expected), HasSubstr(c.hint))));
}

INSTANTIATE_TEST_SUITE_P(All, BadFile, ::testing::ValuesIn(Cases()), [](const auto& info) { return info.param.name; });

TEST(Diagnostic, ShowsTheLineAndACaretUnderTheWideCharacters) {
  const SourceFile file("p/a.yaml", "- 亲爱的: x\n");
  Diagnostics log;
  log.Error({&file, 1, 2 + 3 * 3 + 2}, "no", "mend");
  EXPECT_EQ(Format(log.Sorted()[0]), "p/a.yaml:1:8: error: no\n  - 亲爱的: x\n            ^\n  hint: mend\n");
}

TEST(Diagnostic, TellsAllMistakesOfAFileAtOnce) {
  const PackOnDisk pack({{"pack.yaml", "name: p\nplatform: {id: p, name: P}\n"},
                         {"a.yaml", "- {id: q.a, titel: t, category: x, action: y, match: {words: []}}\n"}});
  const auto loaded = LoadPacks(pack.directory());
  ASSERT_TRUE(loaded.ok());
  EXPECT_GE(loaded->diagnostics.size(), 8u) << StatusOf(*loaded);
  EXPECT_EQ(StatusOf(*loaded).code(), absl::StatusCode::kInvalidArgument);
}

// Neither hangs nor crashes, and says something.
// Every rule of the pack would be wrong as well: its id, its cues.
TEST(Diagnostic, ABrokenManifestIsAllThatIsSaidOfItsPack) {
  const PackOnDisk packs({{"jd/pack.yaml", "name: [jd\n"}, {"jd/a.yaml", WordRule("jd.a", "傻瓜")}});
  const auto loaded = LoadPacks(packs.directory());
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  ASSERT_EQ(loaded->diagnostics.size(), 1u) << StatusOf(*loaded);
  EXPECT_NE(Format(loaded->diagnostics[0]).find("pack.yaml:"), std::string::npos);
}

TEST(Diagnostic, SurvivesHostileYaml) {
  const std::string hostile[] = {std::string(100000, '['), std::string(100000, '{'), "&a [*a]", "- &a {b: *a}", std::string(3, '\0'),
                                 "\xfe\xff", "- *nowhere", ", a", "- a}\n", "- {a: b}\n, c\n", "? ? ?", "- !!binary x", "%YAML 9.9\n---\n", "{[]: 1}", "- {[a]: b}"};
  for (const std::string& text : hostile) {
    const PackOnDisk pack({{"pack.yaml", "name: p\nplatform: {id: p, name: P}\n"}, {"a.yaml", text}});
    const auto loaded = LoadPacks(pack.directory());
    ASSERT_TRUE(loaded.ok());
    EXPECT_FALSE(loaded->ok()) << text.substr(0, 20);
  }
}

}  // namespace
}  // namespace presend
