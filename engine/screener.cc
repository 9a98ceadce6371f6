#include "engine/screener.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/judge.h"
#include "engine/recent_tail.h"
#include "engine/resolver.h"
#include "engine/rewriter.h"
#include "engine/scan_state.h"
#include "engine/scanner.h"
#include "engine/script_fingerprint.h"
#include "engine/snapshot.h"
#include "engine/utf8.h"

namespace presend {
namespace {

absl::Status FitScratch(const Snapshot& snapshot, ScanState& state) {
  if (state.scratch_serial == snapshot.serial()) return absl::OkStatus();
  if (absl::Status status = state.scratch.CopyFrom(snapshot.scratch()); !status.ok()) return status;
  state.scratch_serial = snapshot.serial();
  return absl::OkStatus();
}

// What a text may hold by itself, and across the border between what its sender has just said and it.
struct Demanded {
  uint32_t border = 0;  // bytes of state.joined before the text; 0: nothing was said
  Demand across, own;
};

Demanded Probe(const Plan& plan, const Message& message, std::string_view text, ScanState& state) {
  const uint32_t border = message.recent.empty() ? 0 : JoinRecentTail(message.recent, state.joined);
  if (border > 0) state.joined.append(text);
  if (state.explanation != nullptr) return {border, Demand::All(), Demand::All()};
  if (border == 0) return {0, Demand(), plan.gate.Probe(text)};
  const auto [both, own] = plan.gate.ProbeBoth(state.joined, border);
  return {border, plan.split_gate.Narrow(both, state.joined, border), own};
}

// Fold, scan and resolve one text; false if the gate proves it clean.
bool FindMatches(const Snapshot& snapshot, const Plan& plan, Demand demand, std::string_view text,
                 std::string_view shop, ScanState& state) {
  if (!demand.open()) return false;
  ScanMessage(snapshot, plan, text, demand, state);
  ResolveHits(snapshot, plan, shop, state);
  return true;
}

// Matches that go over the border, in state.matches; returns the bytes that stand before the border, 0 if there is
// nothing to look for.
uint32_t FindSplitMatches(const Snapshot& snapshot, const Plan& plan, const Demanded& demanded, std::string_view shop,
                          ScanState& state) {
  state.matches.clear();
  const uint32_t offset = demanded.border;
  if (offset == 0 || !demanded.across.open()) return 0;
  ScanMessage(snapshot, plan, state.joined, demanded.across, state);
  const auto& glyphs = state.plain.glyphs;
  const auto border = std::find_if(glyphs.begin(), glyphs.end(), [&](const Glyph& g) { return g.begin >= offset; });
  if (border == glyphs.begin()) return 0;
  ResolveSplitHits(snapshot, plan, shop, static_cast<uint32_t>(border - glyphs.begin()), state);
  return offset;
}

// The whole message, for the rules against sending the same script again and again.
void AddRepeatMatches(const Snapshot& snapshot, const Plan& plan, uint32_t repeats, ScanState& state) {
  for (uint32_t rule : plan.repeat_rules) {
    if (repeats < snapshot.rule(rule).repeats || state.plain.glyphs.empty()) continue;
    Match match;
    match.rule = rule;
    match.end = static_cast<uint32_t>(state.plain.glyphs.size());
    match.action = snapshot.rule(rule).action;
    state.matches.push_back(match);
  }
}

// What was traced in the recent messages joined with this one, in the bytes of this one.
void MoveToMessage(uint32_t offset, Explanation& explanation) {
  const auto move = [offset](uint32_t at) { return at > offset ? at - offset : 0; };
  for (TraceStep& step : explanation.steps) step.span = {move(step.span.begin), move(step.span.end)};
}

void DrawViews(const ScanState& state, Explanation& explanation) {
  const bool drawn = !state.substituted.pieces.empty();
  const LetterReadings& read = drawn ? state.drawn_letters : state.plain_letters;
  for (const Reading* reading : {&state.plain_reading, &state.substituted, &read.letters, &read.collapsed}) {
    if (reading->pieces.empty() || (reading != &state.plain_reading && reading->text == state.plain.text)) continue;
    ViewDrawing& drawing = explanation.views.emplace_back();
    drawing.name = ReadingName(reading->kind, reading->substituted);
    for (const Piece& piece : reading->pieces) {
      AppendUtf8(piece.code_point, drawing.text);
      drawing.originals.push_back(state.Original(piece.first, piece.end));
    }
  }
}

// Mends round after round until the text screens clean; nothing if it never does.
std::optional<std::string> Rewrite(const Snapshot& snapshot, const Plan& plan, const Message& message, ScanState& state,
                                   int attempt) {
  std::optional<std::string> text = MendOnce(snapshot, message.text, state, attempt);
  if (state.inner == nullptr) state.inner = std::make_unique<ScanState>();
  ScanState& inner = *state.inner;
  if (!FitScratch(snapshot, inner).ok()) return std::nullopt;
  for (int round = 0; text.has_value() && round < kMostRounds; ++round) {
    const Demanded demanded = Probe(plan, message, *text, inner);
    const bool scanned = FindMatches(snapshot, plan, demanded.own, *text, message.shop, inner);
    if (!scanned || inner.matches.empty()) {
      FindSplitMatches(snapshot, plan, demanded, message.shop, inner);
      return inner.matches.empty() ? text : std::nullopt;
    }
    text = MendOnce(snapshot, std::string(*text), inner, round == 0 ? attempt : 1);
  }
  return std::nullopt;
}

}  // namespace

uint32_t Message::CountRepeats() const { return repeats ? *repeats : CountSameScript(text, recent); }

ScanContext::ScanContext() : state_(std::make_unique<ScanState>()) {}
ScanContext::~ScanContext() = default;
ScanContext::ScanContext(ScanContext&&) noexcept = default;
ScanContext& ScanContext::operator=(ScanContext&&) noexcept = default;

absl::StatusOr<std::shared_ptr<const Screener>> Screener::Create(RuleSet rules, DatabaseStore* store) {
  auto snapshot = Snapshot::Compile(std::move(rules), store);
  if (!snapshot.ok()) return snapshot.status();
  return std::shared_ptr<const Screener>(new Screener(std::move(*snapshot)));
}

Screener::Screener(std::unique_ptr<const Snapshot> snapshot) : snapshot_(std::move(snapshot)) {}
Screener::~Screener() = default;

absl::Status Screener::Screen(const Message& message, ScanContext& context, Verdict& verdict) const {
  verdict.Clear();
  if (verdict.revision != revision()) verdict.revision = revision();
  const Plan* plan = snapshot_->FindPlan(message.platform, message.sender);
  if (plan == nullptr) {
    return absl::InvalidArgumentError(absl::StrCat("unknown platform '", std::string(message.platform), "'"));
  }
  ScanState& state = *context.state_;
  if (absl::Status status = FitScratch(*snapshot_, state); !status.ok()) return status;
  if (message.explain) verdict.explanation.emplace();
  state.explanation = message.explain ? &*verdict.explanation : nullptr;

  const Demanded demanded = Probe(*plan, message, message.text, state);
  const uint32_t offset = FindSplitMatches(*snapshot_, *plan, demanded, message.shop, state);
  if (offset > 0) JudgeMatches(*snapshot_, message.text, offset, state, verdict);
  const bool split = !verdict.findings.empty();
  if (message.explain) MoveToMessage(offset, *verdict.explanation);
  bool scanned = FindMatches(*snapshot_, *plan, demanded.own, message.text, message.shop, state);
  const uint32_t repeats = plan->repeat_rules.empty() ? 0 : message.CountRepeats();
  if (repeats > 0) {
    if (!scanned) {
      state.Clear();
      BuildView(message.text, state.plain);
      scanned = true;
    }
    AddRepeatMatches(*snapshot_, *plan, repeats, state);
    WriteText(state.plain);
  }
  if (message.explain) DrawViews(state, *verdict.explanation);
  state.explanation = nullptr;
  if (scanned) JudgeMatches(*snapshot_, message.text, 0, state, verdict);
  if (verdict.findings.empty()) return absl::OkStatus();
  LocateFindings(message.text, verdict);
  for (int attempt = 0; message.rewrite && !split && !verdict.rewritten_text && attempt < kMostAttempts; ++attempt) {
    verdict.rewritten_text = Rewrite(*snapshot_, *plan, message, state, attempt);
  }
  return absl::OkStatus();
}

const RuleSet& Screener::rules() const { return snapshot_->rule_set(); }
std::string_view Screener::revision() const { return snapshot_->rule_set().revision; }
bool Screener::HasPlatform(std::string_view platform) const {
  return snapshot_->FindPlan(platform, Sender::kAgent) != nullptr;
}

}  // namespace presend
