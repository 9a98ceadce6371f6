#include "cli/answer_text.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace presend {
namespace {

Colour ColourOf(int ladder) {
  switch (ladder) {
    case v1::VERDICT_BLOCK: return Colour::kRed;
    case v1::VERDICT_REVIEW: return Colour::kYellow;
    case v1::VERDICT_ADVISE: return Colour::kCyan;
    default: return Colour::kGreen;
  }
}

std::string VerdictWord(v1::Verdict verdict) { return v1::Verdict_Name(verdict).substr(std::string("VERDICT_").size()); }

// The part of `text` in [begin, end), which another program may have sent us.
std::string_view Cut(std::string_view text, size_t begin, size_t end) {
  begin = std::min(begin, text.size());
  return text.substr(begin, std::max(begin, std::min(end, text.size())) - begin);
}

void AppendFinding(uint32_t indent, std::string_view text, const v1::Finding& finding, const Painter& paint,
                   std::string& out) {
  const uint32_t left = indent + DisplayWidth(Cut(text, 0, finding.span().begin()));
  const uint32_t width =
      std::max(1u, DisplayWidth(Cut(text, finding.span().begin(), finding.span().end())));
  out.append(left, ' ');
  out += paint(ColourOf(finding.action()), std::string(width, '^'));
  absl::StrAppend(&out, " ", paint(Colour::kBold, finding.rule_id()), ": ",
                  Printable(finding.reason().empty() ? finding.title() : finding.reason()));
  if (finding.folds_size() > 0) {
    absl::StrAppend(&out, paint(Colour::kFaint, absl::StrCat(" [", Printable(finding.canonical()), "; ",
                                                             absl::StrJoin(finding.folds(), ", "), "]")));
  }
  if (!finding.penalty().text().empty()) absl::StrAppend(&out, " (", Printable(finding.penalty().text()), ")");
  out += '\n';
}

}  // namespace

void AppendAnswer(std::string_view place, std::string_view text, const v1::ScreenResponse& response,
                  const Painter& paint, std::string& out) {
  const std::string verdict = VerdictWord(response.verdict());
  std::string head(place);
  if (!head.empty()) head += ": ";
  const uint32_t indent = DisplayWidth(head) + DisplayWidth(verdict) + 1;
  absl::StrAppend(&out, paint(Colour::kFaint, head), paint(ColourOf(response.verdict()), verdict), " ",
                  Printable(text), "\n");
  for (const v1::Finding& finding : response.findings()) AppendFinding(indent, text, finding, paint, out);
  if (response.has_rewritten_text()) {
    absl::StrAppend(&out, "  改为: ", paint(Colour::kGreen, Printable(response.rewritten_text())), "\n");
  }
  if (response.has_explanation()) AppendExplanation(text, response.explanation(), paint, out);
}

}  // namespace presend
