// Scorecards by team: from a column of the archive, or from a sheet of agents and teams.
#include "replay/teams.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "replay/outcome.h"
#include "tests/replay/archive.h"

namespace presend::replay {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string Line(const std::string& agent, const std::string& shop, const std::string& text,
                 const std::string& team = "") {
  nlohmann::json row = {{"agent", agent}, {"shop", shop}, {"text", text}};
  if (!team.empty()) row["team"] = team;
  return row.dump() + "\n";
}

// "team messages blocked" of the summary.
std::vector<std::string> TeamsOf(const TestFolder& folder, const std::string& archive, const std::string& teams) {
  ReplayOptions options;
  options.files = {folder.Write("a.jsonl", archive)};
  options.out = folder / "out";
  options.restart = true;
  if (!teams.empty()) options.teams = folder.Write("teams.csv", teams);
  const auto result = Replay(options, SmallScreener(), nullptr, {});
  if (!result.ok()) return {std::string(result.status().message())};
  const ScreeningRules rules = ScreeningRules::Create(SmallScreener(), nullptr);
  EXPECT_TRUE(WriteOutcome(result->tally, rules, {options.out, options.files, {"csv", "sarif", "html"}}).ok());
  std::vector<std::string> found;
  const auto summary = nlohmann::json::parse(folder.Read("out/summary.json"));
  for (const auto& team : summary["teams"]) {
    found.push_back(team["name"][0].get<std::string>() + " " + std::to_string(team["counts"]["messages"].get<int>()) +
                    " " + std::to_string(team["counts"].value("block", 0)));
  }
  return found;
}

TEST(TeamsTest, ColumnOfTheArchiveComesFirstThenTheSheet) {
  TestFolder folder;
  const std::string archive = Line("甲", "一店", "坏话", "早班") + Line("甲", "一店", "坏话", "晚班") +
                              Line("乙", "一店", "好") + Line("乙", "二店", "坏话") + Line("丙", "一店", "好");
  EXPECT_THAT(TeamsOf(folder, archive, ""), ElementsAre(" 3 1", "早班 1 1", "晚班 1 1"));
  EXPECT_THAT(TeamsOf(folder, archive, "客服,团队,店铺\n甲,白班,\n乙,白班,\n乙,夜班,二店\n"),
              ElementsAre("夜班 1 1", "早班 1 1", "晚班 1 1", " 1 0", "白班 1 0"));
  EXPECT_THAT(folder.Read("out/findings.csv"), HasSubstr(",乙,夜班,二店,"));
  EXPECT_THAT(folder.Read("out/findings.jsonl"), HasSubstr(R"("agent":"乙","team":"夜班")"));
  EXPECT_THAT(folder.Read("out/findings.sarif"), HasSubstr(R"("team":"夜班")"));
}

TEST(TeamsTest, AnotherEncodingAndSeparatorAreRead) {
  TestFolder folder;
  const auto teams =
      Teams::Read(folder.Write("gb.csv", "\xbf\xcd\xb7\xfe\t\xcd\xc5\xb6\xd3\r\n\xbc\xd7\t\xb0\xd7\xb0\xe0\r\n"));
  ASSERT_TRUE(teams.ok()) << teams.status();
  EXPECT_EQ(teams->Of("任何店", "甲"), "白班");
  EXPECT_EQ(teams->Of("任何店", "乙"), "");
}

struct FaultCase {
  std::string sheet, fault;
};

TEST(TeamsTest, FaultsNameThePlace) {
  TestFolder folder;
  const std::vector<FaultCase> cases = {
      {"客服,组长\n甲,乙\n", "needs the columns 客服 and 团队. Columns of the file: 客服, 组长"},
      {"客服,团队\n甲,一\n甲,二\n", "teams.csv:3: agent \"甲\" already is of team \"一\""},
      {"客服,团队\n甲,\n", "teams.csv:2: no agent or no team"},
      {"客服,团队\n\"甲,一\n", "teams.csv:2: a quote that does not end"},
      {"\n", "needs the columns 客服 and 团队"},
  };
  for (const FaultCase& c : cases)
    EXPECT_THAT(TeamsOf(folder, Line("甲", "", "好"), c.sheet), ElementsAre(HasSubstr(c.fault)));
}

}  // namespace
}  // namespace presend::replay
