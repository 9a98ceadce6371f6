#include "cli/kept_rules.h"

#include <cstdlib>
#include <filesystem>

#include "CLI/CLI.hpp"
#include "rulepack/database_folder.h"

namespace presend {

std::string DefaultCache() {
  namespace fs = std::filesystem;
  if (const char* named = std::getenv("PRESEND_CACHE"); named != nullptr) return named;
  for (const auto& [variable, below] : {std::pair("XDG_CACHE_HOME", "presend"), {"HOME", ".cache/presend"}}) {
    const char* folder = std::getenv(variable);
    if (folder != nullptr && fs::path(folder).is_absolute()) return fs::path(folder) / below;
  }
  return {};
}

void AddCacheOption(CLI::App& command, std::string& cache) {
  command.add_option(
      "--cache", cache,
      "Folder that keeps compiled rules for the next start; '': none (default: $PRESEND_CACHE, ~/.cache/presend)");
}

absl::StatusOr<std::shared_ptr<const Screener>> LoadKeptRules(const std::string& rules, LoadOptions how,
                                                              const std::string& cache) {
  DatabaseFolder folder(cache);
  how.store = cache.empty() ? nullptr : &folder;
  return LoadScreener(rules, how);
}

}  // namespace presend
