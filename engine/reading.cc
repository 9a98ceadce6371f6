#include "engine/reading.h"

#include <algorithm>
#include <iterator>

#include "engine/emoji_table.h"
#include "engine/fold_table.h"
#include "engine/shape_table.h"
#include "engine/sound_table.h"
#include "engine/utf8.h"

namespace presend {
namespace {

constexpr char kBreak = '\x01';  // stands for what has no sound; in no word

bool IsHan(char32_t c) { return KindOf(c) == GlyphKind::kHan; }

void Append(Reading& reading, const Piece& piece) {
  reading.text_begin.push_back(static_cast<uint32_t>(reading.text.size()));
  reading.pieces.push_back(piece);
  AppendUtf8(piece.code_point, reading.text);
}

void Close(Reading& reading) { reading.text_begin.push_back(static_cast<uint32_t>(reading.text.size())); }

// The code points of a reading from a piece on, `gap` of them behind the first left out: as many as a picture or a
// composition can take.
std::span<const char32_t> Ahead(const Reading& reading, size_t from, char32_t (&buffer)[4], size_t gap = 0) {
  const auto& pieces = reading.pieces;
  buffer[0] = pieces[from].code_point;
  size_t count = 1;
  for (size_t i = from + gap + 1; i < pieces.size() && count < std::size(buffer); ++i) {
    buffer[count++] = pieces[i].code_point;
  }
  return {buffer, count};
}

// Whether a letter stands beside it, or beside more of its like (tma11, @1ipay).
bool TouchesLatin(const Reading& reading, size_t at) {
  const auto& p = reading.pieces;
  constexpr size_t kReach = 2;
  for (size_t step = 1; step <= kReach && step <= at; ++step) {
    if (IsLatin(p[at - step].code_point)) return true;
    if (LeetLetter(p[at - step].code_point) == 0) break;
  }
  for (size_t step = 1; step <= kReach && at + step < p.size(); ++step) {
    if (IsLatin(p[at + step].code_point)) return true;
    if (LeetLetter(p[at + step].code_point) == 0) break;
  }
  return false;
}

class Substitution {
 public:
  Substitution(const Reading& from, const absl::flat_hash_set<char32_t>& wholes, Reading& out)
      : from_(from), wholes_(wholes), out_(out) {}

  bool Run() {
    for (size_t i = 0; i < from_.pieces.size();) i += Step(i);
    Close(out_);
    return changed_;
  }

 private:
  size_t Step(size_t i) {
    const char32_t c = from_.pieces[i].code_point;
    char32_t buffer[4];
    if (MayBeginPicture(c)) {
      const Picture picture = ReadPicture(Ahead(from_, i, buffer));
      if (picture.length > 0 && !picture.reading.empty()) return Put(i, picture.length, picture.reading, Fold::kEmoji);
    }
    if (MayBeginShape(c)) {
      const size_t gap = MarksBehindRadical(i);
      const Composition shape = ComposeShape(Ahead(from_, i, buffer, gap));
      if (shape.whole != 0 && wholes_.contains(shape.whole)) {
        return Put(i, shape.length + gap, {&shape.whole, 1}, Fold::kShape);
      }
    }
    if (char32_t letter = LeetLetter(c); letter != 0 && TouchesLatin(from_, i)) {
      if (letter == U'l' && IsUprightI(i)) letter = U'i';
      return Put(i, 1, {&letter, 1}, Fold::kLeet);
    }
    Append(out_, from_.pieces[i]);
    return 1;
  }

  size_t MarksBehindRadical(size_t i) const {
    const auto& p = from_.pieces;
    return IsBareRadical(p[i].code_point) && i + 1 < p.size() && !IsLetter(KindOf(p[i + 1].code_point)) ? 1 : 0;
  }

  // An upright stroke stands for l at the start of a word, in al (a1ipay, tma1l) and in a last ll (tmal1), else for i
  // (j1ngdong, w31xin).
  bool IsUprightI(size_t i) const {
    const auto& p = from_.pieces;
    const char32_t before = i == 0 ? 0 : LetterOf(p[i - 1].code_point);
    const char32_t behind = i + 1 == p.size() ? 0 : p[i + 1].code_point;
    if (before == 0 || (before == U'l' && (!IsLatin(p[i - 1].code_point) || !IsLatin(behind)))) return false;
    static constexpr std::u32string_view kAfterAl = U"lipay1";
    return before != U'a' || behind == 0 || kAfterAl.find(behind) == kAfterAl.npos;
  }

  static char32_t LetterOf(char32_t c) { return IsLatin(c) ? c : LeetLetter(c); }

  size_t Put(size_t i, size_t length, std::span<const char32_t> reading, Fold fold) {
    changed_ = true;
    for (char32_t c : reading) {
      Append(out_, {c, from_.pieces[i].first, from_.pieces[i + length - 1].end, FoldSet::Of(fold), 1});
    }
    return length;
  }

