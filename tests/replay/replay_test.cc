// Whole replays: formats, encodings, broken input, resumption, shards.
#include "replay/replay.h"

#include <random>

#include "engine/conversation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "replay/outcome.h"
#include "tests/replay/archive.h"

namespace presend::replay {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

absl::StatusOr<ReplayResult> ReplayInto(const TestFolder& folder, const std::vector<std::string>& files,
                                        const std::string& out = "out", int threads = 2) {
  ReplayOptions options;
  options.files = files;
  options.out = folder / out;
  options.threads = threads;
  return Replay(options, SmallScreener(), nullptr, {});
}

// What was found and where, as "row id matched".
std::vector<std::string> Found(const TestFolder& folder, const std::string& out = "out") {
  std::vector<std::string> found;
  for (const auto& line : JsonLines(folder.Read(out + "/findings.jsonl"))) {
    found.push_back(std::to_string(line["row"].get<int>()) + " " + line.value("message_id", "") + " " +
                    line["matched"].get<std::string>());
  }
  return found;
}

std::vector<std::string> Refused(const TestFolder& folder) {
  std::vector<std::string> refused;
  for (const auto& line : JsonLines(folder.Read("out/rejects.jsonl"))) {
    refused.push_back(std::to_string(line["row"].get<int>()) + " " + line["reason"].get<std::string>());
  }
  return refused;
}

struct FormatCase {
  std::string name;
  std::string content;
  std::vector<std::string> found;
};

TEST(ReplayTest, ReadsEachFormat) {
  const std::string gb =
      "\xcf\xfb\xcf\xa2ID,\xbd\xc7\xc9\xab,\xcf\xfb\xcf\xa2\xc4\xda\xc8\xdd\n1,\xbf\xcd\xb7\xfe,\xbb\xb5\xbb\xb0\n";
  const std::vector<FormatCase> cases = {
      {"a.jsonl",
       R"({"id":"1","role":"agent","text":"坏话"})"
       "\n"
       R"({"id":"2","role":"buyer","text":"坏话"})"
       "\n",
       {"1 1 坏话"}},
      {"b.jsonl", R"({"id":"1","text":"说\n坏\u8bdd","role":"agent"})", {"1 1 坏话"}},
      {"order.jsonl",
       R"({"id":"1","role":"agent","text":"好"})"
       "\n\n"
       R"({"text":"坏话","x":{"text":"好"},"role":"客服","id":2})",
       {"3 2 坏话"}},
      {"c.csv", "消息ID,角色,消息内容\n1,客服,坏话\n2,顾客,坏话\n", {"2 1 坏话"}},
      {"bom.csv", "\xEF\xBB\xBF消息内容,消息ID\r\n坏话,1\r\n", {"2 1 坏话"}},
      {"quoted.csv", "消息ID,消息内容\n1,\"他说\"\"坏话\"\",\n好\"\n2,坏话\n", {"2 1 坏话", "4 2 坏话"}},
      {"gb.csv", gb, {"2 1 坏话"}},
      {"d.tsv", "id\tcontent\n7\t坏话\n", {"2 7 坏话"}},
      {"semicolon.csv", "id;content\n7;坏话\n", {"2 7 坏话"}},
      {"e.json",
       R"([{"conversation_id":"c","messages":[{"id":"1","role":"agent","text":"好"},{"id":"2","role":"agent","text":"坏话"}]}])",
       {"2 2 坏话"}},
      {"rows.json", "[\n{\"id\":\"1\",\"text\":\"坏话\"},\n {\"id\":\"2\",\"text\":\"好\"}]", {"1 1 坏话"}},
      {"nested.json", R"({"dialogues":[{"id":"c","turns":[{"msgid":"1","content":"坏话"}]}]})", {"1 1 坏话"}},
      {"empty.csv", "", {}},
  };
  for (const FormatCase& c : cases) {
    TestFolder folder;
    const auto result = ReplayInto(folder, {folder.Write(c.name, c.content)});
    ASSERT_TRUE(result.ok()) << c.name << ": " << result.status();
    EXPECT_EQ(Found(folder), c.found) << c.name;
    EXPECT_THAT(Refused(folder), IsEmpty()) << c.name;
  }
}

TEST(ReplayTest, RefusesWhatItCannotReadAndReadsOn) {
  const std::vector<FormatCase> cases = {
      {"a.jsonl",
       "{\"text\":\"坏话\"\n{\"text\":\"坏话\"}\n{\"text\":\"\xff\"}\n[1]\n{\"text\":3} x\n{\"id\":1}\n",
       {"1 JSON 对象不完整，或后面还有内容", "3 不是 UTF-8", "4 不是 JSON 对象", "5 JSON 对象不完整，或后面还有内容",
        "6 没有消息内容"}},
      {"nul.jsonl",
       std::string("{\"text\":\"a\0b\"}\n{\"text\":\"好\"}\n", 30),
       {"1 JSON 字符串里有控制字符（如 NUL）"}},
      {"cut.jsonl", "{\"text\":\"好\"}\n{\"text\":\"坏", {"2 JSON 不完整：字符串没有结束"}},
      {"few.csv",
       "id,text\n1,好\n2\n3,好,多\n\"4\"x,好\n5,\"好\n6,好\n",
       {"3 列数比表头少", "4 列数比表头多", "5 引号后面还有内容", "6 引号没有结束"}},
      {"nul.csv", std::string("id,text\n1,a\0b\n2,好\n", 20), {"2 含有 NUL 字节"}},
      {"mixed.csv", "id,text\n1,好\n2,\xba\xc3\n3,好\n", {"3 不是 UTF-8"}},
      {"time.csv", "time,text\n昨天,好\n2026-10-06 08:54:57,好\n", {"2 看不懂的时间"}},
      {"role.csv", "role,text\n掌柜,好\n", {"2 不认识的角色，可用 --roles 名称=agent|robot|buyer|system 说明"}},
      {"platform.csv", "platform,text\n某处,好\n", {"2 不认识的平台"}},
  };
  for (const FormatCase& c : cases) {
    TestFolder folder;
    const auto result = ReplayInto(folder, {folder.Write(c.name, c.content)});
    ASSERT_TRUE(result.ok()) << c.name << ": " << result.status();
    EXPECT_EQ(Refused(folder), c.found) << c.name;
  }
}

TEST(ReplayTest, SaysWhatIsWrongWithTheInput) {
  TestFolder folder;
  EXPECT_THAT(ReplayInto(folder, {folder / "none.csv"}).status().ToString(), HasSubstr("none.csv"));
  const auto columns = ReplayInto(folder, {folder.Write("a.csv", "x,y\n1,2\n")}).status();
  EXPECT_THAT(columns.ToString(), HasSubstr("--map text=COLUMN"));
  EXPECT_THAT(columns.ToString(), HasSubstr("x, y"));
  EXPECT_THAT(ReplayInto(folder, {folder.Write("a.xlsx", "PK\x03\x04 no workbook")}).status().ToString(),
              HasSubstr("workbook (.xlsx)"));
}

TEST(ReplayTest, OverlongRecordsCostOneLine) {
  TestFolder folder;
  const std::string text =
      "{\"text\":\"" + std::string(20 << 20, 'a') + "\"}\n{\"text\":\"坏话\",\"role\":\"agent\"}\n";
  ASSERT_TRUE(ReplayInto(folder, {folder.Write("a.jsonl", text)}).ok());
  EXPECT_THAT(Refused(folder), ElementsAre("1 记录超过 8 MB"));
  EXPECT_THAT(Found(folder), ElementsAre("2  坏话"));
}

// Two halves of a word, in two messages of one agent.
TEST(ReplayTest, SeesWordsSplitOverMessages) {
  TestFolder folder;
  const std::string rows = R"({"conversation":"c","agent":"a","role":"agent","time":"2026-10-06 08:00:00","text":"坏"})"
                           "\n"
                           R"({"conversation":"d","agent":"a","role":"agent","time":"2026-10-06 08:00:00","text":"坏"})"
                           "\n"
                           R"({"conversation":"c","agent":"a","role":"agent","time":"2026-10-06 08:00:05","text":"话"})"
                           "\n"
                           R"({"conversation":"d","agent":"b","role":"agent","time":"2026-10-06 08:00:05","text":"话"})"
                           "\n"
                           R"({"conversation":"d","agent":"a","role":"agent","time":"2026-10-06 08:30:00","text":"话"})"
                           "\n";
  ASSERT_TRUE(ReplayInto(folder, {folder.Write("a.jsonl", rows)}).ok());
  const auto lines = JsonLines(folder.Read("out/findings.jsonl"));
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(lines[0]["row"], 3);
}

std::shared_ptr<const Screener> ScreenerAgainstRepeats() {
  RuleSet rules = SmallScreener()->rules();
  rules.rules[0].words = {};
  rules.rules[0].repeats = 3;
  return Screener::Create(rules).value();
}

// The same script with another number or a word more, by two agents and a robot, over half an hour and several batches.
TEST(ReplayTest, CountsRepeatsAsTheLiveWindowDoes) {
  TestFolder folder;
  ConversationWindow window;
  RecentMessages recent;
  std::mt19937 chance(1);
  const std::vector<std::string> scripts = {"您的订单%已经在加急处理了请您耐心等待",
                                            "快递单号%已经发出，请注意查收短信", "好的%",
                                            "非常抱歉给您带来不便，%我马上为您核实"};
  std::string rows, padding(2000, ' ');
  std::vector<int> expected;
  int64_t seconds = 1'790'000'000;
  for (int row = 1; row <= 6000; ++row, seconds += chance() % 8) {
    std::string text = scripts[chance() % scripts.size()];
    text.replace(text.find('%'), 1, std::to_string(chance() % 1000));
    const std::string conversation = std::to_string(chance() % 20), agent = std::to_string(chance() % 2);
    const bool robot = chance() % 3 == 0;
    const ConversationKey key{"jd", conversation, agent, robot ? Sender::kRobot : Sender::kAgent};
    window.Recent(key, text, seconds * 1000, recent);
    if (recent.repeats >= 3) expected.push_back(row);
    window.Remember(key, text, seconds * 1000);
    rows += R"({"conversation":")" + conversation + R"(","agent":")" + agent + R"(","role":")" +
            (robot ? "robot" : "agent") + R"(","platform":"jd","time":")" + std::to_string(seconds) + R"(","text":")" +
            text + R"(","padding":")" + padding + "\"}\n";
  }
  ReplayOptions options;
  options.files = {folder.Write("a.jsonl", rows)};
  options.out = folder / "out";
  ASSERT_TRUE(Replay(options, ScreenerAgainstRepeats(), nullptr, {}).ok());
  std::vector<int> found;
  for (const auto& line : JsonLines(folder.Read("out/findings.jsonl"))) found.push_back(line["row"]);
  EXPECT_GT(expected.size(), 100u);
  EXPECT_EQ(found, expected);
}

