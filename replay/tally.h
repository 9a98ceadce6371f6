// All that a replay has counted so far: sums by agent, team, shop, platform, day and rule, samples, the worst conversations.
//
// Tallies of shards, and of runs before and after a checkpoint, add up to the tally of the whole. Not thread-safe.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "nlohmann/json_fwd.hpp"
#include "replay/batch_screener.h"

namespace presend::replay {

struct CellKey {
  std::string platform, shop, agent, team;
  int32_t day = 0;
  auto operator<=>(const CellKey&) const = default;
};

struct RuleKey {
  std::string rule;
  Action action = Action::kAdvise;
  CellKey cell;
  auto operator<=>(const RuleKey&) const = default;
};

struct WorstConversation {
  std::string id, platform, shop, agent;
  uint32_t findings = 0, weight = 0;
};

struct Tally {
  std::map<CellKey, Counts> cells;
  std::map<RuleKey, int64_t> rules;
  std::map<RuleKey, int64_t> added, removed;  // of what-if
  std::map<std::string, std::vector<Sample>> samples;  // by stratum, lowest priority first
  absl::flat_hash_map<uint64_t, WorstConversation> conversations;
  size_t samples_kept = 40;  // of each rule; see SamplesKept
  int64_t records = 0;   // rows and rejects
  int64_t rejects = 0;
  int64_t changes = 0;   // messages that the other rules judge otherwise
  int64_t batches = 0;
  int64_t remembered = 0;  // messages that the engine was spared, of this process
  int64_t engine_ns = 0, screening_ns = 0, parsing_ns = 0;  // of this process, all threads together

  void Add(const Batch& batch, const ScreeningRules& rules, SampleBar& bar);
  void Add(const Tally& other);
  Counts Total() const;
  std::vector<WorstConversation> Worst(size_t count) const;

 private:
  void AddSample(const Sample& sample);
  void ForgetMildConversations();
};

nlohmann::json ToJson(const Tally& tally);
// DATA_LOSS if it is not what ToJson gave.
absl::StatusOr<Tally> TallyFromJson(const nlohmann::json& json);

}  // namespace presend::replay
