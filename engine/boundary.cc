#include "engine/boundary.h"

#include <algorithm>

namespace presend {
namespace {

// What it takes to believe in a disguise, in nats: a factor of e in likelihood each.
constexpr double kSoundCost = 3.0;    // a like-sounding character instead of the right one
constexpr double kPauseCost = 7.0;    // a comma or full stop inside a word
constexpr double kListCost = 4.0;     // 、, which stands between words of a list and seldom between single characters
constexpr double kDotCost = 3.0;      // a Latin full stop or an ellipsis, which sentences seldom end with in chat
constexpr double kRegularCost = 3.0;  // the same mark in every gap of a word: nobody pauses so
constexpr double kSpaceCost = 1.0;
constexpr double kDigitCost = 3.0;
constexpr double kPictureGain = 9.0;  // a picture in the middle of a sentence wants to be read

bool IsAscii(GlyphKind kind) { return kind == GlyphKind::kLatin || kind == GlyphKind::kDigit; }

bool IsAsciiAt(const View& view, int64_t at) {
  return at >= 0 && at < static_cast<int64_t>(view.glyphs.size()) && IsAscii(view.glyphs[at].kind);
}

// h a o t b: letters set apart by the same stuff as those of the hit belong to the same spelled word.
bool SpelledOn(const View& view, int64_t gap, int64_t beyond) {
  return gap >= 0 && gap < static_cast<int64_t>(view.glyphs.size()) && !IsLetter(view.glyphs[gap].kind) &&
         IsAsciiAt(view, beyond) && !IsAsciiAt(view, beyond + (beyond > gap ? 1 : -1));
}

// vx13912345678: an id may follow its label at once.
bool IdFollows(const View& view, uint32_t at) {
  uint32_t digits = 0;
  for (; IsAsciiAt(view, at); ++at) digits += view.glyphs[at].kind == GlyphKind::kDigit;
  return digits >= 5;
}

// fan xian3.8: a number follows, but at such length it is no part of a model.
bool NumberFollows(const Snapshot& snapshot, const Match& match, const View& view) {
  constexpr size_t kLongWord = 3;
  return match.folds.has(Fold::kPinyin) && match.word != kNoWord &&
         snapshot.word(match.word).text.size() >= kLongWord && match.end < view.glyphs.size() &&
         view.glyphs[match.end].kind == GlyphKind::kDigit;
}

// WX-500, JD-Xi: the name of a model goes on. An account id is longer, a spelled name goes on by single letters
// (P-D-D).
bool IsModelName(const View& view, uint32_t at) {
  if (at >= view.glyphs.size() || view.glyphs[at].code_point != U'-') return false;
  uint32_t end = at + 1;
  while (IsAsciiAt(view, end)) ++end;
  const uint32_t length = end - at - 1;
  if (length == 1 && view.glyphs[at + 1].kind != GlyphKind::kDigit) return false;
  return length > 0 && length < 5 && (end == view.glyphs.size() || view.glyphs[end].code_point != U'-');
}

bool IsPause(GlyphKind kind) { return kind == GlyphKind::kPause || kind == GlyphKind::kStop; }

// Pauses inside the match: 没、素、质 is regular, 等水滚，蛋再下 is not.
double PauseCost(const Match& match, const View& view) {
  double cost = 0;
  int pauses = 0;
  bool regular = true;
  char32_t mark = 0;
  for (uint32_t i = match.first + 1; i + 1 < match.end; ++i) {
    const Glyph& glyph = view.glyphs[i];
    if (!IsPause(glyph.kind)) continue;
    const bool dot = glyph.code_point == U'.' || glyph.code_point == U'…';
    cost += dot ? kDotCost : glyph.code_point == U'、' ? kListCost : kPauseCost;
    regular = regular && (mark == 0 || mark == glyph.code_point);
    mark = glyph.code_point;
    ++pauses;
  }
  return regular && pauses > 1 ? std::min(cost, kRegularCost) : cost;
}

// wei、信, 天。mao: no sentence begins or ends with such a piece.
bool IsPartlySpelled(const Match& match, const View& view) {
  return match.folds.has(Fold::kPinyin) &&
         std::any_of(view.glyphs.begin() + match.first, view.glyphs.begin() + match.end,
                     [](const Glyph& glyph) { return glyph.kind == GlyphKind::kHan; });
}

// `letters`: of the word, with the marks that it has.
double DisguiseCost(const Match& match, size_t letters, const View& view) {
  const bool written = match.reading == ReadingKind::kPlain && !match.substituted;  // 微❤ as the rule has it
  const bool has_its_marks = written && letters == match.end - match.first;
  double cost = has_its_marks ? 0 : PauseCost(match, view);
  if (IsPartlySpelled(match, view)) cost = std::min(cost, kDotCost);
  if (match.folds.meets(FoldSet::LikeSound())) cost += kSoundCost;
  const bool drawn = match.folds.has(Fold::kEmoji);
  for (uint32_t i = match.first; i < match.end; ++i) {
    const GlyphKind kind = view.glyphs[i].kind;
    const bool inside = i > match.first && i + 1 < match.end;
    if (inside && kind == GlyphKind::kSpace) cost += kSpaceCost;
    if (inside && kind == GlyphKind::kDigit && match.folds.has(Fold::kSeparator)) cost += kDigitCost;
    if ((drawn && !IsLetter(kind)) || (written && kind == GlyphKind::kEmoji)) cost -= kPictureGain;
  }
  return cost;
}

}  // namespace

bool EdgesAreFree(const Snapshot& snapshot, const Match& match, const ScanState& state) {
  const View& view = state.plain;
  if (match.word != kNoWord && snapshot.word(match.word).text.empty()) return false;
  const bool spaced = match.folds.has(Fold::kSeparator);
  if (IsAsciiAt(view, match.first)) {
    if (IsAsciiAt(view, int64_t{match.first} - 1)) return false;
    if (spaced && SpelledOn(view, int64_t{match.first} - 1, int64_t{match.first} - 2)) return false;
  }
  if (IsAsciiAt(view, int64_t{match.end} - 1)) {
    const bool goes_on = IdFollows(view, match.end) || NumberFollows(snapshot, match, view);
    if (IsAsciiAt(view, match.end) && !goes_on) return false;
    if (IsModelName(view, match.end)) return false;
    if (spaced && SpelledOn(view, match.end, int64_t{match.end} + 1)) return false;
  }
  return true;
}

void LayOutPassage(ScanState& state) {
  state.passage.Clear();
  for (const Glyph& glyph : state.plain.glyphs) state.passage.Add(glyph.code_point);
}

double BoundaryMargin(const Snapshot& snapshot, const Match& match, double doubt, ScanState& state) {
  const WordFacts& word = snapshot.word(match.word);
  const double cost = snapshot.reader().HitCost(word.text) + DisguiseCost(match, word.text.size(), state.plain) + doubt;
  const bool written = match.folds.within(FoldSet::Certain());
  return snapshot.reader().Margin(state.passage, match.first, match.end, cost, snapshot.neighbours(match.rule),
                                  written ? Rival::kOther : Rival::kAny);
}

}  // namespace presend
