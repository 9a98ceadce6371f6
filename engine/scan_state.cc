#include "engine/scan_state.h"

#include <algorithm>

namespace presend {

void LetterReadings::Drop() {
  for (Reading* reading : {&letters, &collapsed, &sound, &collapsed_sound}) reading->Drop();
}

void ScanState::Clear() {
  plain.Clear();
  for (Reading* reading : {&plain_reading, &substituted}) reading->Drop();
  for (LetterReadings* readings : {&plain_letters, &drawn_letters}) readings->Drop();
  entities.clear();
  rule_hits.clear();
  exception_hits.clear();
  cue_hits.clear();
  for (std::vector<uint32_t>& counts : hits_of) counts.clear();
  passed.clear();
  matches.clear();
}

Span ScanState::Original(uint32_t first, uint32_t end) const {
  // Not simply first and last: a direction override puts glyphs in another order than their bytes.
  Span span{UINT32_MAX, 0};
  for (uint32_t i = first; i < end; ++i) {
    span.begin = std::min(span.begin, plain.glyphs[i].begin);
    span.end = std::max(span.end, plain.glyphs[i].end);
  }
  return span;
}

}  // namespace presend
