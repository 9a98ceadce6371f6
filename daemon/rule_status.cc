#include "daemon/rule_status.h"

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/time/time.h"

namespace presend {
namespace {

constexpr int kMostDiagnostics = 5000;  // lines

void FillTime(absl::Time time, google::protobuf::Timestamp& out) {
  const int64_t nanoseconds = absl::ToUnixNanos(time);
  out.set_seconds(nanoseconds / 1'000'000'000);
  out.set_nanos(static_cast<int32_t>(nanoseconds % 1'000'000'000));
}

void FillCandidate(const RuleStore::Status& status, v1::CandidateStatus& out) {
  out.set_name(status.candidate_name);
  out.set_revision(std::string(status.candidate->revision()));
  out.set_mode(status.trial.mode == TrialMode::kCanary ? v1::TRIAL_MODE_CANARY : v1::TRIAL_MODE_SHADOW);
  out.set_percent(status.trial.percent);
  for (const std::string& shop : status.trial.shops) out.add_shops(shop);
  const auto& verdicts = status.counts->verdicts;
  for (size_t active = 0; active < verdicts.size(); ++active) {
    for (size_t candidate = 0; candidate < verdicts[active].size(); ++candidate) {
      const uint64_t messages = verdicts[active][candidate].load(std::memory_order_relaxed);
      if (messages == 0) continue;
      v1::VerdictPair& pair = *out.add_verdicts();
      pair.set_active(static_cast<v1::Verdict>(active + 1));
      pair.set_candidate(static_cast<v1::Verdict>(candidate + 1));
      pair.set_messages(messages);
    }
  }
  out.set_other_findings(status.counts->other_findings.load(std::memory_order_relaxed));
  out.set_answered(status.counts->answered.load(std::memory_order_relaxed));
}

void FillFailure(const RuleStore::Status& status, v1::LoadFailure& out) {
  FillTime(status.failed_at, *out.mutable_time());
  const std::vector<std::string> lines = absl::StrSplit(status.last_error.message(), '\n', absl::SkipWhitespace());
  for (const std::string& line : lines) {
    if (out.diagnostics_size() < kMostDiagnostics) out.add_diagnostics(line);
  }
}

}  // namespace

void FillStatus(const RuleStore::Status& status, v1::GetStatusResponse& response) {
  if (status.active != nullptr) {
    const RuleSet& rules = status.active->rules();
    response.set_revision(std::string(status.active->revision()));
    FillTime(status.loaded_at, *response.mutable_loaded_at());
    response.set_rule_count(static_cast<uint32_t>(rules.rules.size()));
    for (const Platform& platform : rules.platforms) response.add_platforms(platform.id);
  }
  if (status.before != nullptr) response.set_previous_revision(std::string(status.before->revision()));
  if (status.candidate != nullptr) FillCandidate(status, *response.mutable_candidate());
  if (!status.last_error.ok()) FillFailure(status, *response.mutable_last_failure());
  response.set_held(status.held);
  response.set_loads(status.loads);
  response.set_load_failures(status.failures);
}

void FillStatus(const WindowCounters& counters, v1::WindowStatus& out) {
  out.set_conversations(counters.conversations);
  out.set_bytes(counters.bytes);
  out.set_evicted_by_count(counters.evicted_by_count);
  out.set_evicted_by_age(counters.evicted_by_age);
  out.set_evicted_by_memory(counters.evicted_by_memory);
  out.set_skipped(counters.skipped);
}

}  // namespace presend
