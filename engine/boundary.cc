#include "engine/boundary.h"

#include <algorithm>

namespace presend {
namespace {

// What it takes to believe in a disguise, in nats: a factor of e in likelihood each.
constexpr double kSoundCost = 3.0;    // a like-sounding character instead of the right one
constexpr double kPauseCost = 7.0;    // a comma or full stop inside a word
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

double DisguiseCost(const Match& match, const View& view) {
  double cost = match.folds.has(Fold::kSound) ? kSoundCost : 0;
  for (uint32_t i = match.first + 1; i + 1 < match.end; ++i) {
    const GlyphKind kind = view.glyphs[i].kind;
    if (kind == GlyphKind::kPause || kind == GlyphKind::kStop) cost += kPauseCost;
    if (kind == GlyphKind::kSpace) cost += kSpaceCost;
    if (kind == GlyphKind::kDigit && match.folds.has(Fold::kSeparator)) cost += kDigitCost;
  }
  if (match.folds.has(Fold::kEmoji)) {
    for (uint32_t i = match.first; i < match.end; ++i) {
      if (!IsLetter(view.glyphs[i].kind)) cost -= kPictureGain;
    }
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
    if (IsAsciiAt(view, match.end) && !IdFollows(view, match.end)) return false;
    if (spaced && SpelledOn(view, match.end, int64_t{match.end} + 1)) return false;
  }
  return true;
}

double BoundaryMargin(const Snapshot& snapshot, const Match& match, double doubt, ScanState& state) {
  const auto& glyphs = state.plain.glyphs;
  const auto reach = static_cast<uint32_t>(Segmenter::kWindow) + 4;
  const uint32_t low = match.first > reach ? match.first - reach : 0;
  const auto high = std::min<uint32_t>(match.end + reach, static_cast<uint32_t>(glyphs.size()));
  state.window.clear();
  for (uint32_t i = low; i < high; ++i) state.window.push_back(glyphs[i].code_point);
  const double cost = snapshot.word(match.word).cost + DisguiseCost(match, state.plain) + doubt;
  const bool written = match.folds.within(FoldSet::Certain());
  return snapshot.reader().Margin(state.window, match.first - low, match.end - low, cost, state.work,
                                  snapshot.neighbours(match.rule), written && doubt == 0 ? Rival::kOther : Rival::kAny);
}

}  // namespace presend
