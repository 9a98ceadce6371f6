// Where in its clause a match stands, and which suggestion fits there.
#pragma once

#include <cstdint>

#include "engine/rule.h"
#include "engine/view.h"

namespace presend {

// Glyphs [first, end) of the clause around a match: up to the next pause, stop or space on either side.
struct Clause {
  uint32_t first = 0;
  uint32_t end = 0;
};
Clause ClauseAround(const View& plain, uint32_t first, uint32_t end);

// kStart: no letter of the clause stands before the match; kEnd: none after it; a match alone in its clause is at the
// start if nothing is said before it in the whole message, else at the end. Never kAny.
Place PlaceOf(const View& plain, uint32_t first, uint32_t end);

// Whether the place and the neighbours of glyphs [first, end) are those that the suggestion is for.
bool SuggestionFits(const Suggestion& suggestion, uint32_t first, uint32_t end, const View& plain);

}  // namespace presend
