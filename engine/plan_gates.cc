#include "engine/plan_gates.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "engine/fold_table.h"

namespace presend {
namespace {

bool Has(const std::vector<EntityKind>& kinds, EntityKind kind) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

// It finds nothing but beside an id or a number.
bool NeedsId(const Rule& rule) {
  return std::any_of(rule.with.begin(), rule.with.end(), [](const Condition& condition) {
    return condition.words.empty() && !condition.entities.empty() &&
           std::all_of(condition.entities.begin(), condition.entities.end(), [](EntityKind kind) {
             return kind <= EntityKind::kAccountId || kind == EntityKind::kLongNumber;
           });
  });
}

// What a rule's words must stand near, where only words will do: a message without them is clean of the rule.
std::vector<Gate::Texts> CuesOf(const Rule& rule) {
  std::vector<Gate::Texts> cues;
  for (const Condition& condition : rule.with) {
    if (!condition.entities.empty() || condition.words.empty()) continue;
    Gate::Texts& words = cues.emplace_back();
    for (const std::string& word : condition.words) words.push_back(Canonical(word));
  }
  return cues;
}

// Pairs of letters inside which a word of one letter does not count: exceptions, and Latin beside Latin.
std::vector<std::u32string> ExcusesOf(const Rule& rule, std::u32string_view word) {
  constexpr std::u32string_view kAlnum = U"abcdefghijklmnopqrstuvwxyz0123456789";
  std::vector<std::u32string> excuses;
  if (word.size() != 1) return excuses;
  for (const std::string& exception : rule.exceptions) excuses.push_back(Canonical(exception));
  if (rule.boundary != Boundary::kWord || kAlnum.find(word) == kAlnum.npos) return excuses;
  for (char32_t beside : kAlnum) {
    if (beside == word[0]) continue;
    excuses.push_back({beside, word[0]});
    excuses.push_back({word[0], beside});
  }
  return excuses;
}

}  // namespace

void PlanGates::Open(const Rule& rule, std::span<const WordFacts> words, std::span<const Gate::Required> patterns) {
  for (const Gate::Required& required : patterns) plan_.gate.AddPattern(required, reader_);
  const Cues cues = CuesOf(rule);
  OpenForEntities(rule, cues);
  OpenForWords(rule, words, cues);
}

void PlanGates::OpenForEntities(const Rule& rule, const Cues& cues) {
  const auto has = [&](EntityKind kind) { return Has(rule.entities, kind); };
  if (has(EntityKind::kMobile) || has(EntityKind::kLandline)) plan_.gate.OpenForNumbers();
  if (has(EntityKind::kAccountId) || has(EntityKind::kLongNumber)) plan_.gate.OpenForIds(cues, reader_);
}

void PlanGates::OpenForWords(const Rule& rule, std::span<const WordFacts> words, const Cues& cues) {
  const bool needs_id = NeedsId(rule);
  Gate::Texts near_cues, near_ids;
  for (const WordFacts& word : words) {
    const std::u32string& text = word.text;
    plan_.split_gate.AddWord(text);
    if (!word.syllable_ends.empty()) plan_.split_gate.AddSound(text);
    if (rule.whole_message) {
      const bool spelled = rule.folds.has(Fold::kPinyin) && !word.syllable_ends.empty();
      plan_.gate.OpenForWholeMessages(spelled ? word.syllable_ends.back() : text.size());
      continue;
    }
    if (needs_id && (text.size() > 1 || text[0] >= 0x80)) {  // one Latin letter stands in every other word
      near_ids.push_back(text);
    } else if (cues.empty() || text.size() == 1) {
      plan_.gate.AddWord(text, ExcusesOf(rule, text), reader_);
    } else {
      near_cues.push_back(text);
    }
    OpenForSounds(rule, word);
    if (rule.folds.has(Fold::kShape)) OpenForShapes(word);
    if (rule.folds.has(Fold::kEmoji) || rule.folds.has(Fold::kLeet)) plan_.gate.OpenForPictures();
  }
  if (!near_cues.empty()) plan_.gate.AddWordsNear(near_cues, cues, reader_);
  plan_.gate.AddWordsNearIds(near_ids, reader_);
}

void PlanGates::OpenForSounds(const Rule& rule, const WordFacts& word) {
  if (word.syllable_ends.empty()) return;
  if (rule.folds.has(Fold::kSound)) plan_.gate.AddSound(word.text, reader_);
  if (rule.folds.has(Fold::kPinyin)) plan_.gate.AddPinyin(word.text, reader_);
}

void PlanGates::OpenForShapes(const WordFacts& word) {
  for (char32_t c : word.text) {
    if (plan_.shape_wholes.insert(c).second) plan_.gate.AddShape(c);
  }
}

}  // namespace presend
