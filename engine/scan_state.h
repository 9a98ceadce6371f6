// The buffers that one thread screens with: filled by one step of the pipeline, read by the next.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/database.h"
#include "engine/entity.h"
#include "engine/reading.h"
#include "engine/segmenter.h"
#include "engine/span_index.h"
#include "engine/verdict.h"
#include "engine/view.h"
#include "engine/word_set.h"

namespace presend {

inline constexpr uint32_t kNoWord = UINT32_MAX;

// A place in the plain view where something was found: glyphs [first, end).
struct Hit {
  Use use;
  ReadingKind reading = ReadingKind::kPlain;
  bool substituted = false;
  uint32_t first = 0;
  uint32_t end = 0;
  FoldSet folds;  // undone by the reading; those of the glyphs come on top
};

// A hit of a rule on its way through the resolver.
struct Match {
  uint32_t rule = 0;
  uint32_t word = kNoWord;  // index into Snapshot::words; kNoWord for patterns and entities
  int32_t entity = -1;      // index into ScanState::entities
  uint32_t first = 0;
  uint32_t end = 0;
  FoldSet folds;
  ReadingKind reading = ReadingKind::kPlain;
  bool substituted = false;
  bool unsure = false;  // seen through a fold that may be wrong
  Action action = Action::kAllow;
};

// Matches of a rule: with its own action, and with less.
struct Kept {
  uint32_t full = 0, weak = 0;
};

// How much of a message has gone by at a glyph.
struct Passed {
  uint32_t letters = 0;
  uint32_t stops = 0;   // ends of clauses
  uint32_t pauses = 0;  // these and commas
};

// What starts from the letters of a reading. Empty: not read, or nothing to read so.
struct LetterReadings {
  Reading letters, collapsed, sound, collapsed_sound;
  void Drop();
};

struct ScanState {
  Scratch scratch;
  uint64_t scratch_serial = 0;  // of the snapshot that `scratch` fits

  View plain;
  Reading plain_reading, substituted;
  LetterReadings plain_letters, drawn_letters;  // of plain and of substituted
  std::vector<Entity> entities;
  std::vector<Hit> rule_hits, exception_hits, cue_hits;
  std::array<std::vector<uint32_t>, kRoles> hits_of;  // role → owner → its hits so far
  std::vector<Kept> kept_of_rule;                     // rule → its matches so far
  std::vector<uint8_t> wanted_rules;                  // rule → whether exceptions and cues of it are looked for
  std::vector<Passed> passed;                         // glyph → what stands in front of it
  SpanIndex exceptions, cues;                         // by rule, by condition: places of exception_hits, cue_hits
  SpanIndex entity_places;                            // by kind
  std::vector<Match> matches;
  Segmenter::Passage passage;          // the letters of the plain view
  Explanation* explanation = nullptr;  // where to write the trace, if it was asked for

  std::string joined;                // recent messages and this one
  std::unique_ptr<ScanState> inner;  // for screening a rewrite
  std::vector<Match> split_matches;

  void Clear();
  // Bytes of the original that glyphs [first, end) stand for.
  Span Original(uint32_t first, uint32_t end) const;
};

}  // namespace presend
