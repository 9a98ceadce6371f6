// Screens the messages of agents and robots in a batch, with what they said before, and writes what is found.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "engine/screener.h"
#include "replay/batch.h"
#include "replay/verdict_memory.h"

namespace presend::replay {

// Below which priority a sample may still be among the kept ones of its stratum. Only ever falls, so that a stale
// value costs time and no sample. Shared by all threads.
class SampleBar {
 public:
  explicit SampleBar(size_t strata) : bars_(strata) {
    for (auto& bar : bars_) bar = ~uint64_t{0};
  }
  bool Lets(size_t stratum, uint64_t priority) const { return priority < bars_[stratum].load(std::memory_order_relaxed); }
  void Lower(size_t stratum, uint64_t priority) { bars_[stratum].store(priority, std::memory_order_relaxed); }

 private:
  std::vector<std::atomic<uint64_t>> bars_;
};

struct ScreeningRules {
  std::shared_ptr<const Screener> screener;
  std::shared_ptr<const Screener> against;  // null: no comparison
  absl::flat_hash_map<std::string, uint32_t> rule_index;      // of `screener`, then those only in `against`
  absl::flat_hash_map<std::string, uint32_t> platform_index;
  std::vector<std::string> rule_ids;
  uint64_t seed = 0;          // of the samples
  size_t samples = 40;        // kept of each rule; see SamplesKept
  size_t remembered = 1 << 15;  // verdicts that each thread remembers

  static ScreeningRules Create(std::shared_ptr<const Screener> screener, std::shared_ptr<const Screener> against);
  // Strata: the rules, then the clean messages of each platform.
  size_t strata() const { return rule_ids.size() + platform_index.size(); }
  size_t StratumIndex(const std::string& stratum) const;
};

// How many samples of a stratum are kept: of clean messages more, for what is missed among them is rare.
inline bool IsCleanStratum(std::string_view stratum) { return stratum.starts_with("clean:"); }
inline size_t SamplesKept(std::string_view stratum, size_t samples) { return IsCleanStratum(stratum) ? 10 * samples : samples; }

// Not safe to share between threads.
class BatchScreener {
 public:
  BatchScreener(const ScreeningRules& rules, const SampleBar& bar)
      : rules_(rules), bar_(bar), memory_(rules.screener, rules.remembered), other_memory_(rules.against, rules.remembered) {}
  void Screen(Batch& batch);

 private:
  void CountRow(const Row& row, Counts& counts) const;
  void GatherRecent(const Batch& batch, const Row& row);
  void Write(Batch& batch, const Row& row);
  void WriteFinding(const Batch& batch, const Row& row, const Finding& finding, std::string& out) const;
  void SampleFindings(Batch& batch, const Row& row);
  void SampleClean(Batch& batch, const Row& row);
  void WriteConversation(const Batch& batch, const Row& row, std::string& out) const;
  void Compare(Batch& batch, const Row& row);
  uint64_t PriorityOf(const Batch& batch, const Row& row) const;

  const ScreeningRules& rules_;
  const SampleBar& bar_;
  VerdictMemory memory_, other_memory_;
  Message message_;
  const Verdict* verdict_ = nullptr;  // of message_
};

}  // namespace presend::replay
