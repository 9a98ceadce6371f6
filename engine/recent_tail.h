// The end of what a sender has just said, to read the next message on from.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace presend {

// Writes the last kTailCodePoints code points of `recent` (oldest first), run together, to `joined` and returns how many
// bytes they are.
uint32_t JoinRecentTail(const std::vector<std::string_view>& recent, std::string& joined);

inline constexpr int kTailCodePoints = 24;

}  // namespace presend
