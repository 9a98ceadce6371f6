// How quickly buyers are answered, by the platforms' own hours, bars and formulas.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "replay/counts.h"

namespace presend::replay {

// turn: the buyer's messages up to the next answer count once, from the first of them. message: each counts.
enum class ReplyBasis : uint8_t { kTurn, kMessage };

struct ServiceStandard {
  std::string_view platform;
  std::string_view name;      // of the measure, Chinese
  uint16_t opens = 0;         // minutes of the day, half-open
  uint16_t closes = 0;
  ReplyBasis basis = ReplyBasis::kTurn;
  int seconds = 30;           // 30, 180 or 300
  double bar = 0;             // share that the platform asks for; 0: none is public
  std::string_view consequence;
  std::string_view source;
};

// The one that the hours of a platform's counts come from: its first.
const ServiceStandard& StandardOf(std::string_view platform);
const std::vector<ServiceStandard>& AllStandards();

// The buyer's messages that fell into the standard's hours, and how many of them were answered in time.
struct ReplyRate {
  int64_t asked = 0, answered = 0, in_time = 0;
  int64_t wait_ms = 0;  // of all answered ones, together
};
ReplyRate RateOf(const Counts& counts, const ServiceStandard& standard);

}  // namespace presend::replay
