// Replies counted by the platforms' own hours and formulas.
#include "replay/service.h"

#include "gtest/gtest.h"
#include "tests/replay/archive.h"

namespace presend::replay {
namespace {

Counts CountsOf(const std::string& rows) {
  TestFolder folder;
  ReplayOptions options;
  options.files = {folder.Write("a.csv", "conversation,time,role,text,platform\n" + rows)};
  options.out = folder / "out";
  return Replay(options, SmallScreener(), nullptr, {}).value().tally.Total();
}

struct ReplyCase {
  std::string name;
  std::string rows;
  int64_t asked, answered, in_time;
};

TEST(ServiceTest, JdCountsTurnsFromNineToEighteen) {
  const std::vector<ReplyCase> cases = {
      {"in time", "c,2026-10-06 10:00:00,buyer,问,jd\nc,2026-10-06 10:00:30,agent,答,jd\n", 1, 1, 1},
      {"late", "c,2026-10-06 10:00:00,buyer,问,jd\nc,2026-10-06 10:00:31,agent,答,jd\n", 1, 1, 0},
      {"one turn", "c,2026-10-06 10:00:00,buyer,问,jd\nc,2026-10-06 10:00:20,buyer,问,jd\nc,2026-10-06 10:00:40,agent,答,jd\n", 1, 1, 0},
      {"robot is nobody", "c,2026-10-06 10:00:00,buyer,问,jd\nc,2026-10-06 10:00:01,robot,答,jd\n", 1, 0, 0},
      {"before hours", "c,2026-10-06 08:59:59,buyer,问,jd\nc,2026-10-06 09:00:10,agent,答,jd\n", 0, 0, 0},
      {"after hours", "c,2026-10-06 18:00:00,buyer,问,jd\nc,2026-10-06 18:00:10,agent,答,jd\n", 0, 0, 0},
      {"unanswered", "c,2026-10-06 10:00:00,buyer,问,jd\n", 1, 0, 0},
  };
  for (const ReplyCase& c : cases) {
    const ReplyRate rate = RateOf(CountsOf(c.rows), StandardOf("jd"));
    EXPECT_EQ(rate.asked, c.asked) << c.name;
    EXPECT_EQ(rate.answered, c.answered) << c.name;
    EXPECT_EQ(rate.in_time, c.in_time) << c.name;
  }
}

TEST(ServiceTest, PddCountsMessagesFromEightToTwentyThree) {
  const Counts counts = CountsOf(
      "c,2026-10-06 22:00:00,buyer,问,pdd\nc,2026-10-06 22:00:20,buyer,问,pdd\nc,2026-10-06 22:00:40,agent,答,pdd\n"
      "d,2026-10-06 23:00:00,buyer,问,pdd\n");
  const ReplyRate rate = RateOf(counts, StandardOf("pdd"));
  EXPECT_EQ(rate.asked, 2);
  EXPECT_EQ(rate.in_time, 1);
  EXPECT_EQ(rate.wait_ms, 60'000);
  EXPECT_EQ(counts[Count::kWithBuyer] - counts[Count::kAnswered], 1);
}

TEST(ServiceTest, RepeatedScriptsAreCounted) {
  const Counts counts = CountsOf(
      "c,,agent,您好有什么可以帮您,jd\nc,,agent,您好有什么可以帮您,jd\nc,,agent,好的,jd\nc,,agent,好的,jd\nd,,agent,您好有什么可以帮您,jd\n");
  EXPECT_EQ(counts[Count::kRepeatedScripts], 1);
  EXPECT_EQ(counts[Count::kConversations], 2);
}

}  // namespace
}  // namespace presend::replay
