// What a well-formed rule may still get wrong: a word that can never match, a pattern that does not compile, no
// examples.
#pragma once

#include <string_view>
#include <vector>

#include "engine/database_store.h"
#include "rulepack/diagnostic.h"
#include "rulepack/rule_builder.h"

namespace presend {

// Adds errors and warnings to `log`; of patterns says CheckPatterns.
void CheckRule(const CheckedRule& rule, Diagnostics& log);

// `patterns`: of all rules, in their order. With a store, which may be null, what was once found good is not tried
// again.
void CheckPatterns(const std::vector<LocatedText>& patterns, DatabaseStore* store, Diagnostics& log);

// Ids are unique over all packs and begin with the pack's name. `rules` are the sources of one pack after another.
void CheckIds(const std::vector<PackSource>& packs, Diagnostics& log);

}  // namespace presend
