// What a text must contain for a regular expression to match it, so that patterns can stand behind the gate.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace presend {

// Each set: every match contains at least one of its texts, and those of different sets do not overlap. Empty if nothing
// is known to be required. Neighbours of which the texts are known are joined, (?:今|明)天(?:到|发) to four texts, as long
// as there are no more than `most_joined`; with 1 they are (今|明), 天, (到|发). Marks between letters count as nothing, as
// for the gate: 加[ .]信 is 加信. Understands literals, classes of letters or of marks, groups, alternatives and
// quantifiers; of whatever else it claims nothing. Slow; for compiling rules.
std::vector<std::vector<std::u32string>> RequiredLiterals(std::string_view pattern, size_t most_joined = 128);

}  // namespace presend
