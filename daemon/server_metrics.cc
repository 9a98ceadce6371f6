#include "daemon/server_metrics.h"

#include <string>

#include "absl/time/time.h"

namespace presend {
namespace {

using Families = std::vector<prometheus::MetricFamily>;

double Seconds(absl::Time time) { return absl::ToDoubleSeconds(time - absl::UnixEpoch()); }
double Count(uint64_t value) { return static_cast<double>(value); }

void AddCandidate(const RuleStore::Status& status, Families& out) {
  auto candidate = Gauge("presend_candidate_info", "The candidate beside the active rules; absent without one.", 1);
  candidate.metric.clear();
  const char* mode = status.trial.mode == TrialMode::kCanary ? "canary" : "shadow";
  AddValue(candidate, {{"revision", std::string(status.candidate->revision())}, {"mode", mode}}, 1);
  out.push_back(std::move(candidate));
  uint64_t same = 0, other = 0;
  const auto& verdicts = status.counts->verdicts;
  for (size_t i = 0; i < verdicts.size(); ++i) {
    for (size_t j = 0; j < verdicts[i].size(); ++j) (i == j ? same : other) += verdicts[i][j].load();
  }
  auto messages = Counter("presend_candidate_messages_total", "Messages that the candidate judged or answered.", 0);
  messages.metric.clear();
  AddValue(messages, {{"outcome", "same"}}, Count(same - std::min(same, status.counts->other_findings.load())));
  AddValue(messages, {{"outcome", "other_findings"}}, Count(status.counts->other_findings.load()));
  AddValue(messages, {{"outcome", "other_verdict"}}, Count(other));
  AddValue(messages, {{"outcome", "answered"}}, Count(status.counts->answered.load()));
  out.push_back(std::move(messages));
}

}  // namespace

Metrics::Source RuleMetrics(const RuleStore& rules) {
  return [&rules](Families& out) {
    const RuleStore::Status status = rules.Describe();
    auto loads = Counter("presend_reloads_total", "Loads of the rules.", 0);
    loads.metric.clear();
    AddValue(loads, {{"result", "ok"}}, Count(status.loads));
    AddValue(loads, {{"result", "error"}}, Count(status.failures));
    out.push_back(std::move(loads));
    out.push_back(Gauge("presend_rules_failing", "1 while the last load was an error: older rules are active.",
                        status.last_error.ok() ? 0 : 1));
    out.push_back(
        Gauge("presend_rules_held", "1 while rules are active that are not those of the folder.", status.held ? 1 : 0));
    if (status.active == nullptr) return;
    auto active = Gauge("presend_rules_info", "The active rules.", 1);
    active.metric.clear();
    AddValue(active, {{"revision", std::string(status.active->revision())}}, 1);
    out.push_back(std::move(active));
    out.push_back(Gauge("presend_rules_active", "Rules that are active.", Count(status.active->rules().rules.size())));
    out.push_back(
        Gauge("presend_rules_loaded_timestamp_seconds", "When they became active.", Seconds(status.loaded_at)));
    if (status.candidate != nullptr) AddCandidate(status, out);
  };
}

Metrics::Source WindowMetrics(const ConversationWindow& window) {
  return [&window](Families& out) {
    const WindowCounters counters = window.Counters();
    out.push_back(Gauge("presend_window_conversations", "Conversations remembered.", Count(counters.conversations)));
    out.push_back(Gauge("presend_window_bytes", "Memory for them.", Count(counters.bytes)));
    auto evicted = Counter("presend_window_evicted_total", "Conversations let go.", 0);
    evicted.metric.clear();
    AddValue(evicted, {{"reason", "count"}}, Count(counters.evicted_by_count));
    AddValue(evicted, {{"reason", "age"}}, Count(counters.evicted_by_age));
    AddValue(evicted, {{"reason", "memory"}}, Count(counters.evicted_by_memory));
    out.push_back(std::move(evicted));
    out.push_back(
        Counter("presend_window_skipped_total", "Look-ups given up rather than wait.", Count(counters.skipped)));
  };
}

Metrics::Source QueueMetrics(const QueueProbe& probe) {
  return [&probe](Families& out) {
    out.push_back(Gauge("presend_queue_wait_seconds", "How long a call that costs nothing takes, there and back.",
                        absl::ToDoubleSeconds(probe.Delay())));
  };
}

Metrics::Source DecisionLogMetrics(const DecisionLog& decisions) {
  return [&decisions](Families& out) {
    const DecisionLog::Counts counts = decisions.counts();
    out.push_back(Counter("presend_decisions_written_total", "Lines of the decision log.", Count(counts.written)));
    out.push_back(
        Counter("presend_decisions_dropped_total", "Decisions that could not be logged.", Count(counts.dropped)));
  };
}

}  // namespace presend
