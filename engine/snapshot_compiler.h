// Turns a rule set into a snapshot: words into sets, sets into databases, rules into plans by platform and sender.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/snapshot.h"

namespace presend {

// Used once: construct, Run.
class SnapshotCompiler {
 public:
  SnapshotCompiler(RuleSet rules, DatabaseStore* store);
  absl::StatusOr<std::unique_ptr<const Snapshot>> Run();

 private:
  // The sets that a group of rules with the same plans is compiled into.
  struct Sets {
    std::shared_ptr<WordSet> words = std::make_shared<WordSet>();
    std::shared_ptr<WordSet> marked = std::make_shared<WordSet>();
    std::shared_ptr<WordSet> sounds = std::make_shared<WordSet>();
  };

  absl::Status CollectConditions();
  absl::Status CollectWords();
  absl::Status CollectPatterns();
  absl::Status CollectNeighbours();
  absl::Status AddWord(const std::string& word, const Rule& rule);
  void MakePlans();
  Plan* PlanFor(const Platform& platform, std::vector<uint32_t> rules);
  void FillPlan(Plan& plan);
  void FillSets(uint32_t rule_index, Sets& sets);
  static void AddText(const std::u32string& text, Use use, WordSet& words, WordSet& marked);
  void FillContext(uint32_t rule_index, RuleContext& context);
  absl::Status CompileContext(uint32_t rule);
  absl::Status CompileSet(WordSet& set);
  void AddRuleWord(uint32_t rule_index, uint32_t word_index, Sets& sets);
  std::span<const WordFacts> WordsOf(uint32_t rule) const;
  absl::Status CompilePatterns();
  absl::Status CompileSets();

  DatabaseStore* const store_;
  std::unique_ptr<Snapshot> snapshot_;
  std::vector<uint32_t> first_word_;                        // rule → the first of its words in Snapshot::words_
  std::vector<std::vector<Gate::Required>> rule_patterns_;  // of each rule
  std::map<std::vector<uint32_t>, Sets> sets_;              // key: the plans that share them
};

// The pinyin letters of a canonical word, and after which byte each syllable ends; empty if it has no sound,
// as Latin words, which are read as they are written: 位点 is no weidian.
std::string SoundOf(std::u32string_view word, std::vector<uint8_t>& syllable_ends);

}  // namespace presend
