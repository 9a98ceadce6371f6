#include "wire/translation.h"

namespace presend::wire {
namespace {

// The enums count in the same order, protobuf's from one.
static_assert(v1::ACTION_BLOCK == static_cast<int>(Action::kBlock) + 1);
static_assert(v1::VERDICT_BLOCK == static_cast<int>(Action::kBlock) + 1);
static_assert(v1::CATEGORY_REPETITION == static_cast<int>(Category::kRepetition) + 1);
static_assert(v1::CATEGORY_REPETITION == kCategoryCount);

template <typename Wire, typename Value>
Wire ToEnum(Value value) {
  return static_cast<Wire>(static_cast<int>(value) + 1);
}

template <typename Value>
Value FromEnum(int wire, Value last) {
  const int value = wire - 1;
  return value < 0 || value > static_cast<int>(last) ? Value{} : static_cast<Value>(value);
}

void FillSpan(const TextRange& range, v1::Span& span) {
  span.set_begin(range.bytes.begin);
  span.set_end(range.bytes.end);
  span.set_utf16_begin(range.utf16.begin);
  span.set_utf16_end(range.utf16.end);
  span.set_code_point_begin(range.code_points.begin);
  span.set_code_point_end(range.code_points.end);
}

TextRange ReadSpan(const v1::Span& span) {
  return {.bytes = {span.begin(), span.end()},
          .utf16 = {span.utf16_begin(), span.utf16_end()},
          .code_points = {span.code_point_begin(), span.code_point_end()}};
}

void FillRange(Span span, v1::ByteRange& range) {
  range.set_begin(span.begin);
  range.set_end(span.end);
}

template <typename Message>
void FillFolds(FoldSet folds, Message& message) {
  for (std::string_view name : FoldNames(folds)) message.add_folds(name.data(), name.size());
}

template <typename Message>
FoldSet ReadFolds(const Message& message) {
  FoldSet folds;
  for (const auto& name : message.folds()) {
    if (const auto fold = ParseFold(name)) folds |= FoldSet::Of(*fold);
  }
  return folds;
}

void FillFinding(const Finding& finding, v1::Finding& out) {
  out.set_rule_id(finding.rule_id);
  out.set_title(finding.title);
  out.set_category(ToEnum<v1::Category>(finding.category));
  out.set_action(ToEnum<v1::Action>(finding.action));
  FillSpan(finding.range, *out.mutable_span());
  out.set_matched(finding.matched);
  out.set_canonical(finding.canonical);
  FillFolds(finding.folds, out);
  out.set_reason(finding.reason);
  if (!finding.penalty.text.empty() || !finding.penalty.source.empty()) {
    out.mutable_penalty()->set_text(finding.penalty.text);
    out.mutable_penalty()->set_source(finding.penalty.source);
  }
  for (const std::string& suggestion : finding.suggestions) out.add_suggestions(suggestion);
}

Finding ReadFinding(const v1::Finding& in) {
  Finding finding{.rule_id = in.rule_id(),
                  .title = in.title(),
                  .category = FromEnum(in.category(), Category::kRepetition),
                  .action = FromEnum(in.action(), Action::kBlock),
                  .range = ReadSpan(in.span()),
                  .matched = in.matched(),
                  .canonical = in.canonical(),
                  .folds = ReadFolds(in),
                  .reason = in.reason(),
                  .penalty = {in.penalty().text(), in.penalty().source()}};
  finding.suggestions.assign(in.suggestions().begin(), in.suggestions().end());
  return finding;
}

void FillExplanation(const Explanation& explanation, v1::Explanation& out) {
  for (const ViewDrawing& view : explanation.views) {
    v1::ViewDrawing& drawing = *out.add_views();
    drawing.set_name(view.name);
    drawing.set_text(view.text);
    for (Span span : view.originals) FillRange(span, *drawing.add_originals());
  }
  for (const TraceStep& step : explanation.steps) {
    v1::TraceStep& added = *out.add_steps();
    added.set_rule_id(step.rule_id);
    added.set_word(step.word);
    added.set_view(step.view);
    FillRange(step.span, *added.mutable_span());
    FillFolds(step.folds, added);
    added.set_outcome(step.outcome);
    added.set_by(step.by);
  }
}

Explanation ReadExplanation(const v1::Explanation& in) {
  Explanation explanation;
  for (const v1::ViewDrawing& drawing : in.views()) {
    ViewDrawing& view = explanation.views.emplace_back(ViewDrawing{drawing.name(), drawing.text(), {}});
    for (const auto& range : drawing.originals()) view.originals.push_back({range.begin(), range.end()});
  }
  for (const v1::TraceStep& step : in.steps()) {
    explanation.steps.push_back({step.rule_id(), step.word(), step.view(), {step.span().begin(), step.span().end()},
                                 ReadFolds(step), step.outcome(), step.by()});
  }
  return explanation;
}

}  // namespace

std::optional<Sender> ParseSender(std::string_view name) {
  if (name.empty() || name == "agent") return Sender::kAgent;
  if (name == "robot") return Sender::kRobot;
  if (name == "buyer") return Sender::kBuyer;
  if (name == "system") return Sender::kSystem;
  return std::nullopt;
}

std::string_view SenderName(Sender sender) {
  switch (sender) {
    case Sender::kAgent: return "agent";
    case Sender::kRobot: return "robot";
    case Sender::kBuyer: return "buyer";
    case Sender::kSystem: return "system";
  }
  return "";
}

void FillMessage(const v1::ScreenRequest& request, Message& message) {
  message.text = request.text();
  message.platform = request.platform();
  message.shop = request.shop();
  message.sender = ParseSender(request.sender()).value_or(Sender::kAgent);
  message.explain = request.explain();
  message.rewrite = true;
  message.repeats.reset();
  message.recent.assign(request.recent().begin(), request.recent().end());
}

void FillResponse(const Verdict& verdict, v1::ScreenResponse& response) {
  response.set_verdict(ToEnum<v1::Verdict>(verdict.action));
  for (const Finding& finding : verdict.findings) FillFinding(finding, *response.add_findings());
  if (verdict.rewritten_text) response.set_rewritten_text(*verdict.rewritten_text);
  if (verdict.explanation) FillExplanation(*verdict.explanation, *response.mutable_explanation());
  response.set_revision(verdict.revision);
}

Verdict ReadResponse(const v1::ScreenResponse& response) {
  Verdict verdict;
  verdict.action = FromEnum(response.verdict(), Action::kBlock);
  for (const v1::Finding& finding : response.findings()) verdict.findings.push_back(ReadFinding(finding));
  if (response.has_rewritten_text()) verdict.rewritten_text = response.rewritten_text();
  if (response.has_explanation()) verdict.explanation = ReadExplanation(response.explanation());
  verdict.revision = response.revision();
  return verdict;
}

}  // namespace presend::wire
