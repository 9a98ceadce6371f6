// The scan step: makes the readings that a message calls for, runs the databases over them and brings every hit back
// to the plain view. Never throws; works in the state's buffers.
#pragma once

#include <string_view>

#include "engine/gate.h"
#include "engine/scan_state.h"
#include "engine/snapshot.h"

namespace presend {

// Fills plain, entities and the hits of `state`; makes only the readings that `demand` and the plan ask for. At most
// kMostHits hits of each rule, and of each condition, are kept: a flood of one hides nothing of another.
void ScanMessage(const Snapshot& snapshot, const Plan& plan, std::string_view text, Demand demand, ScanState& state);

inline constexpr uint32_t kMostHits = 1 << 16;

}  // namespace presend
