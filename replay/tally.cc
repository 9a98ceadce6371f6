#include "replay/tally.h"

#include <algorithm>
#include <tuple>

#include "engine/verdict_names.h"
#include "nlohmann/json.hpp"

namespace presend::replay {
namespace {

using Json = nlohmann::json;

constexpr size_t kConversationsCounted = 20'000;

CellKey KeyOf(const Cell& cell) {
  return {std::string(cell.platform), std::string(cell.shop), std::string(cell.agent), std::string(cell.team), cell.day};
}

void AddHits(const std::vector<RuleHit>& hits, const Batch& batch, const ScreeningRules& rules,
             std::map<RuleKey, int64_t>& into) {
  std::map<std::tuple<uint32_t, uint32_t, Action>, int64_t> sums;
  for (const RuleHit& hit : hits) ++sums[{hit.rule, hit.cell, hit.action}];
  for (const auto& [key, count] : sums) {
    const auto& [rule, cell, action] = key;
    into[{rules.rule_ids[rule], action, KeyOf(batch.cells[cell])}] += count;
  }
}

// Worse first; ties by name, so that the order does not depend on the machine.
bool IsWorse(const WorstConversation& a, const WorstConversation& b) {
  return std::tie(b.weight, a.platform, a.shop, a.id) < std::tie(a.weight, b.platform, b.shop, b.id);
}

Json CellJson(const CellKey& key) { return Json::array({key.platform, key.shop, key.agent, key.team, key.day}); }
CellKey CellFromJson(const Json& json) { return {json.at(0), json.at(1), json.at(2), json.at(3), json.at(4)}; }

Json RulesJson(const std::map<RuleKey, int64_t>& rules) {
  Json all = Json::array();
  for (const auto& [key, count] : rules) {
    all.push_back({key.rule, std::string(ActionName(key.action)), CellJson(key.cell), count});
  }
  return all;
}

std::map<RuleKey, int64_t> RulesFromJson(const Json& json) {
  std::map<RuleKey, int64_t> rules;
  for (const Json& row : json) {
    rules[{row.at(0), ParseAction(row.at(1).get<std::string>()).value_or(Action::kAdvise), CellFromJson(row.at(2))}] = row.at(3);
  }
  return rules;
}

}  // namespace

void Tally::AddSample(const Sample& sample) {
  std::vector<Sample>& kept = samples[sample.stratum];
  const size_t most = SamplesKept(sample.stratum, samples_kept);
  const auto at = std::lower_bound(kept.begin(), kept.end(), sample,
                                   [](const Sample& a, const Sample& b) { return a.priority < b.priority; });
  if (at != kept.end() && at->priority == sample.priority && at->json == sample.json) return;
  if (at == kept.end() && kept.size() >= most) return;
  kept.insert(at, sample);
  if (kept.size() > most) kept.pop_back();
}

// Keeps the worse half. Only how bad they are decides, so the worst are right unless a conversation is spread very far.
void Tally::ForgetMildConversations() {
  std::vector<std::pair<uint64_t, WorstConversation>> all(conversations.begin(), conversations.end());
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return IsWorse(a.second, b.second); });
  all.resize(all.size() / 2);
  conversations.clear();
  conversations.insert(all.begin(), all.end());
}

void Tally::Add(const Batch& batch, const ScreeningRules& screening, SampleBar& bar) {
  for (const Cell& cell : batch.cells) cells[KeyOf(cell)].Add(cell.counts);
  AddHits(batch.hits, batch, screening, rules);
  AddHits(batch.added, batch, screening, added);
  AddHits(batch.removed, batch, screening, removed);
  for (const ConversationHit& hit : batch.conversation_hits) {
    const Conversation& conversation = batch.conversations[hit.conversation];
    WorstConversation& worst = conversations[conversation.key];
    if (worst.findings == 0) {
      const CellKey cell = KeyOf(batch.cells[hit.cell]);
      worst = {std::string(conversation.id), cell.platform, cell.shop, cell.agent, 0, 0};
    }
    ++worst.findings;
    worst.weight += hit.weight;
  }
  if (conversations.size() > kConversationsCounted) ForgetMildConversations();
  for (const Sample& sample : batch.samples) {
    AddSample(sample);
    const std::vector<Sample>& kept = samples[sample.stratum];
    if (kept.size() < SamplesKept(sample.stratum, samples_kept)) continue;
    bar.Lower(screening.StratumIndex(sample.stratum), kept.back().priority);
  }
  records += static_cast<int64_t>(batch.rows.size() + batch.rejects.size()) + batch.other_shards;
  rejects += static_cast<int64_t>(batch.rejects.size());
  changes += std::count(batch.changes.begin(), batch.changes.end(), '\n');
  ++batches;
  remembered += batch.remembered;
  engine_ns += batch.engine_ns;
  screening_ns += batch.screening_ns;
  parsing_ns += batch.parsing_ns;
}

