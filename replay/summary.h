// What a replay found, as one JSON document: scorecards by agent, shop, platform, day and rule, the penalty ledger,
// service measures, the worst conversations, samples. The report draws it, and shards are merged from it.
#pragma once

#include <string>
#include <vector>

#include "nlohmann/json_fwd.hpp"
#include "replay/ledger.h"
#include "replay/replay.h"

namespace presend::replay {

// Pure function. `masked`: personal data in samples is hidden.
nlohmann::json Summarize(const Tally& tally, const ScreeningRules& rules, const std::vector<std::string>& files,
                         bool masked);

}  // namespace presend::replay
