// What each rule does on a body of messages: how often it fires, how often it is wrong, what it costs; and the gate
// that holds these figures against earlier ones.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/screener.h"
#include "rulepack/corpus.h"
#include "rulepack/loader.h"

namespace presend {

// A finding of the rule: where it stands.
struct RuleSample {
  size_t message = 0;           // its place in the corpus
  uint32_t begin = 0, end = 0;  // bytes of the text
};

struct RuleProfile {
  std::string rule_id;
  size_t hits = 0;                  // messages that it fires on
  size_t false_alarms = 0;          // of those, the ones without its category
  size_t innocent = 0;              // all messages without its category
  double nanoseconds = -1;          // a message, of the rule alone, above an empty rule set; -1: not measured
  std::vector<RuleSample> samples;  // in the order of the corpus

  double FalseAlarmRate() const { return innocent == 0 ? 0 : static_cast<double>(false_alarms) / innocent; }
};

struct Profile {
  std::string revision;
  size_t messages = 0;
  std::vector<RuleProfile> rules;  // in the order of the rule set
};

// Keeps at most `most_samples` findings of each rule, each as likely as any other; the same ones each time.
absl::StatusOr<Profile> ProfileRules(const Screener& screener, const std::vector<CorpusMessage>& corpus,
                                     size_t most_samples = 0);

// Fills in `nanoseconds`: compiles each rule alone, so it takes a while. The best of three runs over the corpus.
absl::Status MeasureCost(const RuleSet& rules, const std::vector<CorpusMessage>& corpus, Profile& profile);

std::string ProfileText(const Profile& profile);
// A table of all rules, then each rule's samples with the place marked, to be read and judged. `corpus` is the one that
// was profiled.
std::string ProfileMarkdown(const Profile& profile, const std::vector<CorpusMessage>& corpus);
std::string ProfileJson(const Profile& profile);  // what ReadProfile reads
absl::StatusOr<Profile> ReadProfile(const std::string& path);

// The rules whose false-alarm rate lies more than `max_rise` above the baseline's (a new rule's baseline is 0), a
// sentence each.
std::vector<std::string> RisenAlarms(const Profile& now, const Profile& baseline, double max_rise);

// Sends a bad example of a rule through the gate as if it were innocent. OK if the gate stops it: a gate that lets
// that pass would let everything pass (INTERNAL).
absl::Status ProveGate(const LoadedRules& loaded, const Screener& screener, const Profile& baseline, double max_rise);

}  // namespace presend
