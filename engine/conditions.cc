#include "engine/conditions.h"

#include <algorithm>

namespace presend {
namespace {

bool EndsClause(const Glyph& glyph) { return glyph.kind == GlyphKind::kStop || glyph.code_point == '\n'; }

bool IsPause(const Glyph& glyph) { return glyph.kind == GlyphKind::kPause || EndsClause(glyph); }

// Whether [from, to), between the match and what the condition looks for, is short enough.
bool IsNear(const Condition& condition, const ScanState& state, uint32_t from, uint32_t to) {
  if (condition.anywhere) return true;
  if (condition.clause) return state.passed[to].stops == state.passed[from].stops;
  return LettersBetween(state, from, to) <= condition.within;
}

// Where distances are counted, an excuse before a pause says nothing of what is behind it: 这里不方便，微信聊.
bool IsCutOff(const Condition& condition, const ScanState& state, uint32_t from, uint32_t to) {
  return !condition.anywhere && !condition.clause && state.passed[to].pauses != state.passed[from].pauses;
}

enum class CueRole { kSupports, kExcuses };

// By the nearest on each side: if that one is too far, all are.
bool HoldsBy(const SpanIndex& places, uint32_t owner, const Condition& condition, const Match& match,
             const ScanState& state, CueRole role) {
  if (condition.side != Side::kAfter) {
    const auto end = places.EndBefore(owner, match.first);
    if (end && IsNear(condition, state, *end, match.first) &&
        (role == CueRole::kSupports || !IsCutOff(condition, state, *end, match.first))) {
      return true;
    }
  }
  if (condition.side == Side::kBefore) return false;
  const auto begin = places.BeginBehind(owner, match.end);
  return begin && IsNear(condition, state, match.end, *begin);
}

bool Holds(const Snapshot& snapshot, uint32_t index, const Match& match, const ScanState& state,
           CueRole role = CueRole::kSupports) {
  const Condition& condition = snapshot.condition(index);
  if (HoldsBy(state.cues, index, condition, match, state, role)) return true;
  return std::any_of(condition.entities.begin(), condition.entities.end(), [&](EntityKind kind) {
    return HoldsBy(state.entity_places, static_cast<uint32_t>(kind), condition, match, state, role);
  });
}

void Index(const std::vector<Hit>& hits, SpanIndex& index) {
  index.Clear();
  for (uint32_t i = 0; i < hits.size(); ++i) index.Add(hits[i].use.owner, hits[i].first, hits[i].end, i);
  index.Seal();
}

}  // namespace

void MeasureContext(ScanState& state) {
  Passed passed;
  state.passed.assign(1, passed);
  for (const Glyph& glyph : state.plain.glyphs) {
    passed.letters += IsLetter(glyph.kind);
    passed.stops += EndsClause(glyph);
    passed.pauses += IsPause(glyph);
    state.passed.push_back(passed);
  }
  Index(state.cue_hits, state.cues);
  Index(state.exception_hits, state.exceptions);
  state.entity_places.Clear();
  for (uint32_t i = 0; i < state.entities.size(); ++i) {
    const Entity& entity = state.entities[i];
    state.entity_places.Add(static_cast<uint32_t>(entity.kind), entity.first_glyph, entity.end_glyph, i);
  }
  state.entity_places.Seal();
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
