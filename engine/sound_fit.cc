#include "engine/sound_fit.h"

namespace presend {
namespace {

// Walks through the syllables of a word as letters are consumed.
class Syllables {
 public:
  explicit Syllables(const std::vector<uint8_t>& ends) : ends_(ends) {}

  void Take(uint32_t letters) {
    length_ += letters;
    while (passed_ < ends_.size() && ends_[passed_] <= length_) ++passed_;
  }
  bool AtEdge() const { return length_ == (passed_ == 0 ? 0u : ends_[passed_ - 1]); }
  size_t passed() const { return passed_; }

 private:
  const std::vector<uint8_t>& ends_;
  size_t passed_ = 0;
  uint32_t length_ = 0;
};

bool IsPicture(const View& plain, const Piece& piece) {
  return piece.folds.has(Fold::kEmoji) && plain.glyphs[piece.first].kind == GlyphKind::kEmoji;
}

FoldSet UndoneIn(const View& plain, const Piece& piece) {
  if (piece.code_point < 0x80) return FoldSet::Of(Fold::kPinyin);
  return IsPicture(plain, piece) ? FoldSet() : FoldSet::Of(Fold::kSound);
}

}  // namespace

std::optional<FoldSet> UndoneBySound(const View& plain, const Reading& letters, int first, int last,
                                     const WordFacts& word) {
  Syllables syllables(word.syllable_ends);
  FoldSet undone;
  bool same = true;
  for (int i = first; i <= last; ++i) {
    const Piece& piece = letters.pieces[i];
    const size_t at = syllables.passed();
    bool whole = syllables.AtEdge();
    syllables.Take(letters.text_begin[i + 1] - letters.text_begin[i]);
    whole = whole && syllables.AtEdge() && syllables.passed() == at + 1;
    if (piece.code_point >= 0x80 && !whole) return std::nullopt;  // 先 is no 西安, and 陶宝 no tao宝
    if (whole && word.text[at] == piece.code_point) continue;
    same = false;
    undone |= UndoneIn(plain, piece);
  }
  return same ? std::nullopt : std::optional(undone);
}

}  // namespace presend
