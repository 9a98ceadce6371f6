// "Did you mean …": the name that a misspelt one most likely stands for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace presend {

// The known name with the fewest edits (insert, drop, change, swap neighbours), if there are few for its length;
// else empty.
std::string_view NearestName(std::string_view misspelt, const std::vector<std::string_view>& known);

// "did you mean \"words\"?", or "one of: a, b, c" where nothing is near.
std::string NameHint(std::string_view misspelt, const std::vector<std::string_view>& known);

}  // namespace presend
