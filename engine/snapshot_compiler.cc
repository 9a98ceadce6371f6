#include "engine/snapshot_compiler.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <iterator>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/fold_table.h"
#include "engine/plan_gates.h"
#include "engine/reading.h"
#include "engine/sound_table.h"
#include "engine/utf8.h"

namespace presend {
namespace {

constexpr int kSenderCount = 4;

bool Holds(const std::vector<std::string>& list, std::string_view item) {
  return list.empty() || std::find(list.begin(), list.end(), item) != list.end();
}

bool InScope(const Rule& rule, const Platform& platform, Sender sender) {
  if (rule.mode == Mode::kOff || !Holds(rule.scope.platforms, platform.id)) return false;
  const auto& senders = rule.scope.senders;
  if (senders.empty()) return sender == Sender::kAgent || sender == Sender::kRobot;
  return std::find(senders.begin(), senders.end(), sender) != senders.end();
}

bool HasRepeats(std::u32string_view word) {
  return std::adjacent_find(word.begin(), word.end()) != word.end();
}

std::u32string Collapsed(std::u32string_view word) {
  std::u32string out;
  std::unique_copy(word.begin(), word.end(), std::back_inserter(out));
  return out;
}

bool IsOf(const std::vector<EntityKind>& kinds, EntityKind from, EntityKind to) {
  return std::any_of(kinds.begin(), kinds.end(), [&](EntityKind kind) { return kind >= from && kind <= to; });
}

bool AsksEntity(const Rule& rule, EntityKind from, EntityKind to) {
  const auto asked = [&](const std::vector<Condition>& conditions) {
    return std::any_of(conditions.begin(), conditions.end(),
                       [&](const Condition& c) { return IsOf(c.entities, from, to); });
  };
  return IsOf(rule.entities, from, to) || IsOf(rule.except_in, from, to) || asked(rule.with) || asked(rule.without) ||
         asked(rule.evidence);
}

uint8_t AskedBy(const Rule& rule) {
  const bool numbers = AsksEntity(rule, EntityKind::kMobile, EntityKind::kAccountId) ||
                       AsksEntity(rule, EntityKind::kLongNumber, EntityKind::kLongNumber);
  const bool links = AsksEntity(rule, EntityKind::kEmail, EntityKind::kOwnLink);
  return static_cast<uint8_t>((numbers ? kAsksNumbers : 0) | (links ? kAsksLinks : 0));
}

}  // namespace

std::string SoundOf(std::u32string_view word, std::vector<uint8_t>& syllable_ends) {
  std::string sound;
  syllable_ends.clear();
  if (std::all_of(word.begin(), word.end(), [](char32_t c) { return c < 0x80; })) return {};
  for (char32_t c : word) {
    if (c < 0x80) {
      sound.push_back(static_cast<char>(c));
    } else if (const uint16_t syllable = SyllableOf(c)) {
      sound.append(SyllableLetters(syllable));
    } else {
      return {};
    }
    syllable_ends.push_back(static_cast<uint8_t>(sound.size()));
  }
  return sound.size() < 256 ? sound : std::string();
}

SnapshotCompiler::SnapshotCompiler(RuleSet rules, DatabaseStore* store) : store_(store), snapshot_(new Snapshot) {
  static std::atomic<uint64_t> next_serial{1};
  snapshot_->serial_ = next_serial++;
  snapshot_->rules_ = std::move(rules);
}

absl::StatusOr<std::unique_ptr<const Snapshot>> SnapshotCompiler::Run() {
  auto reader = Segmenter::Create(snapshot_->rules_.lexicon);
  if (!reader.ok()) return reader.status();
  snapshot_->reader_ = std::move(*reader);
  for (auto step : {&SnapshotCompiler::CollectConditions, &SnapshotCompiler::CollectWords,
                    &SnapshotCompiler::CollectPatterns, &SnapshotCompiler::CollectNeighbours}) {
    if (absl::Status status = (this->*step)(); !status.ok()) return status;
  }
  MakePlans();
  // None reads what another writes.
  std::future<void> gates = std::async([this] {
    for (auto& plan : snapshot_->plans_) FillPlan(*plan);
  });
  absl::Status status = CompilePatterns();
  if (status.ok()) status = CompileSets();
  gates.get();
  if (!status.ok()) return status;
  return std::unique_ptr<const Snapshot>(std::move(snapshot_));
}

absl::Status SnapshotCompiler::CollectConditions() {
  for (const Rule& rule : snapshot_->rules_.rules) {
    snapshot_->first_condition_.push_back(static_cast<uint32_t>(snapshot_->conditions_.size()));
    for (const auto* list : {&rule.with, &rule.without, &rule.evidence}) {
      for (const Condition& condition : *list) snapshot_->conditions_.push_back(&condition);
    }
    snapshot_->asked_.push_back(AskedBy(rule));
  }
  return absl::OkStatus();
}

absl::Status SnapshotCompiler::AddWord(const std::string& word, const Rule& rule) {
  WordFacts facts;
  facts.text = Canonical(word);
  if (facts.text.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(rule.id, ": the word '", word, "' is empty once it is folded"));
  }
  if (rule.folds.meets(FoldSet::LikeSound())) SoundOf(facts.text, facts.syllable_ends);
  snapshot_->words_.push_back(std::move(facts));
  return absl::OkStatus();
}

