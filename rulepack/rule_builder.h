// From a rule as written to the rule that the engine compiles: cues, word lists and platforms are looked up.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "engine/rule.h"
#include "rulepack/manifest.h"
#include "rulepack/rule_source.h"

namespace presend {

// A pack as read: the manifest and the rules of all its files.
struct PackSource {
  std::string folder;
  Manifest manifest;
  SourcePoint at;
  std::vector<RuleSource> rules;
  std::vector<LexiconEntry> lexicon;
};

// A rule with what its checks and its tests need beside it.
struct CheckedRule {
  Rule rule;
  SourcePoint at;
  std::vector<LocatedText> words;  // all of them: cues and lists followed, canonical
  std::vector<LocatedText> exceptions;  // likewise
  std::vector<LocatedText> patterns;
  std::vector<Example> examples;
};

// Follows the references of one pack's rules. Not thread-safe.
class RuleBuilder {
 public:
  // `platforms`: the ids of all loaded packs. All arguments outlive the builder.
  RuleBuilder(const PackSource& pack, const std::vector<std::string>& platforms, SourceTree& tree, Diagnostics& log);

  CheckedRule Build(const RuleSource& source);

 private:
  void FollowWords(const std::vector<LocatedText>& words, const std::vector<LocatedText>& files,
                   std::vector<LocatedText>& out);
  void FollowCue(const LocatedText& reference, std::vector<LocatedText>& out);
  void FollowFile(const LocatedText& reference, std::vector<LocatedText>& out);
  std::vector<Condition> FollowConditions(const std::vector<ConditionSource>& conditions);
  void ResolvePlatforms(const RuleSource& source, Scope& scope);
  void ResolveExamples(const RuleSource& source, CheckedRule& out);
  void ResolveNeighbours(const RuleSource& source, Rule& rule);
  void ReadNeighbourFile(const LocatedText& reference, std::vector<NeighbourSource>& out);
  bool KnowsPlatform(const LocatedText& platform);
  const SourceFile* OpenListed(const LocatedText& reference);

  const PackSource& pack_;
  const std::vector<std::string>& platforms_;
  SourceTree& tree_;
  Diagnostics& log_;
  absl::flat_hash_map<std::string, const Cue*> cues_;
};

}  // namespace presend
