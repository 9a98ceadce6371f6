#include "rulepack/concat.h"
#include "rulepack/examples.h"
#include "rulepack/loader.h"

namespace presend {

absl::StatusOr<std::shared_ptr<const Screener>> LoadScreener(const std::string& directory, const LoadOptions& options) {
  absl::StatusOr<LoadedRules> loaded = LoadPacks(directory, options);
  if (!loaded.ok()) return loaded.status();
  if (const absl::Status status = StatusOf(*loaded); !status.ok()) return status;
  if (options.run_examples) {
    const absl::StatusOr<ExampleReport> report = RunExamples(*loaded);
    if (!report.ok()) return report.status();
    if (!report->ok()) return absl::InvalidArgumentError(TextReport(*report));
  }
  return Screener::Create(std::move(loaded->rules));
}

}  // namespace presend
