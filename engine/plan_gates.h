// What a rule asks of the gates of a plan: that they open for all that it may find. Part of compiling a snapshot.
#pragma once

#include <span>

#include "engine/rule.h"
#include "engine/snapshot.h"

namespace presend {

class PlanGates {
 public:
  PlanGates(Plan& plan, const Segmenter& reader) : plan_(plan), reader_(reader) {}

  // `words` are the rule's, `patterns` what each of its patterns requires. Before the gates are sealed.
  void Open(const Rule& rule, std::span<const WordFacts> words, std::span<const Gate::Required> patterns);

 private:
  using Cues = std::vector<Gate::Texts>;

  void OpenForEntities(const Rule& rule, const Cues& cues);
  void OpenForWords(const Rule& rule, std::span<const WordFacts> words, const Cues& cues);
  void OpenForSounds(const Rule& rule, const WordFacts& word);
  void OpenForShapes(const WordFacts& word);

  Plan& plan_;
  const Segmenter& reader_;
};

}  // namespace presend
