// A sheet goes out to people and comes back as figures and as examples that the rules take.
#include "replay/review.h"

#include <functional>
#include <set>
#include "absl/strings/str_replace.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "replay/outcome.h"
#include "replay/review_examples.h"
#include "replay/review_report.h"
#include "replay/review_sheet.h"
#include "replay/sheet.h"
#include "rulepack/examples.h"
#include "rulepack/loader.h"
#include "tests/replay/archive.h"

namespace presend::replay {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// Signs that CSV, YAML, spreadsheets or the marks of examples could take for something else.
const std::vector<std::string> kAwkward = {"坏话,\n\"第二行\"",         "=坏话",          "'坏话",
                                           "坏话：#{a}[b] \\ 'x' & *y", "\t坏话\x01\x7f", "@坏话坏话"};

std::string Line(const std::string& text) { return nlohmann::json{{"role", "agent"}, {"text", text}}.dump() + "\n"; }

// Replays and returns the sheet of a sample.
std::string Sampled(const TestFolder& folder, const std::string& lines, const SampleSize& size = {}) {
  ReplayOptions options;
  options.files = {folder.Write("a.jsonl", lines)};
  options.out = folder / "out";
  options.restart = true;
  const auto result = Replay(options, SmallScreener(), nullptr, {});
  EXPECT_TRUE(result.ok()) << result.status();
  const ScreeningRules rules = ScreeningRules::Create(SmallScreener(), nullptr);
  EXPECT_TRUE(WriteOutcome(result->tally, rules, {options.out, options.files, {"review"}}).ok());
  const auto tally = ReadTally(options.out);
  EXPECT_TRUE(tally.ok() && ExportReviewSample(*tally, size, folder / "sample.csv").ok());
  return folder / "sample.csv";
}

// Fills in what `verdict` says of each row's text.
std::string Filled(const TestFolder& folder, const std::string& sheet, const std::string& name,
                   const std::string& reviewer,
                   const std::function<std::string(const std::string& action, const std::string& text)>& verdict) {
  const auto read = Sheet::Read(sheet);
  EXPECT_TRUE(read.ok()) << read.status();
  std::string csv;
  for (const std::string& header : read->headers()) csv += (csv.empty() ? "" : ",") + header;
  csv += "\n";
  for (const Sheet::Row& row : read->rows()) {
    const std::string text(read->Field(row, "消息内容"));
    for (size_t i = 0; i < row.fields.size(); ++i) {
      const std::string& header = read->headers()[i];
      const std::string field = header == "结论"       ? verdict(std::string(read->Field(row, "处置")), text)
                                : header == "复核人"   ? reviewer
                                : header == "应属规则" ? "test.word"
                                                       : row.fields[i];
      csv += (i == 0 ? "\"" : ",\"") + absl::StrReplaceAll(field, {{"\"", "\"\""}}) + "\"";
    }
    csv += "\n";
  }
  return folder.Write(name, csv);
}

TEST(ReviewTest, PrecisionMissesAndMatrix) {
  TestFolder folder;
  const std::string sheet =
      Sampled(folder, Line("说坏话") + Line("坏话一") + Line("坏话二") + Line("坏话三") + Line("好") + Line("丑话"));
  const auto review =
      ImportReview({Filled(folder, sheet, "甲.csv", "甲", [](const std::string& action, const std::string& text) {
        if (action == "allow") return text == "丑话" ? "漏报" : "确认";
        return text == "坏话一" ? "误报" : text == "坏话二" ? "申诉" : text == "坏话三" ? "" : "确认";
      })});
  ASSERT_TRUE(review.ok()) << review.status();
  EXPECT_THAT(review->faults, IsEmpty());
  const ReviewScore score = ScoreOf(*review);
  const StratumScore& rule = score.rules.at("test.word");
  EXPECT_EQ(rule.population, 4);
  EXPECT_THAT(rule.opinions, ElementsAre(1, 1, 1, 1));
  EXPECT_THAT(score.clean.at("clean:jd").opinions, ElementsAre(1, 1, 0, 0));
  EXPECT_THAT(score.matrix[static_cast<size_t>(Action::kBlock)], ElementsAre(1, 1, 1, 1));
  EXPECT_THAT(score.matrix[static_cast<size_t>(Action::kAllow)], ElementsAre(1, 1, 0, 0));
  EXPECT_DOUBLE_EQ(*score.precision, 0.5);
  EXPECT_DOUBLE_EQ(*score.recall, 2.0 / 3.0);  // 4 findings, half of them right; 2 clean messages, half of them missed
  EXPECT_THAT(ReviewText(score), HasSubstr("test.word\t1\t1\t1\t1\t4\t50.0%"));
  EXPECT_EQ(ReviewJson(score)["matrix"]["block"]["violation"], 1);
}

TEST(ReviewTest, SampleDependsOnItsSeedAlone) {
  TestFolder folder;
  std::string lines;
  for (int i = 0; i < 60; ++i) lines += Line("坏话" + std::to_string(i)) + Line("好" + std::to_string(i));
  const std::string first = folder.Read(Sampled(folder, lines, {5, 7, 1}).substr((folder / "").size()));
  EXPECT_EQ(std::count(first.begin(), first.end(), '\n'), 1 + 5 + 7);
  EXPECT_TRUE(first.starts_with("\xEF\xBB\xBF"));
  Sampled(folder, lines, {5, 7, 1});
  EXPECT_EQ(folder.Read("sample.csv"), first);
  Sampled(folder, lines, {5, 7, 2});
  EXPECT_NE(folder.Read("sample.csv"), first);
  const auto all = Sheet::Read(folder / "out/review.csv");  // the same ids as in the sheet of all findings
  const auto sample = Sheet::Read(folder / "sample.csv");
  ASSERT_TRUE(all.ok() && sample.ok());
  std::set<std::string> ids;
  for (const Sheet::Row& row : all->rows()) ids.emplace(all->Field(row, "编号"));
  EXPECT_THAT(ids, SizeIs(60));
  for (const Sheet::Row& row : sample->rows()) {
    EXPECT_EQ(ids.contains(std::string(sample->Field(row, "编号"))), sample->Field(row, "处置") == "block");
  }
}

TEST(ReviewTest, ExamplesAreReadByTheRules) {
  for (const std::string verdict : {"确认", "误报"}) {
    TestFolder folder;
    std::string lines;
    for (const std::string& text : kAwkward) lines += Line(text) + Line(absl::StrReplaceAll(text, {{"坏话", "丑话"}}));
    const std::string sheet = Sampled(folder, lines);
    const auto review =
        ImportReview({Filled(folder, sheet, "甲.csv", "甲", [&](const std::string& action, const std::string&) {
          return action == "allow" ? "漏报" : verdict;
        })});
    ASSERT_TRUE(review.ok()) << review.status();
    const std::string yaml = ReviewExamples(*review);
    const std::string examples = yaml.substr(yaml.find("  examples:\n"));
    std::filesystem::create_directories(folder / "rules/test");
    folder.Write("rules/test/pack.yaml", "name: test\nplatform: {id: jd, name: 京东}\n");
    folder.Write("rules/test/rules.yaml",
                 "- id: test.word\n  title: t\n  reason: r\n  category: abuse\n  action: block\n"
                 "  match: {words: [坏话], boundary: none}\n" +
                     examples + "    - {bad: \"[[坏话]]\"}\n    - {ok: 好}\n");
    const auto loaded = LoadPacks(folder / "rules");
    ASSERT_TRUE(loaded.ok() && StatusOf(*loaded).ok()) << StatusOf(*loaded) << yaml;
    std::multiset<std::string> read, said(kAwkward.begin(), kAwkward.end());
    const auto report = RunExamples(*loaded);
    ASSERT_TRUE(report.ok()) << report.status();
    for (const ExampleResult& result : report->results) {
      if (result.example.platform == "jd" && result.outcome != Outcome::kTodo) read.insert(result.example.text);
      if (verdict == "确认") {
        EXPECT_NE(result.outcome, Outcome::kFailed) << result.failure;
      }
    }
    read.erase("坏话");
    read.erase("好");
    EXPECT_EQ(read, said) << yaml;
    EXPECT_EQ(report->Count(Outcome::kFailed), verdict == "误报" ? kAwkward.size() : 0);
    EXPECT_GT(report->Count(Outcome::kTodo), 0u);
  }
}

TEST(ReviewTest, WhatCannotBeAnExampleSaysWhy) {
  TestFolder folder;
  std::string sheet = Sampled(folder, Line("坏话[[订单]]") + Line("坏话甲"));
  const auto confirmed = [](const std::string&, const std::string&) { return "确认"; };
  std::string csv = folder.Read(Filled(folder, sheet, "甲.csv", "甲", confirmed).substr((folder / "").size()));
  csv = absl::StrReplaceAll(csv, {{"坏话甲", "坏话?"}});  // as a spreadsheet does that cannot write a character
  const auto review = ImportReview({folder.Write("乙.csv", csv)});
  ASSERT_TRUE(review.ok());
  const std::string yaml = ReviewExamples(*review);
  EXPECT_THAT(yaml, HasSubstr("# 原文含有 [[ 或 ]]，不能标出命中：\"坏话[[订单]]\""));
  EXPECT_THAT(yaml, HasSubstr("# 消息内容已不是导出时的样子"));
  EXPECT_THAT(yaml, Not(HasSubstr("- {bad")));
}

TEST(ReviewTest, KappaOfTwoReviewers) {
  // The textbook case: 20 both yes, 5 only one, 10 only the other, 15 both no: agreement 0.7, by chance 0.5.
  Review review;
  const auto add = [&](int count, Opinion one, Opinion other) {
    for (int i = 0; i < count; ++i) {
      review.items["k" + std::to_string(review.items.size())].judgements = {{"甲", one}, {"乙", other}};
    }
  };
  add(20, Opinion::kViolation, Opinion::kViolation);
  add(5, Opinion::kViolation, Opinion::kFine);
  add(10, Opinion::kFine, Opinion::kViolation);
  add(15, Opinion::kFine, Opinion::kFine);
  const ReviewScore score = ScoreOf(review);
  EXPECT_EQ(score.judged_by_several, 50);
  EXPECT_EQ(score.unanimous, 35);
  ASSERT_THAT(score.reviewers, SizeIs(1));
  EXPECT_NEAR(*score.reviewers.begin()->second.Kappa(), 0.4, 1e-12);
  EXPECT_FALSE(Agreement{}.Kappa());
  EXPECT_FALSE((Agreement{.both = {{{3, 0, 0}, {0, 0, 0}, {0, 0, 0}}}}.Kappa()));
}

TEST(ReviewTest, MostDecideAndTiesAreDisputed) {
  using enum Opinion;
  const std::pair<std::vector<Opinion>, Opinion> cases[] = {
      {{}, kOpen},
      {{kFine}, kFine},
      {{kFine, kViolation}, kDisputed},
      {{kFine, kViolation, kViolation}, kViolation},
      {{kFine, kDisputed}, kDisputed},
      {{kDisputed, kDisputed, kFine}, kDisputed},
  };
  for (const auto& [opinions, consensus] : cases) {
    ReviewItem item;
    for (const Opinion opinion : opinions) item.judgements.push_back({"", opinion});
    EXPECT_EQ(item.Consensus(), consensus);
  }
}

TEST(ReviewTest, WilsonsIntervalIsTheKnownOne) {
  const auto share = ShareOf(8, 10);
  ASSERT_TRUE(share);
  EXPECT_NEAR(share->low, 0.4902, 1e-4);
  EXPECT_NEAR(share->high, 0.9433, 1e-4);
  EXPECT_FALSE(ShareOf(0, 0));
}

struct FaultCase {
  std::string row, fault;
};

TEST(ReviewTest, FaultsNameTheLine) {
  const std::string header = "编号,抽样层,层内总数,处置,消息内容,结论,复核人\n";
  const std::vector<FaultCase> cases = {
      {"k1,r,1,block,x,也许,甲\n", "结论应是 确认、误报、漏报 或 申诉，不是 \"也许\""},
      {"k1,r,1,block,x,漏报,甲\n", "这一行是发现，不会是漏报"},
      {"k1,clean:jd,1,allow,x,误报,甲\n", "这一行本来没有发现，不会是误报"},
      {",r,1,block,x,确认,甲\n", "没有编号"},
      {"k1,r,1,拦截,x,确认,甲\n", "处置 \"拦截\" 不是"},
      {"k1,r,许多,block,x,确认,甲\n", "没有抽样层或层内总数"},
  };
  TestFolder folder;
  for (const FaultCase& c : cases) {
    const auto review = ImportReview({folder.Write("a.csv", header + c.row)});
    ASSERT_TRUE(review.ok()) << review.status();
    EXPECT_THAT(review->faults, ElementsAre(HasSubstr("a.csv:2：" + c.fault)));
    EXPECT_THAT(review->items, IsEmpty());
  }
  const auto twice = ImportReview({folder.Write("a.csv", header + "k1,r,1,block,x,确认,甲\nk1,r,1,block,x,误报,甲\n")});
  ASSERT_TRUE(twice.ok());
  EXPECT_THAT(twice->faults, ElementsAre(HasSubstr("a.csv:3：复核人 \"甲\" 对这一条已有另一个结论")));
  EXPECT_THAT(ImportReview({folder.Write("b.csv", "x\n1\n")}).status().message(), HasSubstr("no column 编号"));
}

}  // namespace
}  // namespace presend::replay
