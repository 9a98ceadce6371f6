#include "rulepack/examples.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "rulepack/concat.h"

namespace presend {
namespace {

// The text with the spans marked, as examples are written.
std::string Marked(std::string_view text, const std::vector<Span>& spans) {
  std::string out;
  size_t done = 0;
  for (Span span : spans) {
    if (span.begin < done) continue;
    Append(out, text.substr(done, span.begin - done), "[[", text.substr(span.begin, span.length()), "]]");
    done = span.end;
  }
  return Concat(out, text.substr(done));
}

std::vector<Span> SpansOf(const Verdict& verdict, std::string_view rule_id) {
  std::vector<Span> spans;
  for (const Finding& finding : verdict.findings) {
    if (finding.rule_id == rule_id) spans.push_back(finding.range.bytes);
  }
  std::sort(spans.begin(), spans.end(), [](Span a, Span b) { return a.begin < b.begin; });
  return spans;
}

std::string OtherRules(const Verdict& verdict, std::string_view rule_id) {
  std::string others;
  for (const Finding& finding : verdict.findings) {
    if (finding.rule_id != rule_id) Append(others, others.empty() ? "; other rules: " : ", ", finding.rule_id);
  }
  return others;
}

std::string FixedFailure(const Example& example, const Verdict& verdict) {
  if (!example.fixed || verdict.rewritten_text == example.fixed) return "";
  if (!verdict.rewritten_text) return Concat("expected the rewrite \"", *example.fixed, "\", but none was offered");
  return Concat("expected the rewrite \"", *example.fixed, "\", got \"", *verdict.rewritten_text, "\"");
}

std::string Failure(const std::string& rule_id, const Example& example, const Verdict& verdict) {
  const std::vector<Span> found = SpansOf(verdict, rule_id);
  if (found == example.spans) return FixedFailure(example, verdict);
  return Concat("expected \"", Marked(example.text, example.spans), "\", found ",
                found.empty() ? "nothing" : Concat("\"", Marked(example.text, found), "\""), OtherRules(verdict, rule_id));
}

std::string Try(const std::string& rule_id, const Example& example, const Screener& screener, ScanContext& context) {
  Message message{.text = example.text, .platform = example.platform, .shop = example.shop, .sender = example.sender};
  message.recent.assign(example.recent.begin(), example.recent.end());
  Verdict verdict;
  const absl::Status status = screener.Screen(message, context, verdict);
  return status.ok() ? Failure(rule_id, example, verdict) : std::string(status.message());
}

ExampleResult Run(const std::string& rule_id, const Example& example, bool off, const Screener& screener,
                  ScanContext& context) {
  ExampleResult result{.rule_id = rule_id, .example = example};
  if (example.kind == ExampleKind::kTodo) {
    result.outcome = Outcome::kTodo;
  } else if (off) {
    result.outcome = Outcome::kSkipped;
  } else {
    result.failure = Try(rule_id, example, screener, context);
    result.outcome = result.failure.empty() ? Outcome::kPassed : Outcome::kFailed;
  }
  return result;
}

}  // namespace

size_t ExampleReport::Count(Outcome outcome) const {
  return static_cast<size_t>(
      std::count_if(results.begin(), results.end(), [=](const ExampleResult& r) { return r.outcome == outcome; }));
}

ExampleReport RunExamples(const std::vector<RuleExamples>& examples, const Screener& screener) {
  absl::flat_hash_map<std::string, Mode> modes;
  for (const Rule& rule : screener.rules().rules) modes.emplace(rule.id, rule.mode);
  ScanContext context;
  ExampleReport report;
  for (const RuleExamples& rule : examples) {
    const auto mode = modes.find(rule.rule_id);
    const bool off = mode == modes.end() || mode->second == Mode::kOff;
    for (const Example& example : rule.examples) {
      report.results.push_back(Run(rule.rule_id, example, off, screener, context));
    }
  }
  return report;
}

absl::StatusOr<ExampleReport> RunExamples(const LoadedRules& loaded) {
  RuleSet rules = loaded.rules;
  for (Rule& rule : rules.rules) {
    if (rule.mode == Mode::kShadow) rule.mode = Mode::kOn;
  }
  auto screener = Screener::Create(std::move(rules));
  if (!screener.ok()) return screener.status();
  return RunExamples(loaded.examples, **screener);
}

absl::Status CheckExamples(const LoadedRules& loaded) {
  if (const absl::Status status = StatusOf(loaded); !status.ok()) return status;
  const absl::StatusOr<ExampleReport> report = RunExamples(loaded);
  if (!report.ok()) return report.status();
  return report->ok() ? absl::OkStatus() : absl::InvalidArgumentError(TextReport(*report));
}

}  // namespace presend
