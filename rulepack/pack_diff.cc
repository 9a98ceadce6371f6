#include "rulepack/pack_diff.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace presend {
namespace {

using Ids = std::set<std::string>;

std::vector<std::string> Without(const Ids& from, const Ids& taken) {
  std::vector<std::string> left;
  std::set_difference(from.begin(), from.end(), taken.begin(), taken.end(), std::back_inserter(left));
  return left;
}

Ids RuleIds(const Screener& screener) {
  Ids ids;
  for (const Rule& rule : screener.rules().rules) ids.insert(rule.id);
  return ids;
}

Ids Fired(const Verdict& verdict) {
  Ids ids;
  for (const Finding& finding : verdict.findings) ids.insert(finding.rule_id);
  return ids;
}

void Count(const Ids& before, const Ids& after, PackDiff& diff) {
  for (const std::string& id : before) ++diff.counts[id].before;
  for (const std::string& id : after) ++diff.counts[id].after;
}

void Compare(const CorpusMessage& message, const Verdict& before, const Verdict& after, PackDiff& diff) {
  const Ids fired_before = Fired(before), fired_after = Fired(after);
  Count(fired_before, fired_after, diff);
  if (before.action == after.action && fired_before == fired_after) return;
  diff.new_blocks += after.action == Action::kBlock && before.action != Action::kBlock;
  diff.changes.push_back({message.text, before.action, after.action, Without(fired_before, fired_after),
                          Without(fired_after, fired_before)});
}

}  // namespace

absl::StatusOr<PackDiff> DiffPacks(const Screener& before, const Screener& after,
                                   const std::vector<CorpusMessage>& corpus) {
  PackDiff diff{.old_revision = std::string(before.revision()), .new_revision = std::string(after.revision()),
                .messages = corpus.size()};
  diff.added_rules = Without(RuleIds(after), RuleIds(before));
  diff.removed_rules = Without(RuleIds(before), RuleIds(after));
  ScanContext context;
  Verdict old_verdict, new_verdict;
  for (const CorpusMessage& message : corpus) {
    if (absl::Status s = before.Screen(ToMessage(message), context, old_verdict); !s.ok()) return s;
    if (absl::Status s = after.Screen(ToMessage(message), context, new_verdict); !s.ok()) return s;
    Compare(message, old_verdict, new_verdict, diff);
  }
  std::erase_if(diff.counts, [](const auto& entry) { return entry.second.before == entry.second.after; });
  return diff;
}

}  // namespace presend
