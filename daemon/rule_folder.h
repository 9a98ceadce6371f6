// Loads the rules of a folder, or of a pack file, that others may be writing to.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "engine/screener.h"

namespace presend {

struct RuleFolderOptions {
  std::string trusted_key;  // file of a public key in PEM; if named, only pack files that it signed are taken
  std::string cache;        // folder of compiled databases; empty: none are kept
};

// As LoadScreener, but what was read while files changed is not taken: half of a word list is a good word list. Tries
// a few times; ABORTED if the folder never rests. Whoever can, should rename a finished folder over the old one.
absl::StatusOr<std::shared_ptr<const Screener>> LoadRuleFolder(const std::string& folder,
                                                               const RuleFolderOptions& options = {});

}  // namespace presend
