// Rules as the command line loads them: what is compiled is kept for the next command.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "engine/screener.h"
#include "rulepack/loader.h"

namespace CLI {
class App;
}

namespace presend {

// $PRESEND_CACHE, else `presend` in the user's cache folder ($XDG_CACHE_HOME, ~/.cache); empty, for none, if there is
// neither.
std::string DefaultCache();

// --cache, which names another folder.
void AddCacheOption(CLI::App& command, std::string& cache);

// As LoadScreener. `cache`: a folder, made if need be; empty: none. One that cannot be written costs time only.
absl::StatusOr<std::shared_ptr<const Screener>> LoadKeptRules(const std::string& rules, LoadOptions how = {},
                                                              const std::string& cache = DefaultCache());

}  // namespace presend
