// Broken inputs: what can be read is, what cannot is refused with its row and reason, and no row is missing.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/replay/archive.h"
#include "tests/replay/archive_files.h"

namespace presend::replay {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

absl::StatusOr<ReplayResult> ReplayFile(const TestFolder& folder, const std::string& file, const std::string& content,
                                        const std::string& columns = "") {
  ReplayOptions options;
  options.files = {folder.Write(file, content)};
  options.out = folder / "out";
  options.input.columns = ColumnMap::Parse(columns).value();
  return Replay(options, SmallScreener(), nullptr, {});
}

std::vector<std::string> Refused(const TestFolder& folder) {
  std::vector<std::string> refused;
  for (const auto& line : JsonLines(folder.Read("out/rejects.jsonl"))) {
    refused.push_back(std::to_string(line["row"].get<int>()) + " " + line["reason"].get<std::string>());
  }
  return refused;
}

// Rows that do not repeat, for a compressor to keep.
std::string NumberedRows(int count) {
  std::string rows = "id,text\n";
  uint32_t random = 1;
  for (int i = 1; i <= count; ++i) {
    random = random * 1664525 + 1013904223;
    rows += std::to_string(i) + ",坏话" + std::to_string(random) + "\n";
  }
  return rows;
}

TEST(DamageTest, TruncatedFilesGiveWhatTheyHoldAndSayWhereTheyEnd) {
  const std::string rows = NumberedRows(50'000);
  for (const auto& [name, filter] : std::vector<std::pair<std::string, int>>{{"a.csv.gz", ARCHIVE_FILTER_GZIP},
                                                                             {"a.csv.zst", ARCHIVE_FILTER_ZSTD}}) {
    TestFolder folder;
    const std::string packed = Compressed(rows, filter);
    const auto result = ReplayFile(folder, name, packed.substr(0, packed.size() * 2 / 3));
    ASSERT_TRUE(result.ok()) << result.status();
    const auto refused = JsonLines(folder.Read("out/rejects.jsonl"));
    const auto found = JsonLines(folder.Read("out/findings.jsonl"));
    ASSERT_THAT(refused, SizeIs(1)) << name;
    EXPECT_THAT(refused[0]["reason"].get<std::string>(), AllOf(HasSubstr("输入到此中断"), HasSubstr("截断"))) << name;
    EXPECT_EQ(refused[0]["row"], found.size() + 2) << name;  // the line after the header and all that was read
    EXPECT_GT(found.size(), 10'000u) << name;
    for (size_t i = 0; i < found.size(); ++i) {  // the last one too is as it was written, not cut
      ASSERT_THAT(rows, HasSubstr("\n" + found[i]["message_id"].get<std::string>() + "," +
                                  found[i]["text"].get<std::string>() + "\n"));
      if (i == 0) i = found.size() - 10;
    }
  }
}

// Cut in the middle of a text, a row of CSV looks whole.
TEST(DamageTest, TheRowThatATruncationCutsIsRefused) {
  TestFolder folder;
  std::string rows = NumberedRows(3000) + "9,坏话 ";  // longer than what is looked at to judge the file
  rows.append(2 << 20, 'x');
  const std::string packed = Compressed(rows, ARCHIVE_FILTER_GZIP);
  ASSERT_TRUE(ReplayFile(folder, "a.csv.gz", packed.substr(0, packed.size() - 20)).ok());
  EXPECT_THAT(Refused(folder), ElementsAre(HasSubstr("3002 输入到此中断")));
  EXPECT_THAT(JsonLines(folder.Read("out/findings.jsonl")), SizeIs(3000));
  EXPECT_THAT(JsonLines(folder.Read("out/rejects.jsonl"))[0].value("text", ""), HasSubstr("9,坏话 xxx"));
}

TEST(DamageTest, HopelessFilesAreNamed) {
  TestFolder folder;
  const std::string packed = Compressed("id,text\n1,坏话\n", ARCHIVE_FILTER_GZIP);
  EXPECT_THAT(ReplayFile(folder, "a.csv.gz", packed.substr(0, packed.size() / 2)).status().message(),
              AllOf(HasSubstr("a.csv.gz"), HasSubstr("截断")));
  const std::string workbook = folder / "a.xlsx";
  WriteWorkbook(workbook, {"id", "text"}, {{"1", "坏话"}}, 9);
  const std::string whole = folder.Read("a.xlsx");
  EXPECT_THAT(ReplayFile(folder, "b.xlsx", whole.substr(0, whole.size() / 2)).status().message(),
              AllOf(HasSubstr("b.xlsx"), HasSubstr("damaged")));
}

TEST(DamageTest, WrongColumnsAreToldWithTheRightOnes) {
  TestFolder folder;
  EXPECT_THAT(ReplayFile(folder, "a.csv", "甲,乙\n1,2\n").status().message(),
              AllOf(HasSubstr("--map text=COLUMN"), HasSubstr("甲, 乙")));
  EXPECT_THAT(ReplayFile(folder, "b.csv", "id,text\n1,2\n", "text=聊天内容").status().message(),
              AllOf(HasSubstr("聊天内容"), HasSubstr("id, text")));
  EXPECT_THAT(ReplayFile(folder, "c.jsonl", "{\"x\":1}\n").status().message(), HasSubstr("--map text=COLUMN"));
  EXPECT_THAT(ReplayFile(folder, "d.parquet", "PAR1\x15\x04\x15").status().message(),
              HasSubstr("SELECT * FROM file('" + (folder / "d.parquet") + "')\" JSONEachRow | presend replay - --out"));
}

// Lines of the other encoding in a file that is mostly of one: each row is read as what it is, or refused.
TEST(DamageTest, MixedEncodingsLoseNoRow) {
  const std::string utf8 = "1,说坏话了\n", gb = AsGb18030("2,说坏话了\n"), broken = "3,\xff\xff\n";
  for (const bool mostly_utf8 : {true, false}) {
    TestFolder folder;
    std::string rows = "id,text\n";
    for (int i = 0; i < 10; ++i) rows += mostly_utf8 ? utf8 : gb;
    rows += mostly_utf8 ? gb : utf8;
    rows += broken;
    const auto result = ReplayFile(folder, "a.csv", rows);
    ASSERT_TRUE(result.ok()) << result.status();
    EXPECT_EQ(result->tally.records, 12);
    const std::vector<std::string> refused = Refused(folder);
    const auto found = JsonLines(folder.Read("out/findings.jsonl"));
    if (mostly_utf8) {
      EXPECT_THAT(refused, ElementsAre("12 不是 UTF-8", "13 不是 UTF-8"));
      EXPECT_THAT(found, SizeIs(10));
    } else {
      EXPECT_THAT(refused, ElementsAre("13 含有无法解码的字节"));
      ASSERT_THAT(found, SizeIs(11));
      EXPECT_EQ(found[10]["text"], "说坏话了");
    }
  }
}

TEST(DamageTest, NulBytesCostTheirRow) {
  using namespace std::string_literals;
  TestFolder folder;
  const auto result = ReplayFile(folder, "a.csv", "id,text\n1,坏话\0\n2,坏话\n\0,坏话\n4,\"坏\0\n话\"\n5,坏话\n"s);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_THAT(Refused(folder), ElementsAre("2 含有 NUL 字节", "4 含有 NUL 字节", "5 含有 NUL 字节"));
  EXPECT_THAT(JsonLines(folder.Read("out/findings.jsonl")), SizeIs(2));
}

TEST(DamageTest, ALineOfAHundredMegabytesCostsItself) {
  const std::string filler(100 << 20, 'x');
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"a.jsonl", "{\"text\":\"坏话\"}\n{\"text\":\"" + filler + "\"}\n{\"text\":\"坏话\"}\n"},
      {"a.csv", "text\n坏话\n" + filler + "\n坏话\n"},
      {"quoted.csv", "text\n\"坏话\"\n\"" + filler + "\"\n\"坏话\"\n"},
      {"last.csv", "text\n坏话\n坏话\n" + filler},
  };
  for (const auto& [file, content] : cases) {
    TestFolder folder;
    const auto result = ReplayFile(folder, file, content);
    ASSERT_TRUE(result.ok()) << file << ": " << result.status();
    const int row = file == "a.jsonl" ? 2 : file == "last.csv" ? 4 : 3;
    EXPECT_THAT(Refused(folder), ElementsAre(std::to_string(row) + " 记录超过 8 MB")) << file;
    EXPECT_THAT(JsonLines(folder.Read("out/findings.jsonl")), SizeIs(2)) << file;
    EXPECT_LT(folder.Read("out/rejects.jsonl").size(), 10'000u) << file;
  }
}

TEST(DamageTest, AFirstLineWithoutEndIsNotRepeatedToTheUser) {
  TestFolder folder;
  const auto status = ReplayFile(folder, "a.csv", std::string(30 << 20, 'x')).status();
  EXPECT_THAT(status.message(), HasSubstr("--map text=COLUMN"));
  EXPECT_LT(status.message().size(), 1000u);
}

}  // namespace
}  // namespace presend::replay
