// A rule set, compiled: everything that screening reads, immutable and shared by all threads.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "engine/database.h"
#include "engine/gate.h"
#include "engine/neighbours.h"
#include "engine/rule.h"
#include "engine/segmenter.h"
#include "engine/split_gate.h"
#include "engine/word_set.h"

namespace presend {

// A word of a rule, as the resolver needs it.
struct WordFacts {
  std::u32string text;                 // canonical
  std::vector<uint8_t> syllable_ends;  // in its pinyin, bytes; empty if it has no sound form or is not sought by it
};

using WordSets = std::vector<std::shared_ptr<const WordSet>>;

// The regular expressions of all plans: to compile a set for each would cost seconds, and the gate of a plan lets few
// messages through to those of others.
struct PatternSet {
  Database any;                 // tells whether one matches
  Database starts;              // the same with start of match, run only after a hit
  std::vector<uint32_t> rules;  // pattern id → rule
};

// Which databases a message of one platform and sender goes through.
struct Plan {
  const Platform* platform = nullptr;
  std::vector<uint32_t> rules;  // indices of those in scope
  Gate gate;
  SplitGate split_gate;
  // Words of rules.
  WordSets words;                              // for letters and collapsed
  WordSets marked;                             // for plain: those with marks or stray digits in them
  WordSets sounds;                             // for sound
  std::vector<bool> has_patterns_of;           // rule → whether its patterns are looked for
  std::vector<uint32_t> entity_rules;          // rules that match entities
  std::vector<uint32_t> repeat_rules;          // rules against repeated scripts
  absl::flat_hash_set<char32_t> shape_wholes;  // characters that are worth putting together from their parts
  bool reads_numbers = false;
  bool reads_links = false;
};

// What a rule wants to know of the message around what it found, beside words: bits.
enum Asked : uint8_t { kAsksNumbers = 1, kAsksLinks = 2 };

// Its exceptions and cues, looked for only where it found something.
struct RuleContext {
  WordSet words;   // for letters and collapsed
  WordSet marked;  // for plain
};

class Snapshot {
 public:
  static absl::StatusOr<std::unique_ptr<const Snapshot>> Compile(RuleSet rules, DatabaseStore* store = nullptr);

  const Plan* FindPlan(std::string_view platform, Sender sender) const;  // null: unknown platform

  const RuleSet& rule_set() const { return rules_; }
  const Rule& rule(uint32_t index) const { return rules_.rules[index]; }
  const WordFacts& word(uint32_t index) const { return words_[index]; }
  const Condition& condition(uint32_t index) const { return *conditions_[index]; }
  // Conditions of a rule are numbered consecutively: with, without, evidence.
  uint32_t first_condition(uint32_t rule) const { return first_condition_[rule]; }
  uint8_t asked_by(uint32_t rule) const { return asked_[rule]; }
  const RuleContext& context_of(uint32_t rule) const { return contexts_[rule]; }
  size_t condition_count() const { return conditions_.size(); }
  const PatternSet& patterns() const { return patterns_; }
  const Neighbours& neighbours(uint32_t rule) const { return neighbours_[rule]; }
  const Segmenter& reader() const { return *reader_; }
  const Scratch& scratch() const { return scratch_; }
  uint64_t serial() const { return serial_; }  // different for every snapshot of the process

 private:
  friend class SnapshotCompiler;
  Snapshot() = default;

  RuleSet rules_;
  std::vector<WordFacts> words_;
  std::vector<const Condition*> conditions_;
  std::vector<uint32_t> first_condition_;
  std::vector<uint8_t> asked_;          // by rule: Asked
  std::vector<RuleContext> contexts_;   // by rule
  std::vector<Neighbours> neighbours_;  // by rule
  PatternSet patterns_;
  std::unique_ptr<const Segmenter> reader_;
  std::vector<std::unique_ptr<Plan>> plans_;
  struct PlatformPlans {
    std::string id;
    std::vector<const Plan*> by_sender;
  };
  std::vector<PlatformPlans> platforms_;  // a handful
  Scratch scratch_;
  uint64_t serial_ = 0;
};

}  // namespace presend
