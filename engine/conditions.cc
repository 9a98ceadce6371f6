#include "engine/conditions.h"

#include <algorithm>

namespace presend {
namespace {

bool EndsClause(const Glyph& glyph) { return glyph.kind == GlyphKind::kStop || glyph.code_point == '\n'; }

bool InOneClause(const ScanState& state, uint32_t first, uint32_t end) {
  const auto& glyphs = state.plain.glyphs;
  return std::none_of(glyphs.begin() + first, glyphs.begin() + end, EndsClause);
}

// Whether what was found at glyphs [first, end) stands where the condition wants it.
bool Near(const Condition& condition, const Match& match, const ScanState& state, uint32_t first, uint32_t end) {
  const bool before = end <= match.first;
  const bool after = first >= match.end;
  if (!before && !after) return false;
  if (condition.side == Side::kBefore && !before) return false;
  if (condition.side == Side::kAfter && !after) return false;
  if (condition.anywhere) return true;
  const uint32_t from = before ? end : match.end;
  const uint32_t to = before ? match.first : first;
  if (condition.clause) return InOneClause(state, from, to);
  return LettersBetween(state, from, to) <= condition.within;
}

// Where distances are counted, an excuse before a pause says nothing of what is behind it: 这里不方便，微信聊.
bool IsCutOff(const Condition& condition, const Match& match, const ScanState& state, uint32_t end) {
  if (condition.anywhere || condition.clause || end > match.first) return false;
  const auto& glyphs = state.plain.glyphs;
  return std::any_of(glyphs.begin() + end, glyphs.begin() + match.first,
                     [](const Glyph& glyph) { return EndsClause(glyph) || glyph.kind == GlyphKind::kPause; });
}

enum class CueRole { kSupports, kExcuses };

bool Holds(const Snapshot& snapshot, uint32_t index, const Match& match, const ScanState& state,
           CueRole role = CueRole::kSupports) {
  const Condition& condition = snapshot.condition(index);
  for (const Hit& cue : state.cue_hits) {
    if (cue.use.owner != index || !Near(condition, match, state, cue.first, cue.end)) continue;
    if (role == CueRole::kSupports || !IsCutOff(condition, match, state, cue.end)) return true;
  }
  for (const Entity& entity : state.entities) {
    if (std::find(condition.entities.begin(), condition.entities.end(), entity.kind) != condition.entities.end() &&
        Near(condition, match, state, entity.first_glyph, entity.end_glyph)) {
      return true;
    }
  }
  return false;
}

}  // namespace

void CountLetters(ScanState& state) {
  state.letters_before.assign(1, 0);
  for (const Glyph& glyph : state.plain.glyphs) {
    state.letters_before.push_back(state.letters_before.back() + IsLetter(glyph.kind));
  }
}

bool HoldsWith(const Snapshot& snapshot, const Match& match, const ScanState& state) {
  uint32_t index = snapshot.first_condition(match.rule);
  for (size_t left = snapshot.rule(match.rule).with.size(); left > 0; --left) {
    if (!Holds(snapshot, index++, match, state)) return false;
  }
  return true;
}

bool HoldsWithout(const Snapshot& snapshot, const Match& match, const ScanState& state) {
  const Rule& rule = snapshot.rule(match.rule);
  uint32_t index = snapshot.first_condition(match.rule) + static_cast<uint32_t>(rule.with.size());
  for (size_t left = rule.without.size(); left > 0; --left) {
    if (Holds(snapshot, index++, match, state, CueRole::kExcuses)) return false;
  }
  return true;
}

bool HasEvidence(const Snapshot& snapshot, const Match& match, const ScanState& state) {
  const Rule& rule = snapshot.rule(match.rule);
  uint32_t index = snapshot.first_condition(match.rule) + static_cast<uint32_t>(rule.with.size() + rule.without.size());
  for (size_t left = rule.evidence.size(); left > 0; --left) {
    if (Holds(snapshot, index++, match, state)) return true;
  }
  return false;
}

}  // namespace presend
