// The resolve step: which hits mean something. Scope, folds, edges, exceptions, conditions, word boundary, evidence,
// overlaps, in this order, cheap ones first.
#pragma once

#include <string_view>

#include "engine/scan_state.h"
#include "engine/snapshot.h"

namespace presend {

// From the hits of `state` to its matches: by rule, then position; those of one rule do not overlap. With
// state.explanation set, every hit leaves a trace step.
void ResolveHits(const Snapshot& snapshot, const Plan& plan, std::string_view shop, ScanState& state);

// As above, for recent messages joined with the present one: only hits that cross glyph `border` count, and what it
// takes to believe in them is more.
void ResolveSplitHits(const Snapshot& snapshot, const Plan& plan, std::string_view shop, uint32_t border,
                      ScanState& state);

}  // namespace presend
