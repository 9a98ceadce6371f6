#include "replay/review.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/replay/archive.h"

namespace presend::replay {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

TEST(ReviewTest, GoesOutAndComesBack) {
  TestFolder folder;
  const std::string findings = folder.Write(
      "findings.jsonl",
      R"({"file":"a","row":1,"rule":"r.one","cp_begin":1,"cp_end":3,"text":"说坏话,\n\"好\""})" "\n"
      R"({"file":"a","row":2,"rule":"r.one","cp_begin":0,"cp_end":2,"text":"坏话"})" "\n");
  ASSERT_TRUE(ExportReview(findings, folder / "review.csv").ok());
  std::string csv = folder.Read("review.csv");
  EXPECT_THAT(csv, HasSubstr(",结论,复核人\r\n"));
  size_t at = csv.rfind(",,\r\n");
  csv.replace(at, 2, ",误报,甲");
  at = csv.find(",,\r\n");
  csv.replace(at, 2, ",确认,甲");
  const auto review = ImportReview({folder.Write("filled.csv", csv)});
  ASSERT_TRUE(review.ok()) << review.status();
  EXPECT_EQ(review->rules.at("r.one").confirmed, 1);
  EXPECT_EQ(review->rules.at("r.one").false_alarms, 1);
  EXPECT_THAT(review->examples, ElementsAre("r.one\t- {bad: \"说[[坏话]],\\n\\\"好\\\"\"}", "r.one\t- {ok: \"坏话\"}"));
  EXPECT_THAT(ReviewText(*review), HasSubstr("50.0%"));
}

TEST(ReviewTest, CountsAgreementAndFaults) {
  TestFolder folder;
  const std::string file = folder.Write("a.csv",
                                        "文件,行,规则,起,结论,复核人\nf,1,r,0,确认,甲\nf,1,r,0,误报,乙\nf,2,r,0,确认,甲\n"
                                        "f,2,r,0,确认,乙\nf,3,r,0,也许,甲\nf,4,r,0,,\n");
  const auto review = ImportReview({file});
  ASSERT_TRUE(review.ok()) << review.status();
  EXPECT_EQ(review->judged_twice, 2);
  EXPECT_EQ(review->agreed, 1);
  EXPECT_EQ(review->rules.at("r").open, 1);
  EXPECT_THAT(review->faults, SizeIs(1));
  EXPECT_THAT(review->faults[0], HasSubstr("a.csv:6"));
  EXPECT_FALSE(ImportReview({folder.Write("b.csv", "x\n1\n")}).ok());
}

}  // namespace
}  // namespace presend::replay
