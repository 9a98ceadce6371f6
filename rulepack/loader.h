// Reads rule packs from a directory, or from a pack file, into a checked rule set.
//
// The directory holds one folder a pack (rules/common, rules/jd, …), or is a pack itself; a lone pack may name the
// platforms of the packs beside it. Never stops at the first mistake. No function here is bound to a thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "engine/rule.h"
#include "engine/screener.h"
#include "rulepack/diagnostic.h"
#include "rulepack/example.h"

namespace presend {

struct LoadOptions {
  // Decides which dated rules and overlay entries hold; today in China if absent. A process that runs over midnight
  // loads again.
  std::optional<absl::CivilDay> today;
  bool run_examples = true;        // LoadScreener only: rules whose examples fail are refused
  DatabaseStore* store = nullptr;  // where compiled databases are kept; outlives the call
  std::string trusted_key;         // public key in PEM; if given, only pack files that it signed are read
};

struct RuleExamples {
  std::string rule_id;
  SourcePoint at;
  std::vector<Example> examples;
};

// Where the words of a rule are written, all in canonical form.
struct RuleWords {
  SourcePoint at;
  std::vector<LocatedText> words;
  std::vector<LocatedText> exceptions;
};

struct LoadedRules {
  RuleSet rules;                        // of use only if ok()
  std::vector<RuleExamples> examples;   // one entry a rule of a file, in the order of `rules`
  std::vector<RuleWords> words;         // likewise
  std::vector<Diagnostic> diagnostics;  // by file and line; errors and warnings
  std::shared_ptr<const SourceTree> sources;

  bool ok() const;
};

// NOT_FOUND if there is no pack in the directory; as OpenPackFile if it is a file. What is wrong inside of packs is in
// the diagnostics.
absl::StatusOr<LoadedRules> LoadPacks(const std::string& directory, const LoadOptions& options = {});

// All diagnostics as INVALID_ARGUMENT if any is an error, else OK.
absl::Status StatusOf(const LoadedRules& loaded);

// Load, compile and try the examples. INVALID_ARGUMENT lists every mistake, or every example that fails.
absl::StatusOr<std::shared_ptr<const Screener>> LoadScreener(const std::string& directory,
                                                             const LoadOptions& options = {});

}  // namespace presend
