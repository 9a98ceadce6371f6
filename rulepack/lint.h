// What well-formed rules may still get wrong, seen by running them: exceptions that excuse nothing, words that fire on
// clean messages, rules that cannot say where they come from.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "rulepack/corpus.h"
#include "rulepack/diagnostic.h"
#include "rulepack/loader.h"

namespace presend {

// Warnings by file and line. `clean`: messages without a violation, unless their categories say otherwise; may be
// empty. INVALID_ARGUMENT if the rules do not compile.
absl::StatusOr<std::vector<Diagnostic>> Lint(const LoadedRules& loaded, const std::vector<CorpusMessage>& clean);

}  // namespace presend
