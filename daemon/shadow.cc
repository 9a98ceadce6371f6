#include "daemon/shadow.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <string>

#include "daemon/log.h"
#include "wire/screening.h"
#include "wire/translation.h"

namespace presend {
namespace {

constexpr int64_t kLogEveryMs = 200;
constexpr size_t kPercent = 100;

std::set<std::string> RulesOf(const v1::ScreenResponse& response) {
  std::set<std::string> rules;
  for (const v1::Finding& finding : response.findings()) rules.insert(finding.rule_id());
  return rules;
}

// FNV-1a: the same on every server, so that a conversation that changes servers stays on its side.
uint64_t StableHash(const std::string& text) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash ^ hash >> 32;
}

int64_t TimeMs(const v1::ScreenRequest& request) {
  if (request.has_time()) return request.time().seconds() * 1000 + request.time().nanos() / 1'000'000;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

void AddRecent(ConversationWindow& window, v1::ScreenRequest& request) {
  if (request.conversation_id().empty() || request.recent_size() > 0) return;
  const Sender sender = wire::ParseSender(request.sender()).value_or(Sender::kAgent);
  RecentMessages recent;
  window.Recent({request.platform(), request.conversation_id(), request.agent_id(), sender}, request.text(),
                TimeMs(request), recent);
  for (size_t i = 0; i < recent.count; ++i) request.add_recent(recent.texts[i]);
}

void LogDifference(const v1::ScreenResponse& active, const v1::ScreenResponse& candidate) {
  thread_local int64_t next_ms = 0;
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  const int64_t now_ms = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  if (now_ms < next_ms) return;
  next_ms = now_ms + kLogEveryMs;
  LogEvent(spdlog::level::info, "candidate_differs",
           {{"messageId", active.message_id()},
            {"active", v1::Verdict_Name(active.verdict())},
            {"candidate", v1::Verdict_Name(candidate.verdict())},
            {"activeRules", RulesOf(active)},
            {"candidateRules", RulesOf(candidate)},
            {"revision", candidate.revision()}});
}

}  // namespace

bool TakesPart(const ActiveRules& rules, const v1::ScreenRequest& request) {
  if (rules.candidate == nullptr || !rules.candidate->HasPlatform(request.platform())) return false;
  const Trial& trial = rules.trial;
  if (!trial.shops.empty() && std::find(trial.shops.begin(), trial.shops.end(), request.shop()) == trial.shops.end()) {
    return false;
  }
  if (trial.percent >= kPercent) return true;
  const std::string& key = request.conversation_id().empty() ? request.message_id() : request.conversation_id();
  return StableHash(key) % kPercent < trial.percent;
}

std::optional<v1::ScreenResponse> AskCandidate(const ActiveRules& rules, ConversationWindow& window,
                                               const v1::ScreenRequest& request) {
  thread_local wire::ScreenSession session;
  v1::ScreenRequest alone = request;
  alone.set_explain(false);
  AddRecent(window, alone);
  v1::ScreenResponse response;
  if (!session.Screen(*rules.candidate, nullptr, alone, response).ok()) return std::nullopt;
  return response;
}

void Compare(const ActiveRules& rules, const v1::ScreenResponse& active, const v1::ScreenResponse& candidate) {
  const auto index = [](v1::Verdict verdict) { return static_cast<size_t>(std::max(1, static_cast<int>(verdict)) - 1); };
  auto& cell = rules.counts->verdicts[index(active.verdict())][index(candidate.verdict())];
  cell.fetch_add(1, std::memory_order_relaxed);
  if (active.findings_size() == 0 && candidate.findings_size() == 0) return;
  const bool same_verdict = active.verdict() == candidate.verdict();
  if (same_verdict && RulesOf(active) == RulesOf(candidate)) return;
  if (same_verdict) rules.counts->other_findings.fetch_add(1, std::memory_order_relaxed);
  LogDifference(active, candidate);
}

}  // namespace presend
