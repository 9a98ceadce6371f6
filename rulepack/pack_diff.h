// What a change of rules would have done to messages of the past.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/screener.h"
#include "rulepack/corpus.h"

namespace presend {

struct VerdictChange {
  std::string text;
  Action before = Action::kAllow;
  Action after = Action::kAllow;
  std::vector<std::string> lost;    // rules that fired before and no longer do
  std::vector<std::string> gained;  // rules that fire now and did not
};

struct RuleCount {
  size_t before = 0;  // messages that the rule fired on
  size_t after = 0;
};

struct PackDiff {
  std::string old_revision;
  std::string new_revision;
  size_t messages = 0;
  size_t new_blocks = 0;                     // messages that are blocked now and were not
  std::vector<std::string> added_rules;      // by id
  std::vector<std::string> removed_rules;
  std::map<std::string, RuleCount> counts;   // of the rules whose count changed
  std::vector<VerdictChange> changes;        // messages whose action or rules changed, in the order of the corpus

  double NewBlockShare() const { return messages == 0 ? 0 : static_cast<double>(new_blocks) / messages; }
};

absl::StatusOr<PackDiff> DiffPacks(const Screener& before, const Screener& after,
                                   const std::vector<CorpusMessage>& corpus);

// `format`: text, markdown, html or json. At most `most_changes` messages are listed; the counts are always complete.
std::string DiffReport(const PackDiff& diff, std::string_view format, size_t most_changes = 50);

}  // namespace presend
