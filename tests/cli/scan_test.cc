// The worker of a distributed engine: as many rows out as in, in order, whatever stands in them.
#include <unistd.h>

#include <random>

#include "cli/binary_row_reader.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/command_line.h"

namespace presend {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

using BinaryRowTexts = std::vector<std::string>;  // four columns, then recent messages

void AppendRow(const BinaryRowTexts& texts, bool with_recent, std::string& out) {
  for (size_t i = 0; i < texts.size(); ++i) {
    if (i == 4) out += static_cast<char>(texts.size() - 4);  // fewer than 128
    AppendBinaryField(texts[i], out);
  }
  if (with_recent && texts.size() == 4) out += '\0';
}

BinaryRowTexts TextsOf(const ScanRow& row) {
  BinaryRowTexts texts{std::string(row.text), std::string(row.platform), std::string(row.shop),
                       std::string(row.sender)};
  texts.insert(texts.end(), row.recent.begin(), row.recent.end());
  return texts;
}

std::string RandomText(std::mt19937& chance) {
  static constexpr size_t kSizes[] = {0, 1, 5, 127, 128, 129, 300, 16'383, 16'384, 70'000};
  std::string text(chance() % 8 == 0 ? kSizes[chance() % std::size(kSizes)] : chance() % 60, '\0');
  for (char& c : text) c = static_cast<char>(chance());
  return text;
}

// All rows that a reader gives of bytes that come through a pipe in pieces.
std::vector<BinaryRowTexts> ReadThroughPipe(const std::string& bytes, bool with_recent, size_t piece,
                                            const char** fault = nullptr) {
  int ends[2];
  EXPECT_EQ(pipe(ends), 0);
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    for (size_t at = 0; at < bytes.size(); at += piece) {
      const std::string_view part = std::string_view(bytes).substr(at, piece);
      if (write(ends[1], part.data(), part.size()) < 0) break;
    }
    _exit(0);
  }
  close(ends[1]);
  BinaryRowReader reader(ends[0], with_recent);
  std::vector<BinaryRowTexts> rows;
  for (ScanRow row; reader.Next(row);)
    rows.push_back(reader.fault() == nullptr ? TextsOf(row) : BinaryRowTexts{"fault"});
  close(ends[0]);
  testing::Workspace::Wait(child);
  if (fault != nullptr) *fault = reader.fault();
  return rows;
}

TEST(RowBinaryTest, ReadsBackWhatWasWritten) {
  std::mt19937 chance(1);
  for (int round = 0; round < 60; ++round) {
    const bool with_recent = round % 2 == 1;
    std::vector<BinaryRowTexts> rows(chance() % 40);
    std::string bytes;
    for (BinaryRowTexts& row : rows) {
      row.resize(4 + (with_recent ? chance() % 4 : 0));
      for (std::string& text : row) text = RandomText(chance);
      AppendRow(row, with_recent, bytes);
    }
    const size_t piece = round % 3 == 0 ? 1 + chance() % 100 : 1 + chance() % 100'000;
    EXPECT_EQ(ReadThroughPipe(bytes, with_recent, piece), rows) << "round " << round;
  }
}

// Any bytes: never a text outside of them, and each prefix of whole rows is read in the same way.
TEST(RowBinaryTest, AnyBytesAreReadOrRefused) {
  std::mt19937 chance(2);
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes(chance() % 64, '\0');
    const unsigned narrow = chance() % 3 == 0 ? 256 : 12;  // small lengths make whole rows likely
    for (char& c : bytes) c = static_cast<char>(chance() % narrow);
    ScanRow row;
    for (const bool with_recent : {false, true}) {
      const BinaryRow read = ReadBinaryRow(bytes, with_recent, row);
      ASSERT_LE(read.size, bytes.size());
      if (read.state != BinaryRowState::kWhole) continue;
      const BinaryRowTexts texts = TextsOf(row);
      for (const std::string_view text : {row.text, row.platform, row.shop, row.sender}) {
        ASSERT_TRUE(text.data() >= bytes.data() && text.data() + text.size() <= bytes.data() + read.size);
      }
      const std::string front = bytes.substr(0, read.size);
      ASSERT_EQ(ReadBinaryRow(front, with_recent, row).state, BinaryRowState::kWhole);
      ASSERT_EQ(TextsOf(row), texts);
      for (size_t cut = 0; cut < front.size(); ++cut) {
        ASSERT_EQ(ReadBinaryRow(front.substr(0, cut), with_recent, row).state, BinaryRowState::kPartial);
      }
    }
  }
}

