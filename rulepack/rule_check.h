// What a well-formed rule may still get wrong: a word that can never match, a pattern that does not compile, no examples.
#pragma once

#include <string_view>
#include <vector>

#include "rulepack/diagnostic.h"
#include "rulepack/rule_builder.h"

namespace presend {

// Adds errors and warnings to `log`.
void CheckRule(const CheckedRule& rule, Diagnostics& log);

// Ids are unique over all packs and begin with the pack's name. `rules` are the sources of one pack after another.
void CheckIds(const std::vector<PackSource>& packs, Diagnostics& log);

}  // namespace presend
