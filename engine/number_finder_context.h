// What stands beside a number and says that it is something else. Part of the number finder.
#pragma once

#include <cstddef>

#include "engine/view.h"

namespace presend {

// Whether the glyphs before `first` name an order, a parcel, a product or another thing that numbers are given to:
// 订单号：, 货号, SKU. Looks back a dozen glyphs at most.
bool IsLabelled(const View& view, size_t first);

// Whether [first, end) is glued to letters, digits or marks into a longer token: SF139…, id=138…, 138….html.
// Letters that announce a contact (tel, vx, qq) do not count.
bool IsGlued(const View& view, size_t first, size_t end);

// Whether a unit of size, weight or money follows.
bool IsMeasured(const View& view, size_t end);

}  // namespace presend
