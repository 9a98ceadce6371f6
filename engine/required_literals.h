// What a text must contain for a regular expression to match it, so that patterns can stand behind the gate.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace presend {

// Each set: every match contains at least one of its texts. Empty if nothing is known to be required. Understands
// literals, classes, groups, alternatives and quantifiers; of whatever else it claims nothing. Slow; for compiling rules.
std::vector<std::vector<std::u32string>> RequiredLiterals(std::string_view pattern);

}  // namespace presend