TEST(RowBinaryTest, FaultsEndTheRows) {
  std::string bytes;
  AppendRow({"好", "", "", ""}, false, bytes);
  const char* fault = nullptr;
  EXPECT_THAT(ReadThroughPipe(bytes + "\x05"
                                      "ab",
                              false, 3, &fault),
              ElementsAre(SizeIs(4), SizeIs(1)));
  EXPECT_STREQ(fault, "the input ends inside of a row");
  EXPECT_THAT(ReadThroughPipe(bytes + "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff" + bytes, false, 3, &fault),
              ElementsAre(SizeIs(4), SizeIs(1)));
  EXPECT_THAT(fault, StartsWith("an impossible length"));
  EXPECT_THAT(ReadThroughPipe("", false, 1, &fault), SizeIs(0));
  EXPECT_EQ(fault, nullptr);
}

// Answers of the command, one a row.
std::vector<std::string> Split(const std::string& out, bool binary) {
  std::vector<std::string> rows;
  for (size_t at = 0; at < out.size();) {
    size_t length = 0;
    if (binary) {
      for (int shift = 0;; shift += 7) {
        const auto byte = static_cast<unsigned char>(out[at++]);
        length |= size_t{byte & 0x7Fu} << shift;
        if (byte < 0x80) break;
      }
    } else {
      length = out.find('\n', at) - at;
    }
    rows.push_back(out.substr(at, length));
    at += length + !binary;
  }
  return rows;
}

TEST(ScanTest, EveryFormatGivesTheSameAnswers) {
  const std::vector<BinaryRowTexts> rows = {{"去淘宝", "jd", "", "agent"},
                                            {"好的", "", "", ""},
                                            {"去淘\t宝\n啊\\", "", "一店", "robot"},
                                            {"好", "亚马逊", "", ""},
                                            {"好", "", "", "路人"},
                                            {"\xff淘宝", "", "", ""},
                                            {"", "", "", ""},
                                            {"淘宝淘宝", "jd", "", "buyer"}};
  std::string tsv, binary, with_recent;
  for (const BinaryRowTexts& row : rows) {
    AppendRow(row, false, binary);
    AppendRow(row, true, with_recent);
    for (size_t i = 0; i < row.size(); ++i) {
      AppendTsvField(row[i], tsv);
      tsv += i == 3 ? '\n' : '\t';
    }
  }
  testing::Workspace workspace;
  ASSERT_EQ(workspace.Run({"scan", "--stdio", "--rules", "rules", "--input", "tsv", "--output", "jsonl"}, tsv), 0);
  const std::vector<std::string> lines = Split(workspace.Read("out"), false);
  ASSERT_THAT(lines, SizeIs(rows.size()));
  EXPECT_THAT(lines[0], HasSubstr("\"verdict\":\"block\""));
  EXPECT_EQ(lines[1], "{\"verdict\":\"allow\",\"findings\":[]}");
  EXPECT_EQ(lines[3], "{\"error\":\"unknown platform\"}");
  EXPECT_EQ(lines[4], "{\"error\":\"unknown sender\"}");
  EXPECT_THAT(lines[5], HasSubstr("\"begin\":1,\"end\":7"));
  ASSERT_EQ(workspace.Run({"scan", "--stdio", "--rules", "rules", "--format", "RowBinary"}, binary), 0);
  EXPECT_EQ(Split(workspace.Read("out"), true), lines);
  ASSERT_EQ(workspace.Run({"scan", "--stdio", "--rules", "rules", "--format", "RowBinary", "--recent"}, with_recent),
            0);
  EXPECT_EQ(Split(workspace.Read("out"), true), lines);
}

TEST(ScanTest, EarlierMessagesCompleteAWord) {
  std::string binary;
  AppendRow({"宝", "", "", "", "去淘"}, true, binary);
  testing::Workspace workspace;
  ASSERT_EQ(workspace.Run({"scan", "--stdio", "--rules", "rules", "--format", "rowbinary", "--recent"}, binary), 0);
  EXPECT_THAT(workspace.Read("out"), HasSubstr("\"verdict\":\"block\""));
}

TEST(ScanTest, ABrokenStreamIsAnErrorRowAndAnExitStatus) {
  std::string binary;
  AppendRow({"好", "", "", ""}, false, binary);
  testing::Workspace workspace;
  EXPECT_EQ(workspace.Run({"scan", "--stdio", "--rules", "rules", "--format", "RowBinary"}, binary + "\x07"), 2);
  EXPECT_THAT(Split(workspace.Read("out"), true),
              ElementsAre(HasSubstr("allow"), "{\"error\":\"the input ends inside of a row\"}"));
  EXPECT_THAT(workspace.Read("err"), HasSubstr("<stdin>: the input ends inside of a row"));
}

}  // namespace
}  // namespace presend
