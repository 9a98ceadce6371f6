// What findings would have cost, by each platform's own ladder. An estimate: the platforms judge by what they see.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "replay/tally.h"

namespace presend::replay {

// One line: the findings of a category on a platform whose action is block, and what the ladder says to them.
struct LedgerEntry {
  std::string platform;
  Category category = Category::kAddress;
  int64_t findings = 0;
  int64_t points = 0;
  int64_t yuan_low = 0, yuan_high = 0;
  std::string_view ladder;  // in words
  std::string_view source;
};

// By platform and category. Days count for ladders that begin anew each year.
std::vector<LedgerEntry> PenaltyLedger(const Tally& tally, const ScreeningRules& rules);

// Yuan for JD's points: 6,000 for each full 25.
int64_t JdYuan(int64_t points);

}  // namespace presend::replay
