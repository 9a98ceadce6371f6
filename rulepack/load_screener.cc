#include "rulepack/concat.h"
#include "rulepack/examples.h"
#include "rulepack/loader.h"

namespace presend {

absl::StatusOr<std::shared_ptr<const Screener>> LoadScreener(const std::string& directory, const LoadOptions& options) {
  absl::StatusOr<LoadedRules> loaded = LoadPacks(directory, options);
  if (!loaded.ok()) return loaded.status();
  const absl::Status status = options.run_examples ? CheckExamples(*loaded) : StatusOf(*loaded);
  if (!status.ok()) return status;
  return Screener::Create(std::move(loaded->rules));
}

}  // namespace presend
