// Links that are not written as such: letters spread out, share codes. Part of the link finder.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/view.h"

namespace presend {

// h a o h u o . c o m: single characters with the same separator between them.
struct Spread {
  View view;                    // the characters alone
  std::vector<uint32_t> glyph;  // where each stood
};

// Reads the spread text that begins at `at` into `spread`, which is left empty if it cannot hold a link. Its end, or
// `at`: nothing before it begins another one.
uint32_t ReadSpread(const View& view, uint32_t at, Spread& spread);

// End of a share code of a shopping app (￥aBcDeF12345￥) that begins at `at`; `at` if there is none.
uint32_t ShareCodeEnd(const View& view, uint32_t at);

}  // namespace presend