void Tally::Add(const Tally& other) {
  for (const auto& [key, counts] : other.cells) cells[key].Add(counts);
  for (const auto& [key, count] : other.rules) rules[key] += count;
  for (const auto& [key, count] : other.added) added[key] += count;
  for (const auto& [key, count] : other.removed) removed[key] += count;
  samples_kept = std::max(samples_kept, other.samples_kept);
  for (const auto& [stratum, list] : other.samples) {
    for (const Sample& sample : list) AddSample(sample);
  }
  for (const auto& [key, worst] : other.conversations) {
    WorstConversation& mine = conversations[key];
    const uint32_t findings = mine.findings, weight = mine.weight;
    mine = worst;
    mine.findings += findings;
    mine.weight += weight;
  }
  records += other.records;
  rejects += other.rejects;
  changes += other.changes;
  batches += other.batches;
  remembered += other.remembered;
  engine_ns += other.engine_ns;
  screening_ns += other.screening_ns;
  parsing_ns += other.parsing_ns;
}

Counts Tally::Total() const {
  Counts total;
  for (const auto& [key, counts] : cells) total.Add(counts);
  return total;
}

std::vector<WorstConversation> Tally::Worst(size_t count) const {
  std::vector<WorstConversation> all;
  for (const auto& [key, worst] : conversations) all.push_back(worst);
  std::sort(all.begin(), all.end(), IsWorse);
  if (all.size() > count) all.resize(count);
  return all;
}

Json ToJson(const Tally& tally) {
  Json json;
  json["records"] = tally.records;
  json["rejects"] = tally.rejects;
  json["changes"] = tally.changes;
  json["batches"] = tally.batches;
  json["samples_kept"] = tally.samples_kept;
  json["cells"] = Json::array();
  for (const auto& [key, counts] : tally.cells) {
    Json values = Json::object();
    for (int i = 0; i < kCountSize; ++i) {
      if (counts.values[i] != 0) values[std::string(CountName(i))] = counts.values[i];
    }
    json["cells"].push_back({CellJson(key), values});
  }
  json["rules"] = RulesJson(tally.rules);
  json["added"] = RulesJson(tally.added);
  json["removed"] = RulesJson(tally.removed);
  json["samples"] = Json::array();
  for (const auto& [stratum, list] : tally.samples) {
    for (const Sample& sample : list) json["samples"].push_back({sample.priority, stratum, sample.json});
  }
  json["conversations"] = Json::array();
  std::map<uint64_t, const WorstConversation*> sorted;
  for (const auto& [key, worst] : tally.conversations) sorted.emplace(key, &worst);
  for (const auto& [key, worst] : sorted) {
    json["conversations"].push_back(
        {key, worst->id, worst->platform, worst->shop, worst->agent, worst->findings, worst->weight});
  }
  return json;
}

absl::StatusOr<Tally> TallyFromJson(const Json& json) try {
  Tally tally;
  tally.records = json.at("records");
  tally.rejects = json.at("rejects");
  tally.changes = json.at("changes");
  tally.batches = json.at("batches");
  tally.samples_kept = json.at("samples_kept");
  for (const Json& row : json.at("cells")) {
    Counts& counts = tally.cells[CellFromJson(row.at(0))];
    for (int i = 0; i < kCountSize; ++i) counts.values[i] = row.at(1).value(std::string(CountName(i)), int64_t{0});
  }
  tally.rules = RulesFromJson(json.at("rules"));
  tally.added = RulesFromJson(json.at("added"));
  tally.removed = RulesFromJson(json.at("removed"));
  for (const Json& row : json.at("samples")) tally.samples[row.at(1)].push_back({row.at(0), row.at(1), row.at(2)});
  for (const Json& row : json.at("conversations")) {
    tally.conversations[row.at(0)] = {row.at(1), row.at(2), row.at(3), row.at(4), row.at(5), row.at(6)};
  }
  return tally;
} catch (const Json::exception& error) {
  return absl::DataLossError("汇总文件损坏");
}

}  // namespace presend::replay
