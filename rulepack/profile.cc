#include "rulepack/profile.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <random>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_format.h"
#include "rulepack/concat.h"

namespace presend {
namespace {

using Clock = std::chrono::steady_clock;

bool Has(const CorpusMessage& message, Category category) {
  return std::find(message.categories.begin(), message.categories.end(), category) != message.categories.end();
}

absl::StatusOr<double> BestTime(const Screener& screener, const std::vector<CorpusMessage>& corpus) {
  ScanContext context;
  Verdict verdict;
  double best = 0;
  for (int run = 0; run < 3; ++run) {
    const Clock::time_point begin = Clock::now();
    for (const CorpusMessage& message : corpus) {
      if (absl::Status s = screener.Screen(ToMessage(message), context, verdict); !s.ok()) return s;
    }
    const double time = std::chrono::duration<double, std::nano>(Clock::now() - begin).count();
    if (run == 0 || time < best) best = time;
  }
  return corpus.empty() ? 0 : best / static_cast<double>(corpus.size());
}

absl::StatusOr<double> TimeAlone(RuleSet rules, const Rule* rule, const std::vector<CorpusMessage>& corpus) {
  rules.rules.clear();
  if (rule != nullptr) rules.rules.push_back(*rule);
  auto screener = Screener::Create(std::move(rules));
  if (!screener.ok()) return screener.status();
  return BestTime(**screener, corpus);
}

// Every hit so far has the same chance to be among the samples.
void Sample(const RuleSample& sample, size_t most, std::mt19937& random, RuleProfile& rule) {
  if (rule.samples.size() < most) return rule.samples.push_back(sample);
  const size_t place = random() % rule.hits;
  if (place < most) rule.samples[place] = sample;
}

void SortSamples(Profile& profile) {
  for (RuleProfile& rule : profile.rules) {
    std::sort(rule.samples.begin(), rule.samples.end(),
              [](const RuleSample& a, const RuleSample& b) { return a.message < b.message; });
  }
}

}  // namespace

absl::StatusOr<Profile> ProfileRules(const Screener& screener, const std::vector<CorpusMessage>& corpus,
                                     size_t most_samples) {
  const std::vector<Rule>& rules = screener.rules().rules;
  Profile profile{.revision = std::string(screener.revision()), .messages = corpus.size()};
  absl::flat_hash_map<std::string, size_t> index;
  for (size_t i = 0; i < rules.size(); ++i) {
    index.emplace(rules[i].id, i);
    profile.rules.push_back({.rule_id = rules[i].id});
  }
  ScanContext context;
  Verdict verdict;
  std::mt19937 random;
  for (size_t m = 0; m < corpus.size(); ++m) {
    if (absl::Status s = screener.Screen(ToMessage(corpus[m]), context, verdict); !s.ok()) return s;
    std::map<size_t, RuleSample> fired;  // the first finding of each rule
    for (const Finding& finding : verdict.findings) {
      fired.try_emplace(index.at(finding.rule_id), RuleSample{m, finding.range.bytes.begin, finding.range.bytes.end});
    }
    for (size_t i = 0; i < rules.size(); ++i) profile.rules[i].innocent += !Has(corpus[m], rules[i].category);
    for (const auto& [i, sample] : fired) {
      ++profile.rules[i].hits;
      profile.rules[i].false_alarms += !Has(corpus[m], rules[i].category);
      if (most_samples > 0) Sample(sample, most_samples, random, profile.rules[i]);
    }
  }
  SortSamples(profile);
  return profile;
}

absl::Status MeasureCost(const RuleSet& rules, const std::vector<CorpusMessage>& corpus, Profile& profile) {
  const auto empty = TimeAlone(rules, nullptr, corpus);
  if (!empty.ok()) return empty.status();
  for (size_t i = 0; i < rules.rules.size() && i < profile.rules.size(); ++i) {
    const auto time = TimeAlone(rules, &rules.rules[i], corpus);
    if (!time.ok()) return time.status();
    profile.rules[i].nanoseconds = std::max(0.0, *time - *empty);
  }
  return absl::OkStatus();
}

std::vector<std::string> RisenAlarms(const Profile& now, const Profile& baseline, double max_rise) {
  absl::flat_hash_map<std::string, double> before;
  for (const RuleProfile& rule : baseline.rules) before[rule.rule_id] = rule.FalseAlarmRate();
  std::vector<std::string> risen;
  for (const RuleProfile& rule : now.rules) {
    const double was = before.contains(rule.rule_id) ? before.at(rule.rule_id) : 0;
    if (rule.FalseAlarmRate() <= was + max_rise) continue;
    risen.push_back(absl::StrFormat("%s: false alarms %.3f%% → %.3f%% (%d messages)", rule.rule_id, was * 100,
                                    rule.FalseAlarmRate() * 100, rule.false_alarms));
  }
  return risen;
}

absl::Status ProveGate(const LoadedRules& loaded, const Screener& screener, const Profile& baseline, double max_rise) {
  for (size_t i = 0; i < loaded.examples.size(); ++i) {
    for (const Example& example : loaded.examples[i].examples) {
      const bool alone = example.recent.empty() && loaded.rules.rules[i].mode == Mode::kOn;
      if (example.kind != ExampleKind::kBad || !alone) continue;
      const auto canary = ProfileRules(screener, {{example.text, example.platform, example.shop, example.sender, {}}});
      if (!canary.ok()) return canary.status();
      if (!RisenAlarms(*canary, baseline, max_rise).empty()) return absl::OkStatus();
      return absl::InternalError(Concat("the gate let a known violation of ", loaded.examples[i].rule_id, " pass"));
    }
  }
  return absl::InternalError("no rule has an example to prove the gate with");
}

}  // namespace presend
