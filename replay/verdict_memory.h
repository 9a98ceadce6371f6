// Verdicts of messages that were seen before: archives repeat the same scripts by the thousand. What comes for the
// first time leaves only its fingerprint; from the second time on its verdict is kept.
//
// A verdict depends on the text, the platform, the shop (if a rule names it), the sender, the tail of the recent
// messages and whether the script is repeated too often, and on nothing else; all of it is compared, so that a
// remembered verdict is the one that screening would give.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "engine/screener.h"

namespace presend::replay {

// Not safe to share between threads. Keeps `entries` verdicts (rounded up to a power of two); 0: none.
class VerdictMemory {
 public:
  VerdictMemory(std::shared_ptr<const Screener> screener, size_t entries);
  // Valid until the next call. A message of an unknown platform gets an empty verdict.
  const Verdict& Screen(const Message& message);
  // Time spent in the engine, and messages that it was spared.
  int64_t engine_ns() const { return engine_ns_; }
  int64_t remembered() const { return remembered_; }

 private:
  struct Entry {
    uint64_t key = 0;
    std::string material;              // what the verdict depends on; empty: nothing is remembered here
    std::unique_ptr<Verdict> verdict;  // null: clean
  };

  std::string_view ShopOf(const Message& message) const;
  char RulesAgainstRepeats(const Message& message) const;
  uint64_t KeyOf(const Message& message);
  void DescribeInto(const Message& message, std::string& material) const;
  Entry* Find(const Message& message, uint64_t key);
  void Remember(const Message& message, uint64_t key);

  std::shared_ptr<const Screener> screener_;
  absl::flat_hash_set<std::string> shops_;  // that rules name; the others are all alike
  std::vector<uint32_t> too_often_;         // repeats from which a rule matches, in order
  std::vector<Entry> entries_;
  std::vector<uint64_t> seen_;  // keys, each in its one place
  ScanContext context_;
  Verdict verdict_;
  const Verdict clean_;
  std::string tail_, material_;
  char repeated_ = 0;  // rules against repeats that match the message
  size_t victim_ = 0;
  int64_t engine_ns_ = 0, remembered_ = 0;
};

}  // namespace presend::replay
