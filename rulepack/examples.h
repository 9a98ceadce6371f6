// Runs the examples that rules carry: the tests of a rule pack.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/screener.h"
#include "rulepack/loader.h"

namespace presend {

// todo: a known gap, only counted. skipped: the rule is off or not in force.
enum class Outcome : uint8_t { kPassed, kFailed, kTodo, kSkipped };

struct ExampleResult {
  std::string rule_id;
  Example example;
  Outcome outcome = Outcome::kPassed;
  std::string failure;  // what came instead; empty unless failed
};

struct ExampleReport {
  std::vector<ExampleResult> results;  // in the order of the files

  size_t Count(Outcome outcome) const;
  bool ok() const { return Count(Outcome::kFailed) == 0; }
};

// Tries every example on `screener`, which was made of the same rules. A bad one passes if its rule fires on exactly
// the marked spans (other rules may fire too) and, where `fixed` is given, the rewritten text is that. An ok one passes
// if its rule stays silent.
ExampleReport RunExamples(const std::vector<RuleExamples>& examples, const Screener& screener);

// The same with a screener of its own, in which shadowed rules are on: in the shadow they could show nothing.
absl::StatusOr<ExampleReport> RunExamples(const LoadedRules& loaded);

// INVALID_ARGUMENT with the failures, or with what is wrong in the rules; OK if every example passes.
absl::Status CheckExamples(const LoadedRules& loaded);

// For people: the failures, then the counts if anything failed; nothing at all if every example passed.
std::string TextReport(const ExampleReport& report);
// One JSON object: {"passed": 12, "failed": 0, "todo": 1, "skipped": 0, "failures": [{…}]}.
std::string JsonReport(const ExampleReport& report);
// JUnit XML: a test suite a rule, a test case an example.
std::string JunitReport(const ExampleReport& report);

}  // namespace presend
