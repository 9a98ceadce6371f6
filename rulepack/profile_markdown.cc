// A profile as a page to be read and judged.
#include <algorithm>

#include "absl/strings/str_format.h"
#include "engine/utf8.h"
#include "rulepack/concat.h"
#include "rulepack/markup.h"
#include "rulepack/profile.h"

namespace presend {
namespace {

constexpr size_t kBeside = 120;  // bytes shown on each side of a finding

std::vector<const RuleProfile*> ByHits(const Profile& profile) {
  std::vector<const RuleProfile*> rules;
  for (const RuleProfile& rule : profile.rules) rules.push_back(&rule);
  std::stable_sort(rules.begin(), rules.end(), [](const auto* a, const auto* b) { return a->hits > b->hits; });
  return rules;
}

std::string Left(std::string_view text) {
  const std::string_view shown = LastBytes(text, kBeside);
  return Concat(shown.size() < text.size() ? "…" : "", EscapeMarkup(shown));
}

std::string Right(std::string_view text) {
  const std::string_view shown = FirstBytes(text, kBeside);
  return Concat(EscapeMarkup(shown), shown.size() < text.size() ? "…" : "");
}

std::string Line(const CorpusMessage& message, const RuleSample& sample) {
  const std::string_view text = message.text;
  return Concat("- ", message.line, ": ", Left(text.substr(0, sample.begin)), "<b>",
                EscapeMarkup(text.substr(sample.begin, sample.end - sample.begin)), "</b>",
                Right(text.substr(sample.end)), "\n");
}

std::string Row(const Profile& profile, const RuleProfile& rule) {
  const double share =
      profile.messages == 0 ? 0 : 1000.0 * static_cast<double>(rule.hits) / static_cast<double>(profile.messages);
  const std::string cost = rule.nanoseconds < 0 ? "" : absl::StrFormat("%.0f", rule.nanoseconds);
  return absl::StrFormat("| %s | %d | %.2f | %d | %.3f%% | %s |\n", rule.rule_id, rule.hits, share, rule.false_alarms,
                         rule.FalseAlarmRate() * 100, cost);
}

}  // namespace

std::string ProfileMarkdown(const Profile& profile, const std::vector<CorpusMessage>& corpus) {
  const std::vector<const RuleProfile*> rules = ByHits(profile);
  std::string out = Concat("规则版本 ", profile.revision, "，", profile.messages, " 条消息\n\n",
                           "| 规则 | 命中 | 每千条 | 误报 | 误报率 | 纳秒/条 |\n|---|---:|---:|---:|---:|---:|\n");
  for (const RuleProfile* rule : rules) out += Row(profile, *rule);
  for (const RuleProfile* rule : rules) {
    if (rule->samples.empty()) continue;
    Append(out, "\n## ", rule->rule_id, "（", rule->hits, " 条，列出 ", rule->samples.size(), " 条）\n\n");
    for (const RuleSample& sample : rule->samples) out += Line(corpus[sample.message], sample);
  }
  return out;
}

}  // namespace presend
