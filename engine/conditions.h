// What must, or must not, stand near a match.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/scan_state.h"
#include "engine/snapshot.h"

namespace presend {

// Counts the letters in front of each glyph, so that distances can be told. Call once per message.
void CountLetters(ScanState& state);

// The letters of glyphs [first, end); CountLetters must have run.
inline uint32_t LettersBetween(const ScanState& state, uint32_t first, uint32_t end) {
  return state.letters_before[end] - state.letters_before[first];
}

bool HoldsWith(const Snapshot& snapshot, const Match& match, const ScanState& state);      // all of `with`
bool HoldsWithout(const Snapshot& snapshot, const Match& match, const ScanState& state);   // none of `without`
bool HasEvidence(const Snapshot& snapshot, const Match& match, const ScanState& state);    // any of `evidence`

}  // namespace presend