  const Reading& from_;
  const absl::flat_hash_set<char32_t>& wholes_;
  Reading& out_;
  bool changed_ = false;
};

// 淘1宝: a lone digit between two characters says nothing.
template <typename CodePointAt>
bool IsStrayDigit(size_t i, size_t size, CodePointAt at) {
  return IsDigit(at(i)) && i > 0 && i + 1 < size && IsHan(at(i - 1)) && IsHan(at(i + 1));
}

}  // namespace

std::string_view ReadingName(ReadingKind kind, bool substituted) {
  static constexpr std::string_view kNames[] = {"plain", "letters", "collapsed", "sound"};
  static constexpr std::string_view kSubstituted[] = {"plain+pictures", "letters+pictures", "collapsed+pictures",
                                                      "sound+pictures"};
  return (substituted ? kSubstituted : kNames)[static_cast<int>(kind)];
}

void Reading::Clear(ReadingKind new_kind, bool new_substituted) {
  kind = new_kind;
  substituted = new_substituted;
  pieces.clear();
  text.clear();
  text_begin.clear();
}

// Pieces are about equally long: begin where the offset would be then.
size_t Reading::PieceAt(uint32_t offset) const {
  if (offset >= text.size()) return pieces.size();
  size_t at = size_t{offset} * pieces.size() / text.size();
  while (text_begin[at] > offset) --at;
  while (text_begin[at + 1] <= offset) ++at;
  return at;
}

int Reading::PieceBeginningAt(uint32_t offset) const {
  const size_t at = PieceAt(offset);
  return at < pieces.size() && text_begin[at] == offset ? static_cast<int>(at) : -1;
}

int Reading::PieceEndingAt(uint32_t offset) const {
  const size_t at = PieceAt(offset);
  return at > 0 && text_begin[at] == offset ? static_cast<int>(at) - 1 : -1;
}

void ReadPlain(const View& plain, Reading& out) {
  out.Clear(ReadingKind::kPlain, false);
  for (uint32_t i = 0; i < plain.glyphs.size(); ++i) {
    out.pieces.push_back({plain.glyphs[i].code_point, i, i + 1, FoldSet(), 1});
  }
  out.text = plain.text;
  out.text_begin = plain.text_begin;
}

bool Substitute(const Reading& plain, const absl::flat_hash_set<char32_t>& wholes, Reading& out) {
  out.Clear(ReadingKind::kPlain, true);
  return Substitution(plain, wholes, out).Run();
}

void ReadLetters(const View& plain, Reading& out) {
  out.Clear(ReadingKind::kLetters, false);
  const auto& glyphs = plain.glyphs;
  const auto at = [&](size_t i) { return glyphs[i].code_point; };
  for (uint32_t i = 0; i < glyphs.size(); ++i) {
    if (!IsLetter(glyphs[i].kind)) continue;
    if (glyphs[i].kind == GlyphKind::kDigit && IsStrayDigit(i, glyphs.size(), at)) continue;
    out.pieces.push_back({glyphs[i].code_point, i, i + 1, FoldSet(), 1});
  }
  WriteUtf8(out.pieces, out.text, out.text_begin);
}

void ReadLetters(const Reading& substituted, Reading& out) {
  out.Clear(ReadingKind::kLetters, true);
  const auto& pieces = substituted.pieces;
  const auto at = [&](size_t i) { return pieces[i].code_point; };
  for (size_t i = 0; i < pieces.size(); ++i) {
    if (IsLetter(KindOf(at(i))) && !IsStrayDigit(i, pieces.size(), at)) Append(out, pieces[i]);
  }
  Close(out);
}

bool IsFoundInLetters(std::u32string_view word) {
  for (size_t i = 0; i < word.size(); ++i) {
    if (!IsLetter(KindOf(word[i]))) return false;
    const bool beside_han = (i > 0 && IsHan(word[i - 1])) || (i + 1 < word.size() && IsHan(word[i + 1]));
    if (IsDigit(word[i]) && (beside_han || word.size() == 1)) return false;
  }
  return true;
}

bool CollapseRepeats(const Reading& letters, Reading& out) {
  out.Clear(ReadingKind::kCollapsed, letters.substituted);
  const auto equal = [](const Piece& a, const Piece& b) { return a.code_point == b.code_point; };
  if (std::adjacent_find(letters.pieces.begin(), letters.pieces.end(), equal) == letters.pieces.end()) return false;
  for (const Piece& piece : letters.pieces) {
    if (!out.pieces.empty() && out.pieces.back().code_point == piece.code_point) {
      Piece& run = out.pieces.back();
      run.end = piece.end;
      ++run.run;
      run.folds |= piece.folds | FoldSet::Of(Fold::kRepeat);
    } else {
      Append(out, piece);
    }
  }
  Close(out);
  return true;
}

void ReadSound(const Reading& letters, Reading& out) {
  out.Clear(ReadingKind::kSound, letters.substituted);
  for (const Piece& piece : letters.pieces) {
    out.text_begin.push_back(static_cast<uint32_t>(out.text.size()));
    out.pieces.push_back(piece);
    if (piece.code_point < 0x80) {
      out.text.push_back(static_cast<char>(piece.code_point));
    } else if (const uint16_t syllable = SyllableOf(piece.code_point)) {
      out.text.append(SyllableLetters(syllable));
    } else {
      out.text.push_back(kBreak);
    }
  }
  Close(out);
}

}  // namespace presend