absl::Status SnapshotCompiler::CollectWords() {
  size_t count = 0;
  for (const Rule& rule : snapshot_->rules_.rules) count += rule.words.size();
  snapshot_->words_.reserve(count);
  for (const Rule& rule : snapshot_->rules_.rules) {
    first_word_.push_back(static_cast<uint32_t>(snapshot_->words_.size()));
    for (const std::string& word : rule.words) {
      if (absl::Status status = AddWord(word, rule); !status.ok()) return status;
    }
  }
  return absl::OkStatus();
}

absl::Status SnapshotCompiler::CollectPatterns() {
  for (const Rule& rule : snapshot_->rules_.rules) {
    std::vector<Gate::Required>& patterns = rule_patterns_.emplace_back();
    for (const std::string& pattern : rule.patterns) patterns.push_back(Gate::RequiredBy(pattern, *snapshot_->reader_));
  }
  return absl::OkStatus();
}

absl::Status SnapshotCompiler::CollectNeighbours() {
  for (const Rule& rule : snapshot_->rules_.rules) {
    auto neighbours = Neighbours::Create(rule.neighbours);
    if (!neighbours.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(rule.id, ": ", neighbours.status().message()));
    }
    snapshot_->neighbours_.push_back(std::move(*neighbours));
  }
  return absl::OkStatus();
}

void SnapshotCompiler::MakePlans() {
  for (const Platform& platform : snapshot_->rules_.platforms) {
    auto& by_sender = snapshot_->platforms_.emplace_back(Snapshot::PlatformPlans{platform.id, {}}).by_sender;
    for (int sender = 0; sender < kSenderCount; ++sender) {
      std::vector<uint32_t> rules;
      for (uint32_t i = 0; i < snapshot_->rules_.rules.size(); ++i) {
        if (InScope(snapshot_->rules_.rules[i], platform, static_cast<Sender>(sender))) rules.push_back(i);
      }
      by_sender.push_back(PlanFor(platform, std::move(rules)));
    }
  }
}

Plan* SnapshotCompiler::PlanFor(const Platform& platform, std::vector<uint32_t> rules) {
  for (auto& plan : snapshot_->plans_) {
    if (plan->rules == rules && plan->platform == &platform) return plan.get();
  }
  auto& plan = snapshot_->plans_.emplace_back(std::make_unique<Plan>());
  plan->platform = &platform;
  plan->rules = std::move(rules);
  return plan.get();
}

std::span<const WordFacts> SnapshotCompiler::WordsOf(uint32_t rule) const {
  return std::span(snapshot_->words_).subspan(first_word_[rule], snapshot_->rule(rule).words.size());
}

void SnapshotCompiler::FillPlan(Plan& plan) {
  plan.has_patterns_of.resize(snapshot_->rules_.rules.size());
  for (uint32_t index : plan.rules) {
    const Rule& rule = snapshot_->rule(index);
    PlanGates(plan, *snapshot_->reader_).Open(rule, WordsOf(index), rule_patterns_[index]);
    if (!rule.entities.empty()) plan.entity_rules.push_back(index);
    plan.has_patterns_of[index] = !rule.patterns.empty();
    if (rule.repeats > 0) plan.repeat_rules.push_back(index);
    plan.reads_numbers |= (snapshot_->asked_by(index) & kAsksNumbers) != 0;
    plan.reads_links |= (snapshot_->asked_by(index) & kAsksLinks) != 0;
  }
  if (plan.reads_links) plan.gate.OpenForLinks();
  plan.gate.Seal(*snapshot_->reader_);
  plan.split_gate.Seal();
}

