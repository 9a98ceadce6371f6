// Whether a hit is a word where it stands.
//
// Latin edges: no letter or digit may touch them. Chinese: the reading of the sentence with the hit as a word must beat
// the best ordinary reading of what is really written there, by what the disguise costs (see docs/adr).
#pragma once

#include "engine/scan_state.h"
#include "engine/snapshot.h"

namespace presend {

// Latin and digit edges of glyphs [match.first, match.end).
bool EdgesAreFree(const Snapshot& snapshot, const Match& match, const ScanState& state);

// Makes the letters of the plain view the passage that hits are weighed in. Call once per message.
void LayOutPassage(ScanState& state);

// By how many nats the hit wins; positive: it is a word. `doubt`: what it takes to believe in it beyond its folds.
// LayOutPassage must have run.
double BoundaryMargin(const Snapshot& snapshot, const Match& match, double doubt, ScanState& state);

}  // namespace presend
