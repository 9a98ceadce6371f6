// Tokens of letters and digits that can be WeChat or QQ ids. Part of the number finder.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/entity.h"
#include "engine/view.h"

namespace presend {

inline constexpr size_t kShortestWordId = 6;  // letters alone

// Appends an id for each maximal token of [a-z0-9_-], 5 to 20 long, that is not a plain word, an order or parcel
// number or a part of a URL. An id alone says little: rules ask for a cue beside it.
void FindAccountTokens(const View& view, std::vector<Entity>& out);

}  // namespace presend
