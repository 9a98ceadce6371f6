#include <algorithm>

#include "rulepack/examples.h"
#include "rulepack/loader.h"

namespace presend {
namespace {

bool HasShadows(const RuleSet& rules) {
  return std::any_of(rules.rules.begin(), rules.rules.end(), [](const Rule& rule) { return rule.mode == Mode::kShadow; });
}

}  // namespace

// Compiling is what takes the time: the examples are tried on the screener itself, but where rules are in the shadow.
absl::StatusOr<std::shared_ptr<const Screener>> LoadScreener(const std::string& directory, const LoadOptions& options) {
  absl::StatusOr<LoadedRules> loaded = LoadPacks(directory, options);
  if (!loaded.ok()) return loaded.status();
  if (const absl::Status status = StatusOf(*loaded); !status.ok()) return status;
  const bool shadows = HasShadows(loaded->rules);
  if (options.run_examples && shadows) {
    if (const absl::Status status = CheckExamples(*loaded); !status.ok()) return status;
  }
  absl::StatusOr<std::shared_ptr<const Screener>> screener = Screener::Create(std::move(loaded->rules), options.store);
  if (!screener.ok() || !options.run_examples || shadows) return screener;
  const ExampleReport report = RunExamples(loaded->examples, **screener);
  if (!report.ok()) return absl::InvalidArgumentError(TextReport(report));
  return screener;
}

}  // namespace presend