std::string ManyRows(int count) {
  std::string rows;
  for (int i = 0; i < count; ++i) {
    const std::string conversation = std::to_string(i % 7 == 0 ? i % 50 : i / 20);
    rows += R"({"conversation":"c)" + conversation + R"(","id":")" + std::to_string(i) + R"(","agent":"a","role":")" +
            (i % 3 == 0 ? "buyer" : "agent") + R"(","time":")" + std::to_string(1'790'000'000 + i * 7) +
            R"(","text":")" +
            (i % 11 == 0   ? "说坏话"
             : i % 13 == 0 ? "坏"
             : i % 17 == 0 ? "话"
                           : "您好，在的") +
            std::to_string(i) + "\"}\n";
    if (i % 1000 == 999) rows += "{broken\n";
  }
  return rows;
}

TEST(ReplayTest, ThreadsAndShardsFindTheSame) {
  TestFolder folder;
  const std::string file = folder.Write("a.jsonl", ManyRows(60'000));  // several batches
  const auto one = ReplayInto(folder, {file}, "one", 1);
  const auto four = ReplayInto(folder, {file}, "four", 4);
  ASSERT_TRUE(one.ok() && four.ok());
  EXPECT_GT(Found(folder, "one").size(), 3000u);
  EXPECT_TRUE(folder.Read("one/findings.jsonl") == folder.Read("four/findings.jsonl"));
  EXPECT_TRUE(folder.Read("one/rejects.jsonl") == folder.Read("four/rejects.jsonl"));

  const ScreeningRules rules = ScreeningRules::Create(SmallScreener(), nullptr);
  std::vector<std::string> folders;
  for (uint32_t shard = 0; shard < 3; ++shard) {
    ReplayOptions options;
    options.files = {file};
    options.out = folder / ("shard" + std::to_string(shard));
    options.shard = shard;
    options.shards = 3;
    const auto part = Replay(options, SmallScreener(), nullptr, {});
    ASSERT_TRUE(part.ok()) << part.status();
    ASSERT_TRUE(WriteOutcome(part->tally, rules, {options.out, {file}, {}, false}).ok());
    folders.push_back(options.out);
  }
  const auto merged = MergeShards(folders, folder / "merged");
  ASSERT_TRUE(merged.ok()) << merged.status();
  EXPECT_TRUE(folder.Read("one/findings.jsonl") == folder.Read("merged/findings.jsonl"));
  EXPECT_TRUE(folder.Read("one/rejects.jsonl") == folder.Read("merged/rejects.jsonl"));
  EXPECT_EQ(merged->Total().values, one->tally.Total().values);
  EXPECT_EQ(merged->records, one->tally.records);
}

}  // namespace
}  // namespace presend::replay
