// The judge step: matches become findings, findings one verdict.
#pragma once

#include <string_view>

#include "engine/scan_state.h"
#include "engine/snapshot.h"

namespace presend {

// Appends the findings of state.matches, with spans of `text`, to `verdict` and raises its action. `offset`: bytes of
// earlier messages in front of `text`, when the matches are those of joined messages; spans are cut to `text`.
void JudgeMatches(const Snapshot& snapshot, std::string_view text, uint32_t offset, const ScanState& state,
                  Verdict& verdict);

// Sorts the findings by position, then rule, and fills in their UTF-16 and code point ranges. Call once, at the end.
void LocateFindings(std::string_view text, Verdict& verdict);

}  // namespace presend
