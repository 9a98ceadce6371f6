#include "engine/judge.h"

#include <algorithm>
#include <tuple>
#include <vector>

#include "engine/clause.h"
#include "engine/utf8.h"

namespace presend {
namespace {

std::string CanonicalOf(const Snapshot& snapshot, const Match& match, const ScanState& state) {
  if (match.word != kNoWord) return ToUtf8(snapshot.word(match.word).text);
  if (match.entity >= 0) return state.entities[match.entity].canonical;
  std::string text;
  for (uint32_t i = match.first; i < match.end; ++i) AppendUtf8(state.plain.glyphs[i].code_point, text);
  return text;
}

// Those that fit come first; after them those for other places, but not what is right beside certain words only.
std::vector<std::string> RankSuggestions(const Rule& rule, const Match& match, const View& plain) {
  std::vector<std::string> fitting, others;
  for (const Suggestion& suggestion : rule.suggestions) {
    const bool fits = SuggestionFits(suggestion, match.first, match.end, plain);
    if (!fits && !(suggestion.after.empty() && suggestion.before.empty())) continue;
    auto& list = fits ? fitting : others;
    if (std::find(list.begin(), list.end(), suggestion.replacement) == list.end())
      list.push_back(suggestion.replacement);
  }
  for (std::string& other : others) {
    if (std::find(fitting.begin(), fitting.end(), other) == fitting.end()) fitting.push_back(std::move(other));
  }
  return fitting;
}

Finding FindingOf(const Snapshot& snapshot, const Match& match, const ScanState& state) {
  const Rule& rule = snapshot.rule(match.rule);
  Finding finding;
  finding.rule_id = rule.id;
  finding.title = rule.title;
  finding.category = rule.category;
  finding.action = match.action;
  finding.canonical = CanonicalOf(snapshot, match, state);
  finding.folds = match.folds;
  finding.reason = rule.reason;
  finding.penalty = rule.penalty;
  finding.suggestions = RankSuggestions(rule, match, state.plain);
  return finding;
}

// Walks a text forward once, telling how many code points and UTF-16 units lie before each byte asked for, in order.
class Ruler {
 public:
  explicit Ruler(std::string_view text) : text_(text) {}
  struct Place {
    uint32_t bytes = 0, utf16 = 0, code_points = 0;
  };
  Place At(uint32_t byte) {
    while (place_.bytes < byte) {
      const DecodedCodePoint decoded = DecodeUtf8(text_.data() + place_.bytes, text_.data() + text_.size());
      place_.bytes += decoded.length;
      place_.utf16 += decoded.valid && decoded.code_point > 0xFFFF ? 2 : 1;
      ++place_.code_points;
    }
    return place_;
  }

 private:
  std::string_view text_;
  Place place_;
};

}  // namespace

void JudgeMatches(const Snapshot& snapshot, std::string_view text, uint32_t offset, const ScanState& state,
                  Verdict& verdict) {
  for (const Match& match : state.matches) {
    Finding finding = FindingOf(snapshot, match, state);
    const Span span = state.Original(match.first, match.end);
    finding.range.bytes = {std::max(span.begin, offset) - offset, span.end - offset};
    if (span.begin < offset) finding.folds |= FoldSet::Of(Fold::kSplit);
    finding.matched = text.substr(finding.range.bytes.begin, finding.range.bytes.length());
    verdict.action = std::max(verdict.action, finding.action);
    verdict.findings.push_back(std::move(finding));
  }
}

void LocateFindings(std::string_view text, Verdict& verdict) {
  auto& findings = verdict.findings;
  std::sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    return std::tie(a.range.bytes.begin, a.range.bytes.end, a.rule_id) <
           std::tie(b.range.bytes.begin, b.range.bytes.end, b.rule_id);
  });
  Ruler begins(text);
  for (Finding& finding : findings) {
    const Ruler::Place begin = begins.At(finding.range.bytes.begin);
    Ruler from_begin = begins;
    const Ruler::Place end = from_begin.At(finding.range.bytes.end);
    finding.range.utf16 = {begin.utf16, end.utf16};
    finding.range.code_points = {begin.code_points, end.code_points};
  }
}

}  // namespace presend
