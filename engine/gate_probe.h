// The gate's pass over one message: decode, fold and look up, without writing anything.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/gate.h"
#include "engine/link_watch.h"
#include "engine/stretch.h"
#include "engine/view.h"

namespace presend {

// What stands for a letter where sounds are compared: its syllable, or itself if it has none.
uint32_t SoundToken(char32_t letter);

class GateProbe {
 public:
  explicit GateProbe(const Gate& gate) : gate_(gate) {}
  Demand Run(std::string_view text);
  Gate::Demands RunBoth(std::string_view text, size_t border);

 private:
  struct Letter {
    char32_t c = 0;
    uint16_t traits = 0;
  };

  // A bit for each character of a stretch that may make up something with the letter before it.
  struct Doubts {
    uint64_t written = 0, heard = 0;
    bool few_ids = false;    // too few letters and digits for an id or a number: nobody asks for numerals
    bool few_links = false;  // … nor for a link: nor for Latin letters and dots
  };
  // Of the character `at`; those from `from` on have not been taken yet.
  struct Around {
    const Stretch& stretch;
    uint32_t from = 0, at = 0;
  };

  void Pass(std::string_view text);
  void PassByEight(const char* p, const char* end);
  void PassBySixteen(const char* p, const char* end);
  template <StretchStep kStep>
  const char* PassStretch(const char* p, const char* end);
  void CountFew(const Stretch& stretch, Doubts& doubts) const;
  bool IsSettled() const;
  uint32_t FirstStop(const Stretch& stretch, uint32_t from, const Doubts& doubts);
  const char* TakeOne(const Stretch& stretch, uint32_t at);
  bool IsSeen(char32_t c) const;
  void DoubtNextLetter(const Stretch& stretch, uint32_t at, Doubts& doubts) const;
  bool IsPassed(const Stretch& stretch, uint32_t from, uint32_t at, const Doubts& doubts);
  bool IsPlain(const Around& around, const Doubts& doubts) const;
  bool IsLone(const Around& around) const;
  bool IsLeetBeside(const Around& around) const;
  bool IsQuiet(const Stretch& stretch, uint32_t at) const;
  template <typename Token>
  PairSet::Marks WithThird(PairSet::Marks met, uint64_t pair, const Around& around, char32_t last, Token token);
  char32_t LetterBefore(const Around& around) const;
  char32_t OtherLetterBefore(const Around& around, char32_t last) const;
  char32_t LetterBehind(const Around& around) const;
  void PassLetters(const Stretch& stretch, uint32_t from, uint32_t to);
  size_t CountLetters(const Stretch& stretch, uint32_t from, uint32_t to) const;
  static bool IsHan(char32_t c) { return c - Gate::kFirstHan < Gate::kHanCount; }
  uint16_t TraitsOfHan(char32_t c) const { return gate_.han_[c - Gate::kFirstHan]; }
  uint16_t TraitsOfPlain(char32_t c) const { return c < 0x80 ? gate_.ascii_[c] : TraitsOfHan(c); }
  bool IsUnfoldedHan(char32_t c) const { return IsHan(c) && (TraitsOfHan(c) & Gate::kIdentity) != 0; }
  bool IsPlainHan(char32_t c) const {  // that folding leaves alone, and neither a numeral nor a dot
    return IsHan(c) && (TraitsOfHan(c) & (Gate::kIdentity | Gate::kNumeral)) == Gate::kIdentity;
  }
  bool IsMark(char32_t c) const { return gate_.written_.IsMark(c); }
  bool IsLeet(char32_t c) const { return IsMark(c) && (gate_.TraitsOfMark(c) & Gate::kLeet) != 0; }

  void Take(char32_t code_point);
  void TakeNothing();  // what is neither letter nor mark
  void TakeGlyph(char32_t c, GlyphKind kind);
  void TakeMark(char32_t c);
  void Draw(char32_t mark);
  void LeaveDrawn(Letter next);
  bool MayMeet(Letter a, Letter b) const;
  void TakeLetter(Letter letter);
  void Count(bool of_id, bool digit);
  void MeetLabel(Letter letter);
  void MeetLast(Letter letter);
  void MeetPair(Letter a, Letter b, bool whole);
  void MeetTriple(uint64_t pair, uint32_t beside);
  void Meet(PairSet::Marks marks);
  PairSet::Marks LookUp(const PairSet& set, uint64_t hash) {  // keeps those whose rest is to be looked for
    const PairSet::Marks marks = set.MarksOf(hash);
    if ((marks & Gate::kWithRest) != 0) MeetKnown(hash);
    return marks;
  }
  void MeetSingle(Letter letter);
  void LeaveSingle(char32_t next);
  void MeetKnown(uint64_t hash);
  void MeetAllKnown();
  void MeetKnownIn(std::string_view text);
  Demand Finish(std::string_view text);
  static bool MixesLeet(char32_t a, char32_t b);
  static uint32_t TokenOf(Letter letter);

  static constexpr int kShortestId = 5;
  static constexpr int kShortestNumber = 7;  // of a telephone
  static constexpr size_t kMostKnown = 8;        // letters whose rest is looked for
  static constexpr size_t kLongestPartName = 4;  // between the parts of a number: 中间四位

  const Gate& gate_;
  bool alone_ = false;  // nothing has been taken, and this text is all
  bool more_ = false;   // another text follows
  Demand demand_;
  PairSet::Marks clues_ = 0;
  // The last letters as words are compared: repeats once, digits behind Han characters left out.
  Letter last_;
  char32_t before_last_ = 0;
  char32_t raw_last_ = 0;        // the last letter as it stands
  char32_t adjacent_ = 0;        // the same, 0 if something stands between
  uint64_t waiting_pair_ = 0;    // counts with the right letter behind it; 0: none
  uint64_t waiting_sound_ = 0;   // the same by sound
  char32_t waiting_single_ = 0;  // counts unless the letter behind it excuses it; 0: none
  uint64_t waiting_excuse_ = 0;  // the same with the letter behind it: excused if the next one is right; 0: none
  Letter drawn_;                 // what the mark behind last_ is read as: the last letter of it
  bool behind_drawn_ = false;    // last_ stands behind such a mark
  bool drew_ = false;            // there was one
  int run_ = 0;                  // how often adjacent_ stands there
  bool touching_ = false;        // the last glyph was a Latin letter or a digit
  bool leet_mark_ = false;       // … or a mark that can be a letter
  bool numbers_ = false, ids_ = false;
  LinkWatch links_;
  int run_of_id_ = 0, digits_ = 0;
  bool behind_single_ = false;  // the run of Latin letters and digits began with a word of one letter
  int run_digits_ = 0;          // … and has so many digits
  size_t behind_digit_ = 0;     // letters since the last digit
  size_t letters_ = 0;          // as words are compared
  size_t known_count_ = 0;
  std::array<uint64_t, kMostKnown> known_;  // letters met that count with their rest; last: all else stays close together
};

}  // namespace presend
