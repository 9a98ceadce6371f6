// Whether a name is a host or an innocent with a dot in it: a decimal, a file, a model number. Part of the link finder.
#pragma once

#include <span>

#include "engine/link_finder_host.h"
#include "engine/view.h"

namespace presend {

// Whether the last of `labels` (two or more) is a top-level domain that may end a host here. The less usual the dot
// and the less there is around the name, the plainer the domain must be.
bool MayEndHost(const View& view, std::span<const Label> labels, Context context);

}  // namespace presend
