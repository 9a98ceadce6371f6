#include "replay/timestamp.h"

#include "gtest/gtest.h"

namespace presend::replay {
namespace {

struct TimeCase {
  std::string text;
  std::string wall;  // in Shanghai; "": no time
};

TEST(TimestampTest, ReadsWhatArchivesWrite) {
  const std::vector<TimeCase> cases = {
      {"2026-10-06 08:54:57", "2026-10-06 08:54:57"}, {"2026/10/6 8:54", "2026-10-06 08:54:00"},
      {"2026-10-06T08:54:57.250", "2026-10-06 08:54:57.250"}, {"2026-10-06T00:54:57Z", "2026-10-06 08:54:57"},
      {"2026-10-06T08:54:57+08:00", "2026-10-06 08:54:57"}, {"2026-10-06 02:54:57+0200", "2026-10-06 08:54:57"},
      {"2026年10月6日 8时54分57秒", "2026-10-06 08:54:57"}, {"20261006085457", "2026-10-06 08:54:57"},
      {"20261006", "2026-10-06 00:00:00"}, {"1791248097", "2026-10-06 08:54:57"},
      {"1791248097250", "2026-10-06 08:54:57.250"}, {"46301.5", "2026-10-06 12:00:00"},
      {"2026-10-06", "2026-10-06 00:00:00"}, {"2026-13-06 08:54:57", ""}, {"2026-10-06 25:00:00", ""},
      {"昨天", ""}, {"", ""}, {"12", ""}, {"2026-10-06 08:54:57 x", ""},
  };
  absl::TimeZone zone;
  ASSERT_TRUE(absl::LoadTimeZone("Asia/Shanghai", &zone));
  const TimeReader reader(zone);
  for (const TimeCase& c : cases) EXPECT_EQ(WallText(reader.Wall(reader.Read(c.text))), c.wall) << c.text;
}

TEST(TimestampTest, OtherZonesFollowTheirRules) {
  absl::TimeZone zone;
  ASSERT_TRUE(absl::LoadTimeZone("Europe/Berlin", &zone));
  const TimeReader reader(zone);
  EXPECT_EQ(reader.Read("2026-07-01 12:00:00") / 1000 % 86'400, 10 * 3600);
  EXPECT_EQ(reader.Read("2026-01-01 12:00:00") / 1000 % 86'400, 11 * 3600);
  EXPECT_EQ(WallMinute(reader.Wall(reader.Read("2026-07-01 12:34:00"))), 12 * 60 + 34);
}

}  // namespace
}  // namespace presend::replay
