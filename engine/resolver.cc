#include "engine/resolver.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "engine/boundary.h"
#include "engine/brackets.h"
#include "engine/conditions.h"
#include "engine/utf8.h"

namespace presend {
namespace {

constexpr FoldSet kUnsure =
    FoldSet::LikeSound() | FoldSet::Of(Fold::kShape) | FoldSet::Of(Fold::kEmoji) | FoldSet::Of(Fold::kLeet);
constexpr double kDoubledCost = 4.0;  // nats: what it takes to believe that a letter was written twice on purpose
constexpr uint32_t kLongestDoubled = 4;
constexpr double kSplitCost = 3.0;  // nats: what it takes to believe that a word goes on in the next message

class Resolver {
 public:
  Resolver(const Snapshot& snapshot, const Plan& plan, std::string_view shop, ScanState& state)
      : snapshot_(snapshot), plan_(plan), shop_(shop), state_(state) {}

  void CrossOnly(uint32_t border) { border_ = border; }

  void Run() {
    state_.matches.clear();
    if (state_.rule_hits.empty() && state_.entities.empty()) return;
    MeasureContext(state_);
    LayOutPassage(state_);
    state_.kept_of_rule.assign(snapshot_.rule_set().rules.size(), {});
    for (const Hit& hit : state_.rule_hits) Try(MatchOf(hit));
    for (uint32_t rule : plan_.entity_rules) TryEntities(rule);
    SettleOverlaps();
    if (!state_.matches.empty()) WriteText(state_.plain);  // the next steps look at the neighbours
  }

 private:
  static Match MatchOf(const Hit& hit) {
    Match match;
    match.rule = hit.use.owner;
    match.word = hit.use.word;
    match.first = hit.first;
    match.end = hit.end;
    match.folds = hit.folds;
    match.reading = hit.reading;
    match.substituted = hit.substituted;
    return match;
  }

  void TryEntities(uint32_t rule_index) {
    const auto& kinds = snapshot_.rule(rule_index).entities;
    for (size_t i = 0; i < state_.entities.size(); ++i) {
      const Entity& entity = state_.entities[i];
      if (std::find(kinds.begin(), kinds.end(), entity.kind) == kinds.end()) continue;
      Match match;
      match.rule = rule_index;
      match.entity = static_cast<int32_t>(i);
      match.first = entity.first_glyph;
      match.end = entity.end_glyph;
      match.folds = entity.folds;
      Try(match);
    }
  }

  void Try(Match match) {
    if (border_ != 0 && !(match.first < border_ && border_ < match.end)) return;
    auto& [full, weak] = state_.kept_of_rule[match.rule];
    if (full >= kMostOfRule) return;
    AddGlyphFolds(match);
    if (weak >= kMostOfRule && CarriesLess(match)) return;
    std::string by;
    const std::string_view outcome = Judge(match, by);
    if (outcome == kKept) {
      if (match.folds.has(Fold::kSeparator)) TakeBrackets(state_.plain, match.first, match.end);
      state_.matches.push_back(match);
      ++(match.action == snapshot_.rule(match.rule).action ? full : weak);
    }
    Trace(match, outcome, by);
  }

  // What becomes of a match; `by` tells more when a trace is wanted.
  std::string_view Judge(Match& match, std::string& by) {
    const Rule& rule = snapshot_.rule(match.rule);
    if (!rule.scope.shops.empty() &&
        std::find(rule.scope.shops.begin(), rule.scope.shops.end(), shop_) == rule.scope.shops.end()) {
      return "scope";
    }
    if (match.entity < 0 && !match.folds.within(rule.folds | FoldSet::Certain())) return "fold";
    if (const Hit* exception = ExceptionOver(match)) {
      if (state_.explanation != nullptr) by = Text(exception->first, exception->end);
      return "excepted";
    }
    if (IsInside(rule.except_in, match)) return "excepted";
    if (rule.whole_message && LettersBetween(state_, match.first, match.end) != state_.passed.back().letters) {
      return "whole";
    }
    if (!HoldsWith(snapshot_, match, state_) || !HoldsWithout(snapshot_, match, state_)) return "condition";
    if (match.word != kNoWord && rule.boundary == Boundary::kWord && !IsWord(rule, match, by)) return "boundary";
    return Weigh(rule, match);
  }

  bool IsWord(const Rule& rule, Match& match, std::string& by) {
    const bool word = IsWordAsItStands(match, by);
    if (!rule.folds.has(Fold::kRepeat) || !TakesDoubledEdge(match)) return word;
    return word || HasEvidence(snapshot_, match, state_);  // 您去淘宝宝搜, but not 我家淘宝宝
  }

