// Brackets around and inside what was found.
#pragma once

#include <cstdint>

#include "engine/view.h"

namespace presend {

// Widens glyphs [first, end) by an opening bracket before them and a closing one behind them if their partners are
// inside: 抖(音 becomes 抖(音).
void TakeBrackets(const View& view, uint32_t& first, uint32_t& end);

}  // namespace presend
