#include "replay/batch_screener.h"

#include <algorithm>
#include <chrono>

#include "engine/verdict_names.h"
#include "replay/archive_input.h"
#include "replay/conversation_tracker.h"
#include "replay/fingerprint.h"
#include "replay/json_text.h"
#include "replay/plain_text.h"
#include "replay/timestamp.h"

namespace presend::replay {
namespace {

constexpr uint32_t kShownBefore = 8, kShownAfter = 4;  // messages around a finding in the report
constexpr uint32_t kLookAround = 400;                  // rows to look for them

int64_t Now() { return std::chrono::steady_clock::now().time_since_epoch().count(); }

uint32_t WeightOf(Action action) { return action == Action::kBlock ? 5 : action == Action::kReview ? 2 : 1; }

std::string_view SenderName(Sender sender) {
  static constexpr std::string_view kNames[] = {"agent", "robot", "buyer", "system"};
  return kNames[static_cast<size_t>(sender)];
}

void AppendPlace(const Batch& batch, const Row& row, std::string& out) {
  const Cell& cell = batch.cells[row.cell];
  AppendJsonMember("file", batch.archive->name, out);
  AppendJsonMember("row", row.line, out);
  AppendJsonMember("message_id", row.message_id, out);
  if (row.conversation != kNone) AppendJsonMember("conversation_id", batch.conversations[row.conversation].id, out);
  AppendJsonMember("agent", cell.agent, out);
  AppendJsonMember("team", cell.team, out);
  AppendJsonMember("shop", cell.shop, out);
  AppendJsonMember("platform", cell.platform, out);
  AppendJsonMember("time", WallText(row.wall_ms), out);
  AppendJsonMember("role", SenderName(row.sender), out);
}

bool Same(const Finding& a, const Finding& b) {
  return a.rule_id == b.rule_id && a.action == b.action && a.range.bytes == b.range.bytes;
}

bool Holds(const std::vector<Finding>& findings, const Finding& wanted) {
  return std::any_of(findings.begin(), findings.end(), [&](const Finding& f) { return Same(f, wanted); });
}

void AppendBriefly(std::string_view key, const std::vector<Finding>& findings, std::string& out) {
  AppendJsonKey(key, out);
  out += '[';
  for (const Finding& finding : findings) {
    if (out.back() != '[') out += ',';
    out += '{';
    AppendJsonMember("rule", finding.rule_id, out);
    AppendJsonMember("action", ActionName(finding.action), out);
    AppendJsonMember("matched", finding.matched, out);
    out += '}';
  }
  out += ']';
}

}  // namespace

ScreeningRules ScreeningRules::Create(std::shared_ptr<const Screener> screener, std::shared_ptr<const Screener> against) {
  ScreeningRules rules;
  for (const auto& each : {screener, against}) {
    if (each == nullptr) continue;
    for (const Rule& rule : each->rules().rules) {
      if (rules.rule_index.emplace(rule.id, rules.rule_ids.size()).second) rules.rule_ids.push_back(rule.id);
    }
  }
  for (const Platform& platform : screener->rules().platforms) {
    rules.platform_index.emplace(platform.id, rules.platform_index.size());
  }
  rules.screener = std::move(screener);
  rules.against = std::move(against);
  return rules;
}

size_t ScreeningRules::StratumIndex(const std::string& stratum) const {
  if (!IsCleanStratum(stratum)) return rule_index.at(stratum);
  return rule_ids.size() + platform_index.at(stratum.substr(stratum.find(':') + 1));
}

void BatchScreener::CountRow(const Row& row, Counts& counts) const {
  static constexpr Count kBySender[] = {Count::kAgentMessages, Count::kRobotMessages, Count::kBuyerMessages,
                                        Count::kSystemMessages};
  ++counts[Count::kMessages];
  ++counts[kBySender[static_cast<size_t>(row.sender)]];
  counts[Count::kTextBytes] += static_cast<int64_t>(row.text.size());
}

// Oldest first, of the same speaker, not older than the live window keeps them.
void BatchScreener::GatherRecent(const Batch& batch, const Row& row) {
  message_.recent.clear();
  if (row.conversation == kNone) return;
  const uint64_t speaker = SpeakerOf(batch, row);
  int looked = 0;
  for (uint32_t at = row.previous; at != kNone && looked < kRecentMessages; at = batch.rows[at].previous, ++looked) {
    const Row& earlier = batch.rows[at];
    if (IsRecent(earlier.wall_ms, row.wall_ms) && SpeakerOf(batch, earlier) == speaker) message_.recent.push_back(earlier.text);
  }
  const auto& before = batch.conversations[row.conversation].before;
  for (auto said = before.rbegin(); said != before.rend() && looked < kRecentMessages; ++said, ++looked) {
    if (IsRecent(said->wall_ms, row.wall_ms) && said->speaker == speaker) message_.recent.push_back(said->tail);
  }
  std::reverse(message_.recent.begin(), message_.recent.end());
}

void BatchScreener::WriteFinding(const Batch& batch, const Row& row, const Finding& finding, std::string& out) const {
  out += '{';
  AppendPlace(batch, row, out);
  AppendJsonMember("rule", finding.rule_id, out);
  AppendJsonMember("title", finding.title, out);
  AppendJsonMember("category", CategoryName(finding.category), out);
  AppendJsonMember("action", ActionName(finding.action), out);
  AppendJsonMember("begin", finding.range.bytes.begin, out);
  AppendJsonMember("end", finding.range.bytes.end, out);
  AppendJsonMember("cp_begin", finding.range.code_points.begin, out);
  AppendJsonMember("cp_end", finding.range.code_points.end, out);
  AppendJsonMember("matched", finding.matched, out);
  AppendJsonMember("canonical", finding.canonical == finding.matched ? "" : std::string_view(finding.canonical), out);
  AppendJsonMember("reason", finding.reason, out);
  AppendJsonMember("penalty", finding.penalty.text, out);
  AppendJsonMember("penalty_source", finding.penalty.source, out);
  AppendJsonMember("text", row.text, out);
  if (verdict_->rewritten_text) {
    AppendJsonKey("rewrite", out);
    AppendJsonString(*verdict_->rewritten_text, out);
  }
  out += '}';
}

// The messages around the row, as the report draws them.
void BatchScreener::WriteConversation(const Batch& batch, const Row& row, std::string& out) const {
  const auto index = static_cast<uint32_t>(&row - batch.rows.data());
  std::vector<uint32_t> shown{index};
  if (row.conversation != kNone) {
    for (uint32_t i = index; i-- > 0 && index - i < kLookAround && shown.size() <= kShownBefore;) {
      if (batch.rows[i].conversation == row.conversation) shown.insert(shown.begin(), i);
    }
    const size_t most = shown.size() + kShownAfter;
    for (uint32_t i = index + 1; i < batch.rows.size() && i - index < kLookAround && shown.size() < most; ++i) {
      if (batch.rows[i].conversation == row.conversation) shown.push_back(i);
    }
  }
  out += '[';
  for (uint32_t i : shown) {
    out += out.back() == '[' ? "{" : ",{";
    AppendJsonMember("role", SenderName(batch.rows[i].sender), out);
    AppendJsonMember("time", WallText(batch.rows[i].wall_ms), out);
    AppendJsonMember("text", batch.rows[i].text, out);
    if (i == index) out += ",\"this\":true";
    out += '}';
  }
  out += ']';
}

// Depends on what was said and where, not on the file that says it: the same sample from any format.
uint64_t BatchScreener::PriorityOf(const Batch& batch, const Row& row) const {
  uint64_t key = Fingerprint(row.message_id, rules_.seed);
  if (row.conversation != kNone) key = Fingerprint(batch.conversations[row.conversation].id, key);
  return Fingerprint(row.text, key);
}

void BatchScreener::SampleFindings(Batch& batch, const Row& row) {
  const uint64_t base = PriorityOf(batch, row);
  for (const Finding& finding : verdict_->findings) {
    const uint64_t priority = MixBits(base ^ finding.range.bytes.begin);
    const uint32_t stratum = rules_.rule_index.at(finding.rule_id);
    if (!bar_.Lets(stratum, priority)) continue;
    Sample& sample = batch.samples.emplace_back();
    sample.priority = priority;
    sample.stratum = finding.rule_id;
    sample.json = "{\"finding\":";
    WriteFinding(batch, row, finding, sample.json);
    sample.json += ",\"conversation\":";
    WriteConversation(batch, row, sample.json);
    sample.json += '}';
  }
}

void BatchScreener::SampleClean(Batch& batch, const Row& row) {
  const uint64_t priority = PriorityOf(batch, row);
  const std::string_view platform = batch.cells[row.cell].platform;
  const size_t stratum = rules_.rule_ids.size() + rules_.platform_index.find(ToAbsl(platform))->second;
  if (!bar_.Lets(stratum, priority)) return;
  Sample& sample = batch.samples.emplace_back();
  sample.priority = priority;
  sample.stratum = "clean:" + std::string(platform);
  sample.json = "{\"finding\":{";
  AppendPlace(batch, row, sample.json);
  AppendJsonMember("text", row.text, sample.json);
  sample.json += "},\"conversation\":";
  WriteConversation(batch, row, sample.json);
  sample.json += '}';
}

void BatchScreener::Write(Batch& batch, const Row& row) {
  Counts& counts = batch.cells[row.cell].counts;
  ++counts[verdict_->action == Action::kBlock    ? Count::kBlock
           : verdict_->action == Action::kReview ? Count::kReview
                                                : Count::kAdvise];
  uint32_t weight = 0;
  for (const Finding& finding : verdict_->findings) {
    ++counts.of(finding.category);
    batch.hits.push_back({row.cell, rules_.rule_index.at(finding.rule_id), finding.action});
    weight += WeightOf(finding.action);
    WriteFinding(batch, row, finding, batch.findings);
    batch.findings += '\n';
  }
  if (row.conversation != kNone) batch.conversation_hits.push_back({row.conversation, row.cell, weight});
  if (rules_.samples > 0) SampleFindings(batch, row);
}

// What the other rules say of the same message.
void BatchScreener::Compare(Batch& batch, const Row& row) {
  const Verdict& other = other_memory_.Screen(message_);
  const size_t before = batch.added.size() + batch.removed.size();
  for (const Finding& finding : other.findings) {
    if (Holds(verdict_->findings, finding)) continue;
    batch.added.push_back({row.cell, rules_.rule_index.at(finding.rule_id), finding.action});
  }
  for (const Finding& finding : verdict_->findings) {
    if (Holds(other.findings, finding)) continue;
    batch.removed.push_back({row.cell, rules_.rule_index.at(finding.rule_id), finding.action});
  }
  if (batch.added.size() + batch.removed.size() == before) return;
  std::string& out = batch.changes;
  out += '{';
  AppendPlace(batch, row, out);
  AppendJsonMember("text", row.text, out);
  AppendJsonMember("verdict_before", ActionName(verdict_->action), out);
  AppendJsonMember("verdict_after", ActionName(other.action), out);
  AppendBriefly("before", verdict_->findings, out);
  AppendBriefly("after", other.findings, out);
  out += "}\n";
}

void BatchScreener::Screen(Batch& batch) {
  const int64_t start = Now();
  const int64_t engine_before = memory_.engine_ns() + other_memory_.engine_ns();
  const int64_t remembered_before = memory_.remembered();
  for (const Row& row : batch.rows) {
    Cell& cell = batch.cells[row.cell];
    CountRow(row, cell.counts);
    if (!row.is_sent()) continue;
    message_.text = row.text;
    message_.platform = cell.platform;
    message_.shop = cell.shop;
    message_.sender = row.sender;
    message_.repeats = row.repeats;
    GatherRecent(batch, row);
    verdict_ = &memory_.Screen(message_);
    if (!verdict_->findings.empty()) {
      Write(batch, row);
    } else if (rules_.samples > 0) {
      SampleClean(batch, row);
    }
    if (rules_.against != nullptr) Compare(batch, row);
  }
  batch.screening_ns = Now() - start;
  batch.engine_ns = memory_.engine_ns() + other_memory_.engine_ns() - engine_before;
  batch.remembered = memory_.remembered() - remembered_before;
}

}  // namespace presend::replay
