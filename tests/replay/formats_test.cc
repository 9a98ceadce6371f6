// The same transcript, however it is stored: the same findings and the same figures.
#include <map>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "replay/outcome.h"
#include "tests/replay/archive.h"
#include "tests/replay/archive_files.h"

namespace presend::replay {
namespace {

using ::testing::SizeIs;

const TextRow kKeys = {"conversation_id", "message_id", "time", "role", "agent", "shop", "platform", "text"};
const TextRow kHeaders = {"会话ID", "消息ID", "发送时间", "发送方", "客服账号", "店铺", "平台", "消息内容"};
constexpr size_t kTime = 2;

// Texts with what one format or the other has to escape, and characters of one to four bytes in either encoding.
std::vector<TextRow> Transcript() {
  const std::vector<std::string> texts = {"您好，在的",  "说坏话",   "说\"坏话\"，\n换行", "坏", "话", "a,b;c\t坏话|",
                                          "𠮷野家😀坏话㐀", "<坏话&>", " 坏话 前后有空格 ", "'坏话", "=坏话"};
  std::vector<TextRow> rows;
  for (size_t i = 0; i < 300; ++i) {
    const std::string minute = std::to_string(10 + i / 2 % 50), second = i % 2 == 0 ? "05" : "47";
    rows.push_back({"会话" + std::to_string(i / 10), "m" + std::to_string(i), "2026-10-06 14:" + minute + ":" + second,
                    i % 4 == 0 ? "buyer" : i % 4 == 1 ? "robot" : "agent", "客服" + std::to_string(i / 30),
                    i % 3 == 0 ? "" : "店" + std::to_string(i % 3), i / 10 % 2 == 0 ? "jd" : "拼多多",
                    texts[i % texts.size()]});
  }
  return rows;
}

// Excel's days since 1899-12-30, as it writes them.
std::vector<TextRow> WithSerialTimes(std::vector<TextRow> rows) {
  for (TextRow& row : rows) {
    const int minute = std::stoi(row[kTime].substr(14, 2)), second = std::stoi(row[kTime].substr(17, 2));
    char serial[32];
    std::snprintf(serial, sizeof serial, "%.10f", 46301 + (14 * 3600 + minute * 60 + second) / 86400.0);
    row[kTime] = serial;
  }
  return rows;
}

struct Seen {
  std::vector<nlohmann::json> findings;  // without file and row
  nlohmann::json summary;                // without files
};

Seen See(const TestFolder& folder, const std::string& file) {
  ReplayOptions options;
  options.files = {folder / file};
  options.out = folder / ("out-" + file);
  const auto result = Replay(options, SmallScreener(), nullptr, {});
  EXPECT_TRUE(result.ok()) << file << ": " << result.status();
  if (!result.ok()) return {};
  EXPECT_EQ(result->tally.rejects, 0) << file << ": " << folder.Read("out-" + file + "/rejects.jsonl");
  const ScreeningRules rules = ScreeningRules::Create(SmallScreener(), nullptr);
  EXPECT_TRUE(WriteOutcome(result->tally, rules, {options.out, options.files, {}}).ok());
  Seen seen{JsonLines(folder.Read("out-" + file + "/findings.jsonl")),
            nlohmann::json::parse(folder.Read("out-" + file + "/summary.json"))};
  for (auto& finding : seen.findings) {
    EXPECT_EQ(finding["file"], folder / file);
    finding.erase("file");
    finding.erase("row");
  }
  seen.summary.erase("files");
  return seen;
}

TEST(FormatsTest, EachFormatAndCompressionFindsTheSame) {
  TestFolder folder;
  const std::vector<TextRow> rows = Transcript();
  const std::string lines = AsJsonLines(kKeys, rows), csv = AsCsv(kHeaders, rows);
  folder.Write("a.jsonl", lines);
  folder.Write("utf8.csv", csv);
  folder.Write("marked.csv", "\xEF\xBB\xBF" + csv);
  folder.Write("gb18030.csv", AsGb18030(csv));
  WriteWorkbook(folder / "a.xlsx", kHeaders, WithSerialTimes(rows), kTime);
  const std::map<std::string, int> filters = {{"gz", ARCHIVE_FILTER_GZIP}, {"zst", ARCHIVE_FILTER_ZSTD},
                                              {"xz", ARCHIVE_FILTER_XZ}, {"bz2", ARCHIVE_FILTER_BZIP2},
                                              {"lz4", ARCHIVE_FILTER_LZ4}};
  for (const auto& [name, filter] : filters) folder.Write("a.jsonl." + name, Compressed(lines, filter));
  folder.Write("gb18030.csv.gz", Compressed(AsGb18030(csv), ARCHIVE_FILTER_GZIP));
  const size_t half = lines.size() / 2;  // gzip files may be put one after the other, as `cat` does
  folder.Write("two.jsonl.gz", Compressed(lines.substr(0, half), ARCHIVE_FILTER_GZIP) +
                                   Compressed(lines.substr(half), ARCHIVE_FILTER_GZIP));

  const Seen expected = See(folder, "a.jsonl");
  ASSERT_THAT(expected.findings, SizeIs(::testing::Gt(100u)));
  EXPECT_EQ(expected.findings[0]["time"], "2026-10-06 14:10:47");
  for (const std::string file : {"utf8.csv", "marked.csv", "gb18030.csv", "a.xlsx", "a.jsonl.gz", "a.jsonl.zst", "a.jsonl.xz",
                                 "a.jsonl.bz2", "a.jsonl.lz4", "gb18030.csv.gz", "two.jsonl.gz"}) {
    const Seen seen = See(folder, file);
    ASSERT_EQ(seen.findings.size(), expected.findings.size()) << file;
    for (size_t i = 0; i < seen.findings.size(); ++i) ASSERT_EQ(seen.findings[i], expected.findings[i]) << file;
    EXPECT_EQ(seen.summary, expected.summary) << file;
  }
}

// Lines of text files, rows of workbooks: where people look for a finding.
TEST(FormatsTest, RowsAreThoseOfTheFile) {
  TestFolder folder;
  const std::vector<TextRow> rows = {{"1", "好,\n好"}, {"2", ""}, {"3", "坏话"}};
  folder.Write("a.csv", AsCsv({"id", "text"}, rows));
  WriteWorkbook(folder / "a.xlsx", {"id", "text"}, rows, 9);
  for (const auto& [file, row] : std::map<std::string, int>{{"a.csv", 5}, {"a.xlsx", 4}}) {
    ReplayOptions options;
    options.files = {folder / file};
    options.out = folder / ("out-" + file);
    ASSERT_TRUE(Replay(options, SmallScreener(), nullptr, {}).ok()) << file;
    const auto findings = JsonLines(folder.Read("out-" + file + "/findings.jsonl"));
    ASSERT_THAT(findings, SizeIs(1)) << file;
    EXPECT_EQ(findings[0]["row"], row) << file;
  }
}

}  // namespace
}  // namespace presend::replay
