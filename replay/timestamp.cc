#include "replay/timestamp.h"

#include <array>
#include <cstdio>

#include "absl/strings/numbers.h"
#include "absl/time/civil_time.h"
#include "replay/plain_text.h"

namespace presend::replay {
namespace {

constexpr int64_t kDayMs = 86'400'000;
constexpr int64_t kFirstFixed = 694'224'000;  // 1992: China has kept one offset since
constexpr double kExcelEpochDays = 25'569;    // 1970-01-01

// Days since 1970-01-01 of a Gregorian date.
int64_t DaysFromCivil(int64_t year, int month, int day) {
  year -= month <= 2;
  const int64_t era = (year >= 0 ? year : year - 399) / 400;
  const int64_t year_of_era = year - era * 400;
  const int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146'097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719'468;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Runs of digits, and how they are joined.
struct Digits {
  std::array<int64_t, 7> value{};
  std::array<int, 7> length{};
  int count = 0;
  std::string_view rest;  // from where no further run fits

  static bool Joins(std::string_view gap) {
    return gap == "-" || gap == "/" || gap == ":" || gap == " " || gap == "." || gap == "T" || gap == "t" || gap == "年" ||
           gap == "月" || gap == "日" || gap == "日 " || gap == "时" || gap == "分" || gap == "，" || gap == "," || gap == "  " || gap == "：";
  }

  explicit Digits(std::string_view text) {
    size_t at = 0;
    while (at < text.size() && IsDigit(text[at]) && count < 7) {
      const size_t begin = at;
      for (; at < text.size() && IsDigit(text[at]) && at - begin < 18; ++at) value[count] = value[count] * 10 + (text[at] - '0');
      length[count++] = static_cast<int>(at - begin);
      size_t next = at;
      while (next < text.size() && !IsDigit(text[next]) && next - at < 7) ++next;
      if (next >= text.size() || !IsDigit(text[next]) || !Joins(text.substr(at, next - at))) break;
      at = next;
    }
    rest = text.substr(at);
  }
};

bool InRange(int64_t value, int64_t low, int64_t high) { return low <= value && value <= high; }

int64_t WallOf(int64_t year, int64_t month, int64_t day, int64_t hour, int64_t minute, int64_t second, int64_t ms) {
  static constexpr int kDays[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (!InRange(year, 1990, 2200) || !InRange(month, 1, 12) || !InRange(day, 1, kDays[month - 1]) ||
      !InRange(hour, 0, 23) || !InRange(minute, 0, 59) || !InRange(second, 0, 60)) {
    return kNoTime;
  }
  const int64_t days = DaysFromCivil(year, static_cast<int>(month), static_cast<int>(day));
  return days * kDayMs + ((hour * 60 + minute) * 60 + second) * 1000 + ms;
}

// 14 or 8 digits in one run.
int64_t WallOfPacked(int64_t value, int length) {
  const int64_t clock = length == 14 ? value % 1'000'000 : 0;
  const int64_t date = length == 14 ? value / 1'000'000 : value;
  return WallOf(date / 10'000, date / 100 % 100, date % 100, clock / 10'000, clock / 100 % 100, clock % 100, 0);
}

// "Z", "+08:00", "+0800" after the digits; false if something else stands there.
bool ReadOffset(std::string_view rest, bool& has_offset, int64_t& offset_ms) {
  while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  if (rest.empty() || rest == "秒" || rest == "分" || rest == "时" || rest == "日") return true;
  has_offset = true;
  if (rest == "Z" || rest == "z" || rest == "UTC") return true;
  if ((rest[0] != '+' && rest[0] != '-') || rest.size() < 3 || !IsDigit(rest[1]) || !IsDigit(rest[2])) return false;
  const int hours = (rest[1] - '0') * 10 + rest[2] - '0';
  std::string_view tail = rest.substr(3);
  if (!tail.empty() && tail[0] == ':') tail.remove_prefix(1);
  if (!tail.empty() && (tail.size() != 2 || !IsDigit(tail[0]) || !IsDigit(tail[1]))) return false;
  const int minutes = tail.empty() ? 0 : (tail[0] - '0') * 10 + tail[1] - '0';
  offset_ms = (rest[0] == '-' ? -1 : 1) * (hours * 60 + minutes) * 60'000LL;
  return true;
}

int64_t Milliseconds(int64_t value, int length) {
  for (; length > 3; --length) value /= 10;
  for (; length < 3; ++length) value *= 10;
  return value;
}

}  // namespace

TimeReader::TimeReader(absl::TimeZone zone) : zone_(zone) {
  fixed_ = zone.name() == "Asia/Shanghai" || zone.name() == "UTC";
  offset_ms_ = zone.name() == "Asia/Shanghai" ? 8 * 3'600'000LL : 0;
}

int64_t TimeReader::FromWall(int64_t wall_ms) const {
  if (fixed_ && wall_ms >= kFirstFixed * 1000) return wall_ms - offset_ms_;
  const absl::CivilSecond civil = absl::CivilSecond(1970, 1, 1) + wall_ms / 1000;
  return absl::ToUnixMillis(absl::FromCivil(civil, zone_)) + wall_ms % 1000;
}

int64_t TimeReader::Wall(int64_t time_ms) const {
  if (time_ms == kNoTime) return kNoTime;
  if (fixed_ && time_ms >= kFirstFixed * 1000) return time_ms + offset_ms_;
  const absl::CivilSecond civil = absl::ToCivilSecond(absl::FromUnixMillis(time_ms), zone_);
  return (civil - absl::CivilSecond(1970, 1, 1)) * 1000 + (time_ms % 1000 + 1000) % 1000;
}

int64_t TimeReader::Read(std::string_view text) const {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) text.remove_suffix(1);
  const Digits digits(text);
  if (digits.count == 0) return kNoTime;
  bool has_offset = false;
  int64_t offset = 0;
  if (!ReadOffset(digits.rest, has_offset, offset)) return kNoTime;
  const auto& v = digits.value;
  const int first = digits.length[0];
  if (digits.count <= 2 && InRange(v[0], 20'000, 80'000) && !has_offset) {
    double days = 0;
    if (!absl::SimpleAtod(ToAbsl(text), &days)) return kNoTime;
    const double seconds = (days - kExcelEpochDays) * 86'400;
    return FromWall(static_cast<int64_t>(seconds + 0.5) * 1000);
  }
  if (digits.count <= 2 && (first == 10 || first == 13)) {
    const int64_t ms = first == 13 ? v[0] : v[0] * 1000 + (digits.count == 2 ? Milliseconds(v[1], digits.length[1]) : 0);
    return InRange(ms, 631'152'000'000, 7'258'118'400'000) ? ms : kNoTime;
  }
  int64_t wall = kNoTime;
  if (digits.count <= 2 && (first == 14 || first == 8)) {
    wall = WallOfPacked(v[0], first);
  } else if (digits.count >= 3) {
    wall = WallOf(v[0], v[1], v[2], v[3], v[4], v[5], digits.count == 7 ? Milliseconds(v[6], digits.length[6]) : 0);
  }
  if (wall == kNoTime) return kNoTime;
  return has_offset ? wall - offset : FromWall(wall);
}

int32_t WallDay(int64_t wall_ms) {
  return static_cast<int32_t>(wall_ms >= 0 ? wall_ms / kDayMs : (wall_ms - kDayMs + 1) / kDayMs);
}
int32_t WallMinute(int64_t wall_ms) { return static_cast<int32_t>((wall_ms - WallDay(wall_ms) * kDayMs) / 60'000); }

std::string DayText(int32_t day) {
  const absl::CivilDay civil = absl::CivilDay(1970, 1, 1) + day;
  return absl::FormatCivilTime(civil);
}

std::string WallText(int64_t wall_ms) {
  if (wall_ms == kNoTime) return "";
  const int64_t ms = wall_ms - WallDay(wall_ms) * kDayMs;
  char clock[32];
  const int length = std::snprintf(clock, sizeof clock, " %02d:%02d:%02d", static_cast<int>(ms / 3'600'000),
                                   static_cast<int>(ms / 60'000 % 60), static_cast<int>(ms / 1000 % 60));
  std::string text = DayText(WallDay(wall_ms)) + std::string(clock, length);
  if (ms % 1000 != 0) text += "." + std::to_string(1000 + ms % 1000).substr(1);
  return text;
}

}  // namespace presend::replay
