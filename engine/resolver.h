// The resolve step: which hits mean something. Scope, folds, edges, exceptions, conditions, word boundary, evidence,
// overlaps, in this order, cheap ones first.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/scan_state.h"
#include "engine/snapshot.h"

namespace presend {

// So many matches with the rule's own action are enough: more of the same change no verdict, and only a flood has them.
inline constexpr uint32_t kMostOfRule = 64;

// From the hits of `state` to its matches: by rule, then position; those of one rule do not overlap. With
// state.explanation set, every hit that was looked at leaves a trace step.
void ResolveHits(const Snapshot& snapshot, const Plan& plan, std::string_view shop, ScanState& state);

// As above, for recent messages joined with the present one: only hits that cross glyph `border` count, and what it
// takes to believe in them is more.
void ResolveSplitHits(const Snapshot& snapshot, const Plan& plan, std::string_view shop, uint32_t border,
                      ScanState& state);

}  // namespace presend