  bool IsWordAsItStands(const Match& match, std::string& by) {
    if (!EdgesAreFree(snapshot_, match, state_)) return false;
    const auto& glyphs = state_.plain.glyphs;
    const bool chinese = std::any_of(glyphs.begin() + match.first, glyphs.begin() + match.end,
                                     [](const Glyph& glyph) { return glyph.kind == GlyphKind::kHan; });
    if (!chinese) return !IsFace(match);
    const double margin = BoundaryMargin(snapshot_, match, border_ != 0 ? kSplitCost : 0, state_);
    if (state_.explanation != nullptr) by = absl::StrCat(Segmented(match), " ", margin);
    return margin > 0;
  }

  // 淘淘宝, 淘宝宝: the first or last letter written twice belongs to the word, unless it is somebody else's: 今天天猫.
  bool TakesDoubledEdge(Match& match) {
    const auto& glyphs = state_.plain.glyphs;
    const uint32_t length = match.end - match.first;
    if (match.reading != ReadingKind::kPlain || match.substituted) return false;
    if (length < 2 || length > kLongestDoubled) return false;  // longer ones are phrases
    const auto doubled = [&](uint32_t at, uint32_t beyond) {
      return beyond < glyphs.size() && glyphs[at].kind == GlyphKind::kHan &&
             glyphs[at].code_point == glyphs[beyond].code_point;
    };
    Match wider = match;
    wider.folds |= FoldSet::Of(Fold::kRepeat);
    if (match.first > 0 && doubled(match.first, match.first - 1)) {
      --wider.first;
    } else if (doubled(match.end - 1, match.end)) {
      ++wider.end;
    } else {
      return false;
    }
    if (BoundaryMargin(snapshot_, wider, kDoubledCost, state_) <= 0) return false;
    match = wider;
    return true;
  }

  // (・ω・)♡ is not w心; V_❌ is one, joined on purpose.
  bool IsFace(const Match& match) const {
    constexpr std::u32string_view kJoints = U" _-.·|/";
    const auto& glyphs = state_.plain.glyphs;
    return match.folds.has(Fold::kEmoji) && match.folds.has(Fold::kSeparator) &&
           LettersBetween(state_, match.first, match.end) <= 1 &&
           std::any_of(glyphs.begin() + match.first, glyphs.begin() + match.end, [&](const Glyph& glyph) {
             return !IsLetter(glyph.kind) && glyph.kind != GlyphKind::kEmoji &&
                    kJoints.find(glyph.code_point) == kJoints.npos;
           });
  }

  // An unsure reading carries less, unless something beside it speaks for it.
  std::string_view Weigh(const Rule& rule, Match& match) {
    match.unsure = IsUnsure(match);
    match.action = rule.action;
    if (match.unsure && !HasEvidence(snapshot_, match, state_)) {
      if (rule.unsure_needs_evidence && !Deliberate(match)) return "evidence";
      match.action = std::min(rule.action, rule.unsure_action);
    }
    return rule.mode == Mode::kShadow ? std::string_view("mode") : kKept;
  }

  bool IsUnsure(const Match& match) const { return match.folds.meets(kUnsure) && !SpelledOut(match); }

  // Cheap to tell, unlike whether it is a match at all.
  bool CarriesLess(const Match& match) const {
    const Rule& rule = snapshot_.rule(match.rule);
    return rule.unsure_action < rule.action && IsUnsure(match) && !HasEvidence(snapshot_, match, state_);
  }

  // Plain pinyin of some length (weixin, tao bao) can hardly be anything else.
  bool SpelledOut(const Match& match) const {
    const auto& glyphs = state_.plain.glyphs;
    return (match.folds & kUnsure) == FoldSet::Of(Fold::kPinyin) &&
           LettersBetween(state_, match.first, match.end) >= 5 &&
           std::none_of(glyphs.begin() + match.first, glyphs.begin() + match.end,
                        [](const Glyph& glyph) { return glyph.kind == GlyphKind::kHan; });
  }

  // Nobody takes a character apart, draws one of several or writes digits in a long word by chance. A like sound is
  // often just that.
  bool Deliberate(const Match& match) const {
    constexpr uint32_t kLongWord = 5;
    if (match.folds.meets(FoldSet::LikeSound())) return false;
    const auto& glyphs = state_.plain.glyphs;
    const uint32_t letters = LettersBetween(state_, match.first, match.end);
    if (match.folds.has(Fold::kLeet) && letters < kLongWord) return false;
    return letters > 0 && match.end - match.first > 1 &&
           std::any_of(glyphs.begin() + match.first, glyphs.begin() + match.end, [](const Glyph& glyph) {
             return glyph.kind == GlyphKind::kHan || glyph.kind == GlyphKind::kLatin;
           });
  }

