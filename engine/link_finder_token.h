// Links that are not written as such: letters spread out or percent-encoded, share codes. Part of the link finder.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/view.h"

namespace presend {

// Text as it was before it was spread out or encoded.
struct Respelled {
  struct Place {
    uint32_t first = 0, end = 0;  // glyphs [first, end) of the view that was read
  };
  View view;                  // glyphs only
  std::vector<Place> places;  // of each of them

  void Clear();
  void Add(const Glyph& glyph, Place place);
};

// h a o h u o . c o m: single characters with the same separator between them. Reads the text that begins at `at` into
// `spread`, which is left empty if it cannot hold a link. Its end, or `at`: nothing before it begins another one.
uint32_t ReadSpread(const View& view, uint32_t at, Respelled& spread);

// https://%6A%64.com: all of the view with encoded letters, digits, dots and hyphens decoded (RFC 3986, section 2.1).
// False, and `decoded` unspecified, if it has none.
bool DecodePercent(const View& view, Respelled& decoded);

// End of a share code of a shopping app (￥aBcDeF12345￥) that begins at `at`; `at` if there is none.
uint32_t ShareCodeEnd(const View& view, uint32_t at);

}  // namespace presend
