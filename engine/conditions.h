// What must, or must not, stand near a match.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/scan_state.h"
#include "engine/snapshot.h"

namespace presend {

// Counts what stands in front of each glyph and sorts exceptions, cues and entities by place. Call once per message,
// when everything is scanned.
void MeasureContext(ScanState& state);

// The letters of glyphs [first, end); MeasureContext must have run, as for all below.
inline uint32_t LettersBetween(const ScanState& state, uint32_t first, uint32_t end) {
  return state.passed[end].letters - state.passed[first].letters;
}

bool HoldsWith(const Snapshot& snapshot, const Match& match, const ScanState& state);     // all of `with`
bool HoldsWithout(const Snapshot& snapshot, const Match& match, const ScanState& state);  // none of `without`
bool HasEvidence(const Snapshot& snapshot, const Match& match, const ScanState& state);   // any of `evidence`

}  // namespace presend
