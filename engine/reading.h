// Readings: what a message says once a kind of disguise is undone. Each is made from the plain view, keeps its way
// back to it, and is made only for messages that could need it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "engine/view.h"

namespace presend {

enum class ReadingKind : uint8_t {
  kPlain,      // the plain view itself
  kLetters,    // what stands between the letters dropped
  kCollapsed,  // and repeated letters written once
  kSound,      // every Han character as its pinyin
};
std::string_view ReadingName(ReadingKind kind, bool substituted);

// One unit of a reading: glyphs [first, end) of the plain view.
struct Piece {
  char32_t code_point = 0;  // in sound readings, the character whose sound it is
  uint32_t first = 0;
  uint32_t end = 0;
  FoldSet folds;            // undone by the reading itself: kShape, kEmoji, kLeet, kRepeat
  uint32_t run = 1;         // how many equal letters a collapsed reading has put into one
};

struct Reading {
  ReadingKind kind = ReadingKind::kPlain;
  bool substituted = false;  // pictures, parts of characters and leet letters are read
  std::vector<Piece> pieces;
  std::string text;
  std::vector<uint32_t> text_begin;  // piece → offset in `text`, one more than pieces

  void Clear(ReadingKind new_kind, bool new_substituted);
  void Drop() { Clear(kind, substituted); }
  // The piece that begins (or ends) at an offset of `text`; -1 if none does.
  int PieceBeginningAt(uint32_t offset) const;
  int PieceEndingAt(uint32_t offset) const;

 private:
  size_t PieceAt(uint32_t offset) const;  // that holds the byte
};

// The plain view as a reading: one piece a glyph.
void ReadPlain(const View& plain, Reading& out);

// What the pictures, taken-apart characters (those of `wholes`) and leet letters of the plain view stand for. False,
// and `out` unspecified, if there is nothing to read so.
bool Substitute(const Reading& plain, const absl::flat_hash_set<char32_t>& wholes, Reading& out);

// Only the letters, of the plain view or of a substituted reading of it; a lone digit between two Han characters goes
// too (淘1宝).
void ReadLetters(const View& plain, Reading& out);
void ReadLetters(const Reading& substituted, Reading& out);

// Whether a word is found in the letters: not if it holds a mark, or a digit that can be lost between Han characters.
bool IsFoundInLetters(std::u32string_view word);

// Of `letters`, runs of one letter made one. False if there was none.
bool CollapseRepeats(const Reading& letters, Reading& out);

// Of `letters`, the sound. Han characters without a known sound break it.
void ReadSound(const Reading& letters, Reading& out);

}  // namespace presend
