// All that a replay has counted so far: sums by agent, team, shop, platform, day and rule, samples, the worst conversations.
//
// Tallies of shards, and of runs before and after a checkpoint, add up to the tally of the whole. Not thread-safe.
#pragma once

#include <compare>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "replay/batch_screener.h"

namespace presend::replay {

struct CellKey {
  std::string platform, shop, agent, team;
  int32_t day = 0;
  auto operator<=>(const CellKey&) const = default;
};

// A rule's findings: by what they do, and by the cell that they are in.
struct RuleKey {
  std::string rule;
  Action action = Action::kAdvise;
  auto operator<=>(const RuleKey&) const = default;
};
using RuleCounts = std::map<RuleKey, std::map<uint32_t, int64_t>>;

// Counts by whom and when; a cell is known by its place, for there are many findings in each.
class CellTable {
 public:
  struct Entry {
    CellKey key;
    Counts counts;
  };
  // The place of the cell; a new one if it is not there yet.
  uint32_t Place(const Cell& cell);

  Entry& operator[](uint32_t place) { return entries_[place]; }
  const Entry& operator[](uint32_t place) const { return entries_[place]; }
  size_t size() const { return entries_.size(); }
  auto begin() const { return entries_.begin(); }
  auto end() const { return entries_.end(); }

 private:
  std::deque<Entry> entries_;  // in the order in which they came
  absl::flat_hash_map<uint64_t, uint32_t> places_;  // by the fingerprint of the key
};

struct WorstConversation {
  std::string id, platform, shop, agent;
  uint32_t findings = 0, weight = 0;
};

struct Tally {
  CellTable cells;
  RuleCounts rules;
  RuleCounts added, removed;  // of what-if
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

// One line of JSON.
std::string TallyText(const Tally& tally);
// DATA_LOSS if it is not what TallyText gave.
absl::StatusOr<Tally> TallyFromText(std::string_view text);

}  // namespace presend::replay