  const Hit* ExceptionOver(const Match& match) const {
    const Hit* longest = nullptr;
    state_.exceptions.ForEachOver(match.rule, match.first, match.end, [&](uint32_t id) {
      const Hit& hit = state_.exception_hits[id];
      if (hit.reading == ReadingKind::kCollapsed && HoldsPause(hit)) return;  // 亲，亲爱的
      if (hit.use.word > 0 && snapshot_.rule(match.rule).shop_exceptions[hit.use.word - 1].shop != shop_) return;
      if (longest == nullptr || hit.end - hit.first > longest->end - longest->first) longest = &hit;
    });
    return longest;
  }

  // A pause or a blank ends a word: what repeats behind it is said anew.
  bool HoldsPause(const Hit& hit) const {
    const auto& glyphs = state_.plain.glyphs;
    return std::any_of(glyphs.begin() + hit.first, glyphs.begin() + hit.end, [](const Glyph& glyph) {
      return glyph.kind == GlyphKind::kPause || glyph.kind == GlyphKind::kStop || glyph.kind == GlyphKind::kSpace;
    });
  }

  bool IsInside(const std::vector<EntityKind>& kinds, const Match& match) const {
    bool inside = false;
    for (EntityKind kind : kinds) {
      state_.entity_places.ForEachOver(static_cast<uint32_t>(kind), match.first, match.end,
                                       [&](uint32_t) { inside = true; });
    }
    return inside;
  }

  void AddGlyphFolds(Match& match) const {
    const auto& glyphs = state_.plain.glyphs;
    for (uint32_t i = match.first; i < match.end; ++i) {
      match.folds |= glyphs[i].folds;
      if (i > match.first && glyphs[i].begin > glyphs[i - 1].end) match.folds |= FoldSet::Of(Fold::kInvisible);
    }
  }

  // Leftmost, then longest, then the plainest reading; of one rule nothing overlaps.
  void SettleOverlaps() {
    auto& matches = state_.matches;
    std::sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) {
      return std::tuple(a.rule, a.first, ~a.end, a.folds.bits()) < std::tuple(b.rule, b.first, ~b.end, b.folds.bits());
    });
    size_t kept = 0;
    for (size_t i = 0; i < matches.size(); ++i) {
      if (kept > 0 && matches[kept - 1].rule == matches[i].rule && matches[kept - 1].end > matches[i].first) {
        Trace(matches[i], "overlap", {});
      } else {
        matches[kept++] = matches[i];
      }
    }
    matches.resize(kept);
  }

  void Trace(const Match& match, std::string_view outcome, std::string_view by) {
    if (state_.explanation == nullptr) return;
    TraceStep step;
    step.rule_id = snapshot_.rule(match.rule).id;
    step.word = match.word != kNoWord ? ToUtf8(snapshot_.word(match.word).text)
                : match.entity >= 0   ? state_.entities[match.entity].canonical
                                      : Text(match.first, match.end);
    step.view = ReadingName(match.reading, match.substituted);
    step.span = state_.Original(match.first, match.end);
    step.folds = match.folds;
    step.outcome = outcome;
    step.by = by;
    state_.explanation->steps.push_back(std::move(step));
  }

  std::string Text(uint32_t first, uint32_t end) const {
    std::string text;
    for (uint32_t i = first; i < end; ++i) AppendUtf8(state_.plain.glyphs[i].code_point, text);
    return text;
  }

  // How the text around the match reads: 江苏/宁波.
  std::string Segmented(const Match& match) const {
    constexpr uint32_t kReach = Segmenter::kWindow + 4;
    const uint32_t low = match.first > kReach ? match.first - kReach : 0;
    const std::u32string_view text = state_.passage.text().substr(low, match.end + kReach - low);
    std::string out;
    size_t begin = 0;
    for (size_t end : snapshot_.reader().Read(text)) {
      absl::StrAppend(&out, begin == 0 ? "" : "/", ToUtf8(text.substr(begin, end - begin)));
      begin = end;
    }
    return out;
  }

  static constexpr std::string_view kKept = "kept";

  const Snapshot& snapshot_;
  const Plan& plan_;
  std::string_view shop_;
  ScanState& state_;
  uint32_t border_ = 0;
};

}  // namespace

void ResolveHits(const Snapshot& snapshot, const Plan& plan, std::string_view shop, ScanState& state) {
  Resolver(snapshot, plan, shop, state).Run();
}

void ResolveSplitHits(const Snapshot& snapshot, const Plan& plan, std::string_view shop, uint32_t border,
                      ScanState& state) {
  Resolver resolver(snapshot, plan, shop, state);
  resolver.CrossOnly(border);
  resolver.Run();
}

}  // namespace presend
