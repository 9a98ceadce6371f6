// The rewrite step: the original text, mended through spans.
//
// Whatever no finding touches comes through byte for byte. The caller screens the result again; only a clean one is
// offered.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/scan_state.h"
#include "engine/snapshot.h"

namespace presend {

// `text` with the matches of `state` (those that count at all) replaced by what their rules suggest; nothing if one of
// them has no suggestion or the result says nothing. `attempt` 0 takes each match's first fitting suggestion,
// further ones fall back on later suggestions and then on those for the clause and the message.
std::optional<std::string> MendOnce(const Snapshot& snapshot, std::string_view text, const ScanState& state,
                                    int attempt);

inline constexpr int kMostAttempts = 2;   // ways to mend one text
inline constexpr int kMostRounds = 4;     // mended texts that are mended again

}  // namespace presend
