// Times as archives write them. Pure functions, safe from any thread.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace presend::replay {

inline constexpr int64_t kNoTime = std::numeric_limits<int64_t>::min();

// Reads a civil time, or one with its own offset, to milliseconds since the epoch; kNoTime if it is none.
// 2026-10-06 08:54:57[.123], 2026/10/6 8:54, 2026年10月6日 8时54分, 20261006085457, 2026-10-06T00:54:57Z, …+08:00,
// seconds or milliseconds since the epoch, and Excel's serial days.
class TimeReader {
 public:
  explicit TimeReader(absl::TimeZone zone);
  int64_t Read(std::string_view text) const;
  // What a clock on the wall of the zone shows, counted as milliseconds since 1970-01-01 00:00 on that wall.
  int64_t Wall(int64_t time_ms) const;

 private:
  int64_t FromWall(int64_t wall_ms) const;

  absl::TimeZone zone_;
  bool fixed_ = false;       // the zone has one offset since 1992: no table look-ups
  int64_t offset_ms_ = 0;
};

// Days since 1970-01-01 of a wall time, and minutes since midnight.
int32_t WallDay(int64_t wall_ms);
int32_t WallMinute(int64_t wall_ms);

// 2026-10-06 and 2026-10-06 08:54:57 (with milliseconds only if there are any); "" for kNoTime.
std::string DayText(int32_t day);
std::string WallText(int64_t wall_ms);

}  // namespace presend::replay
