#include "rulepack/rule_check.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "engine/utf8.h"
#include "rulepack/canonical_word.h"
#include "rulepack/concat.h"
#include "rulepack/pattern_check.h"

namespace presend {
namespace {

using WordPlaces = absl::flat_hash_map<std::string_view, SourcePoint>;

std::string Name(SourcePoint at) { return Concat(at.file->path(), ":", at.line); }

void CheckReachable(const LocatedText& word, Diagnostics& log) {
  if (word.text.empty()) {
    log.Error(word.at, "the word can never match: nothing is left of it after folding", "delete it");
  } else if (!HasLetter(word.text)) {
    log.Error(word.at, Concat("the word \"", word.text, "\" can never match: it has only marks"),
              "write a pattern instead");
  }
}

// Each word once; a repeated one is reported where it stands again.
WordPlaces CheckRepeated(const CheckedRule& rule, Diagnostics& log) {
  WordPlaces first;
  first.reserve(rule.words.size());
  for (const LocatedText& word : rule.words) {
    const auto [place, fresh] = first.emplace(word.text, word.at);
    if (!fresh && !word.text.empty()) {
      log.Warning(word.at, Concat("the word \"", word.text, "\" stands twice (first at ", Name(place->second), ")"),
                  "delete one");
    }
  }
  return first;
}

// The shorter word that is found wherever `word` is, if any. Quadratic in the word's length alone.
std::string_view FindInside(std::string_view word, const WordPlaces& words) {
  for (size_t begin = 0; begin < word.size(); ++begin) {
    if (IsContinuation(word[begin])) continue;  // words begin and end with a character
    for (size_t length = 1; begin + length <= word.size(); ++length) {
      if (begin + length < word.size() && IsContinuation(word[begin + length])) continue;
      if (length < word.size() && words.contains(word.substr(begin, length))) return word.substr(begin, length);
    }
  }
  return {};
}

// Without word boundaries the shorter of two nested words already finds every occurrence of the longer.
void CheckShadowed(const CheckedRule& rule, const WordPlaces& words, Diagnostics& log) {
  if (rule.rule.boundary == Boundary::kWord) return;
  for (const auto& [word, at] : words) {
    if (const std::string_view inside = FindInside(word, words); !inside.empty()) {
      log.Warning(at, Concat("the word \"", word, "\" is shadowed: \"", inside, "\" already finds it"),
                  "delete the longer word");
    }
  }
}

void CheckExamples(const CheckedRule& rule, Diagnostics& log) {
  const auto has = [&](ExampleKind kind) {
    return std::any_of(rule.examples.begin(), rule.examples.end(), [=](const Example& e) { return e.kind == kind; });
  };
  if (!has(ExampleKind::kBad)) {
    log.Error(rule.at, Concat("the rule ", rule.rule.id, " has no bad example"), "add {bad: \"…[[found]]…\"}");
  }
  if (!has(ExampleKind::kOk)) {
    log.Error(rule.at, Concat("the rule ", rule.rule.id, " has no ok example"),
              "add an innocent sentence that looks alike: {ok: \"…\"}");
  }
}

}  // namespace

void CheckRule(const CheckedRule& rule, Diagnostics& log) {
  for (const LocatedText& word : rule.words) CheckReachable(word, log);
  CheckShadowed(rule, CheckRepeated(rule, log), log);
  CheckExamples(rule, log);
}

void CheckPatterns(const std::vector<LocatedText>& patterns, DatabaseStore* store, Diagnostics& log) {
  std::vector<std::string> texts;
  for (const LocatedText& pattern : patterns) texts.push_back(pattern.text);
  if (store != nullptr && TakesAll(texts, *store)) return;
  for (const LocatedText& pattern : patterns) {
    const PatternFault fault = CheckPattern(pattern.text);
    if (fault.message.empty()) continue;
    SourcePoint at = pattern.at;
    const std::string_view line = at.file->Line(at.line);
    // The place inside the pattern is known only if the file spells it as it is, but for the quote before it.
    const size_t written = line.find(pattern.text, at.byte);
    if (written != std::string_view::npos) at.byte = static_cast<uint32_t>(written) + fault.byte;
    log.Error(at, fault.message, fault.hint);
  }
}

void CheckIds(const std::vector<PackSource>& packs, Diagnostics& log) {
  WordPlaces first;
  for (const PackSource& pack : packs) {
    const std::string prefix = Concat(pack.manifest.name.text, ".");
    for (const RuleSource& rule : pack.rules) {
      const LocatedText& id = rule.id;
      if (id.text.empty()) continue;
      if (!id.text.starts_with(prefix) || id.text.size() == prefix.size()) {
        log.Error(id.at, Concat("the id \"", id.text, "\" must begin with the pack's name: ", prefix, "…"));
      }
      const auto [place, fresh] = first.emplace(id.text, id.at);
      if (!fresh) log.Error(id.at, Concat("the id \"", id.text, "\" is taken by ", Name(place->second)), "rename it");
    }
  }
}

}  // namespace presend
