// What a shop adds to the packs and what it silences: shops/<shop>/accept.txt and reject.txt.
//
// One word a line. The comments `# owner: …`, `# expires: 2026-12-31` and `# category: …` (reject.txt; default abuse)
// hold for the words below them until the next of their kind; behind a word they hold for that word alone.
#pragma once

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "engine/rule.h"
#include "rulepack/diagnostic.h"

namespace presend {

// Reads directory/shops, if there is such a folder. Accepted words excuse matches of `rules` in that shop; rejected ones
// become rules shop.<shop>.<category>, which are appended. Expired words are left out, with a warning.
void ReadOverlays(const std::string& directory, absl::CivilDay today, SourceTree& tree, Diagnostics& log,
                  std::vector<Rule>& rules);

}  // namespace presend
