#include "replay/summary.h"

#include <algorithm>
#include <map>

#include "engine/verdict_names.h"
#include "nlohmann/json.hpp"
#include "replay/personal_data.h"
#include "replay/service.h"
#include "replay/timestamp.h"

namespace presend::replay {
namespace {

using Json = nlohmann::json;

constexpr size_t kMostRows = 5000;  // of a scorecard
constexpr size_t kWorst = 50;
constexpr size_t kShownSamples = 40;  // of a rule, or of the clean messages of a platform

Json CountsJson(const Counts& counts) {
  Json json = Json::object();
  for (int i = 0; i < kCountSize; ++i) {
    if (counts.values[i] != 0) json[std::string(CountName(i))] = counts.values[i];
  }
  return json;
}

int64_t FlaggedIn(const Counts& counts) { return counts[Count::kAdvise] + counts[Count::kReview] + counts[Count::kBlock]; }

// One scorecard: cells summed by what `name` makes of them; the most flagged first, days in order.
// How many there are stands under `key`_whole if that is more than are given.
template <class Name>
void AddScorecard(const Tally& tally, const std::string& key, Name name, bool by_name, Json& summary) {
  std::map<std::vector<std::string>, Counts> sums;
  for (const auto& [key, counts] : tally.cells) sums[name(key)].Add(counts);
  std::vector<std::pair<std::vector<std::string>, Counts>> rows(sums.begin(), sums.end());
  if (!by_name) {
    std::stable_sort(rows.begin(), rows.end(),
                     [](const auto& a, const auto& b) { return FlaggedIn(a.second) > FlaggedIn(b.second); });
  }
  if (rows.size() > kMostRows) {
    summary[key + "_whole"] = rows.size();
    rows.resize(kMostRows);
  }
  Json& json = summary[key] = Json::array();
  for (const auto& [names, counts] : rows) json.push_back({{"name", names}, {"counts", CountsJson(counts)}});
}

std::string DayOrNone(int32_t day) { return day == kNoDay ? "" : DayText(day); }

const Rule* FindRule(const ScreeningRules& rules, const std::string& id) {
  for (const auto& screener : {rules.screener, rules.against}) {
    if (screener == nullptr) continue;
    for (const Rule& rule : screener->rules().rules) {
      if (rule.id == id) return &rule;
    }
  }
  return nullptr;
}

Json RuleRows(const RuleCounts& hits, const ScreeningRules& rules) {
  std::map<std::string, std::map<std::string, int64_t>> sums;
  for (const auto& [key, counts] : hits) {
    for (const auto& [cell, count] : counts) sums[key.rule][std::string(ActionName(key.action))] += count;
  }
  Json json = Json::array();
  for (const auto& [id, actions] : sums) {
    Json row = {{"rule", id}, {"actions", actions}};
    int64_t total = 0;
    for (const auto& [action, count] : actions) total += count;
    row["total"] = total;
    if (const Rule* rule = FindRule(rules, id)) {
      row["title"] = rule->title;
      row["category"] = std::string(CategoryName(rule->category));
      row["penalty"] = rule->penalty.text;
      row["source"] = rule->penalty.source;
    }
    json.push_back(std::move(row));
  }
  std::stable_sort(json.begin(), json.end(), [](const Json& a, const Json& b) { return a["total"] > b["total"]; });
  return json;
}

Json LedgerJson(const Tally& tally, const ScreeningRules& rules) {
  Json json = Json::array();
  for (const LedgerEntry& entry : PenaltyLedger(tally, rules)) {
    json.push_back({{"platform", entry.platform},
                    {"category", std::string(CategoryName(entry.category))},
                    {"findings", entry.findings},
                    {"points", entry.points},
                    {"yuan_low", entry.yuan_low},
                    {"yuan_high", entry.yuan_high},
                    {"ladder", std::string(entry.ladder)},
                    {"source", std::string(entry.source)}});
  }
  return json;
}

Json ServiceJson(const Tally& tally) {
  std::map<std::string, Counts> by_platform;
  for (const auto& [key, counts] : tally.cells) by_platform[key.platform].Add(counts);
  Json json = Json::array();
  for (const auto& [platform, counts] : by_platform) {
    bool any = false;
    for (const ServiceStandard& standard : AllStandards()) {
      const bool fallback = standard.platform.empty() && !any;
      if (standard.platform != platform && !fallback) continue;
      any = true;
      const ReplyRate rate = RateOf(counts, standard);
      json.push_back({{"platform", platform},
                      {"measure", std::string(standard.name)},
                      {"asked", rate.asked},
                      {"answered", rate.answered},
                      {"in_time", rate.in_time},
                      {"mean_ms", rate.answered == 0 ? 0 : rate.wait_ms / rate.answered},
                      {"bar", standard.bar},
                      {"consequence", std::string(standard.consequence)},
                      {"source", std::string(standard.source)}});
    }
  }
  return json;
}

Json SamplesJson(const Tally& tally, bool masked) {
  Json json = Json::array();
  for (const auto& [stratum, list] : tally.samples) {
    for (size_t i = 0; i < std::min(list.size(), kShownSamples); ++i) {
      Json each = Json::parse(list[i].json, nullptr, false);
      if (each.is_discarded()) continue;
      if (masked) MaskSample(each);
      each["stratum"] = stratum;
      json.push_back(std::move(each));
    }
  }
  return json;
}

}  // namespace

Json Summarize(const Tally& tally, const ScreeningRules& rules, const std::vector<std::string>& files, bool masked) {
  Json json;
  json["files"] = files;
  json["revision"] = std::string(rules.screener->revision());
  if (rules.against != nullptr) json["against"] = std::string(rules.against->revision());
  for (const Platform& platform : rules.screener->rules().platforms) json["platform_names"][platform.id] = platform.name;
  json["records"] = tally.records;
  json["rejects"] = tally.rejects;
  json["changes"] = tally.changes;
  json["masked"] = masked;
  json["totals"] = CountsJson(tally.Total());
  using Names = std::vector<std::string>;
  AddScorecard(tally, "agents", [](const CellKey& key) { return Names{key.platform, key.shop, key.agent, key.team}; }, false, json);
  AddScorecard(tally, "teams", [](const CellKey& key) { return Names{key.team}; }, false, json);
  AddScorecard(tally, "shops", [](const CellKey& key) { return Names{key.platform, key.shop}; }, false, json);
  AddScorecard(tally, "platforms", [](const CellKey& key) { return Names{key.platform}; }, false, json);
  AddScorecard(tally, "days", [](const CellKey& key) { return Names{DayOrNone(key.day)}; }, true, json);
  json["rules"] = RuleRows(tally.rules, rules);
  json["added"] = RuleRows(tally.added, rules);
  json["removed"] = RuleRows(tally.removed, rules);
  json["ledger"] = LedgerJson(tally, rules);
  json["service"] = ServiceJson(tally);
  json["worst"] = Json::array();
  for (const WorstConversation& worst : tally.Worst(kWorst)) {
    json["worst"].push_back({{"conversation", worst.id}, {"platform", worst.platform}, {"shop", worst.shop},
                             {"agent", worst.agent}, {"messages", worst.findings}, {"weight", worst.weight}});
  }
  json["samples"] = SamplesJson(tally, masked);
  return json;
}

}  // namespace presend::replay
