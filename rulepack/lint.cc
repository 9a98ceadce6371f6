#include "rulepack/lint.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "engine/required_literals.h"
#include "engine/utf8.h"
#include "rulepack/concat.h"

namespace presend {
namespace {

constexpr size_t kShownText = 60;  // bytes, about

// What one word of a rule does on clean messages.
struct Alarms {
  size_t messages = 0;
  std::string first;  // one of them
};
using AlarmsByWord = std::map<std::pair<std::string, std::string>, Alarms>;  // rule id and word

std::string Shortened(const std::string& text) {
  const std::string_view shown = FirstBytes(text, kShownText);
  return shown.size() == text.size() ? text : Concat(shown, "…");
}

class Linter {
 public:
  Linter(const LoadedRules& loaded, const Screener& screener) : loaded_(loaded), screener_(screener) {}

  std::vector<Diagnostic> Run(const std::vector<CorpusMessage>& clean) {
    const AlarmsByWord alarms = FindAlarms(clean);
    for (size_t i = 0; i < loaded_.words.size(); ++i) {
      const Rule& rule = loaded_.rules.rules[i];
      if (rule.mode == Mode::kOff) continue;
      CheckSource(rule, loaded_.words[i]);
      CheckPatterns(rule, loaded_.words[i]);
      CheckExceptions(rule, loaded_.words[i]);
      CheckAlarms(rule, loaded_.words[i], alarms, clean.size());
    }
    return log_.Sorted();
  }

 private:
  void CheckSource(const Rule& rule, const RuleWords& words) {
    if (!rule.penalty.source.empty()) return;
    log_.Warning(words.at, Concat("the rule ", rule.id, " does not say where it comes from"),
                 "add penalty: {source: …}");
  }

  // One such pattern, and no message is proved clean without being read.
  void CheckPatterns(const Rule& rule, const RuleWords& words) {
    for (const std::string& pattern : rule.patterns) {
      if (!RequiredLiterals(pattern).empty()) continue;
      log_.Warning(words.at, Concat("every message is searched for the pattern ", Shortened(pattern), " of ", rule.id),
                   "let each of its alternatives contain a text that every match has, such as 蕞(?:好|低)");
    }
  }

  void CheckExceptions(const Rule& rule, const RuleWords& words) {
    for (const LocatedText& exception : words.exceptions) {
      if (Excuses(rule, exception.text)) continue;
      log_.Warning(exception.at,
                   Concat("the exception \"", exception.text, "\" never applies: the rule finds nothing in it"),
                   "delete it");
    }
  }

  bool Excuses(const Rule& rule, const std::string& text) {
    Message message;
    message.text = text;
    message.platform = rule.scope.platforms.empty() ? loaded_.rules.platforms[0].id : rule.scope.platforms[0];
    message.sender = rule.scope.senders.empty() ? Sender::kAgent : rule.scope.senders[0];
    message.rewrite = false;
    message.explain = true;
    if (!screener_.Screen(message, context_, verdict_).ok()) return true;
    const auto& steps = verdict_.explanation->steps;
    return std::any_of(steps.begin(), steps.end(),
                       [&](const TraceStep& step) { return step.rule_id == rule.id && step.outcome == "excepted"; });
  }

  AlarmsByWord FindAlarms(const std::vector<CorpusMessage>& clean) {
    AlarmsByWord alarms;
    for (const CorpusMessage& message : clean) {
      if (!screener_.Screen(ToMessage(message), context_, verdict_).ok()) continue;
      for (const Finding& finding : verdict_.findings) {
        const auto& known = message.categories;
        if (std::find(known.begin(), known.end(), finding.category) != known.end()) continue;
        Alarms& word = alarms[{finding.rule_id, finding.canonical}];
        if (word.messages++ == 0) word.first = message.text;
      }
    }
    return alarms;
  }

  void CheckAlarms(const Rule& rule, const RuleWords& words, const AlarmsByWord& alarms, size_t messages) {
    for (auto at = alarms.lower_bound({rule.id, ""}); at != alarms.end() && at->first.first == rule.id; ++at) {
      const std::string& word = at->first.second;
      const auto written = std::find_if(words.words.begin(), words.words.end(),
                                        [&](const LocatedText& one) { return one.text == word; });
      log_.Warning(written != words.words.end() ? written->at : words.at,
                   Concat("\"", word, "\" (", rule.id, ") fires on ", at->second.messages, " of ", messages,
                          " clean messages: ", Shortened(at->second.first)),
                   "delete the word, except what it stands in, or ask for something beside it");
    }
  }

  const LoadedRules& loaded_;
  const Screener& screener_;
  ScanContext context_;
  Verdict verdict_;
  Diagnostics log_;
};

}  // namespace

absl::StatusOr<std::vector<Diagnostic>> Lint(const LoadedRules& loaded, const std::vector<CorpusMessage>& clean) {
  const auto screener = Screener::Create(loaded.rules);
  if (!screener.ok()) return screener.status();
  return Linter(loaded, **screener).Run(clean);
}

}  // namespace presend