absl::Status SnapshotCompiler::CompilePatterns() {
  PatternSet& set = snapshot_->patterns_;
  std::vector<std::string> patterns;
  for (uint32_t rule = 0; rule < snapshot_->rules_.rules.size(); ++rule) {
    for (const std::string& pattern : snapshot_->rule(rule).patterns) {
      patterns.push_back(pattern);
      set.rules.push_back(rule);
    }
  }
  for (const auto& [database, starts] : {std::pair(&set.any, StartOfMatch::kNo), {&set.starts, StartOfMatch::kYes}}) {
    auto compiled = Database::FromPatterns(patterns, starts, store_);
    if (!compiled.ok()) return absl::InvalidArgumentError(absl::StrCat("patterns: ", compiled.status().message()));
    *database = *std::move(compiled);
    if (absl::Status status = database->Prepare(snapshot_->scratch_); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status SnapshotCompiler::CompileSets() {
  snapshot_->contexts_.resize(snapshot_->rules_.rules.size());
  for (uint32_t rule = 0; rule < snapshot_->rules_.rules.size(); ++rule) {
    std::vector<uint32_t> plans;
    for (uint32_t plan = 0; plan < snapshot_->plans_.size(); ++plan) {
      const auto& rules = snapshot_->plans_[plan]->rules;
      if (std::binary_search(rules.begin(), rules.end(), rule)) plans.push_back(plan);
    }
    if (plans.empty()) continue;
    if (absl::Status status = CompileContext(rule); !status.ok()) return status;
    // Two sets a message at most: what every plan with rules has in common, and the rest of its own.
    const auto has_rules = [](const auto& plan) { return !plan->rules.empty(); };
    const auto all = std::count_if(snapshot_->plans_.begin(), snapshot_->plans_.end(), has_rules);
    if (plans.size() == static_cast<size_t>(all)) {
      FillSets(rule, sets_[plans]);
    } else {
      for (uint32_t plan : plans) FillSets(rule, sets_[{plan}]);
    }
  }
  for (auto& [plans, sets] : sets_) {
    for (auto& set : {sets.words, sets.marked, sets.sounds}) {
      if (absl::Status status = CompileSet(*set); !status.ok()) return status;
    }
    for (uint32_t plan : plans) {
      if (sets.words->size() > 0) snapshot_->plans_[plan]->words.push_back(sets.words);
      if (sets.marked->size() > 0) snapshot_->plans_[plan]->marked.push_back(sets.marked);
      if (sets.sounds->size() > 0) snapshot_->plans_[plan]->sounds.push_back(sets.sounds);
    }
  }
  return absl::OkStatus();
}

absl::Status SnapshotCompiler::CompileSet(WordSet& set) {
  if (absl::Status status = set.Compile(store_); !status.ok()) return status;
  return set.database().Prepare(snapshot_->scratch_);
}

absl::Status SnapshotCompiler::CompileContext(uint32_t rule) {
  RuleContext& context = snapshot_->contexts_[rule];
  FillContext(rule, context);
  if (absl::Status status = CompileSet(context.words); !status.ok()) return status;
  return CompileSet(context.marked);
}

void SnapshotCompiler::FillSets(uint32_t rule_index, Sets& sets) {
  const uint32_t first = first_word_[rule_index];
  const auto count = static_cast<uint32_t>(WordsOf(rule_index).size());
  for (uint32_t word = first; word < first + count; ++word) AddRuleWord(rule_index, word, sets);
}

void SnapshotCompiler::FillContext(uint32_t rule_index, RuleContext& context) {
  const Rule& rule = snapshot_->rule(rule_index);
  for (const std::string& exception : rule.exceptions) {
    AddText(Canonical(exception), {Role::kException, false, rule_index, 0}, context.words, context.marked);
  }
  for (uint32_t i = 0; i < rule.shop_exceptions.size(); ++i) {  // their `word` is a position from 1
    context.words.Add(ToUtf8(Canonical(rule.shop_exceptions[i].word)), {Role::kException, false, rule_index, i + 1});
  }
  uint32_t condition = snapshot_->first_condition(rule_index);
  for (const auto* list : {&rule.with, &rule.without, &rule.evidence}) {
    for (const Condition& one : *list) {
      for (const std::string& word : one.words) {
        AddText(Canonical(word), {Role::kCue, false, condition, 0}, context.words, context.marked);
      }
      ++condition;
    }
  }
}

void SnapshotCompiler::AddText(const std::u32string& text, Use use, WordSet& words, WordSet& marked) {
  std::string utf8 = ToUtf8(text);
  if (!IsFoundInLetters(text)) marked.Add(utf8, use);
  words.Add(std::move(utf8), use);
}

void SnapshotCompiler::AddRuleWord(uint32_t rule_index, uint32_t word_index, Sets& sets) {
  const Rule& rule = snapshot_->rule(rule_index);
  const WordFacts& word = snapshot_->word(word_index);
  AddText(word.text, {Role::kRule, false, rule_index, word_index}, *sets.words, *sets.marked);
  if (rule.folds.has(Fold::kRepeat) && HasRepeats(word.text)) {
    const std::u32string collapsed = Collapsed(word.text);
    if (collapsed.size() > 1) sets.words->Add(ToUtf8(collapsed), {Role::kRule, true, rule_index, word_index});
  }
  if (!rule.folds.meets(FoldSet::LikeSound())) return;
  std::vector<uint8_t> ends;
  if (const std::string sound = SoundOf(word.text, ends); !sound.empty()) {
    sets.sounds->Add(sound, {Role::kRule, false, rule_index, word_index});
  }
}

absl::StatusOr<std::unique_ptr<const Snapshot>> Snapshot::Compile(RuleSet rules, DatabaseStore* store) {
  return SnapshotCompiler(std::move(rules), store).Run();
}

const Plan* Snapshot::FindPlan(std::string_view platform, Sender sender) const {
  for (const PlatformPlans& plans : platforms_) {
    if (plans.id == platform) return plans.by_sender[static_cast<int>(sender)];
  }
  return nullptr;
}

}  // namespace presend
