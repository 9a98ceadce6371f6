// What the gate's pass need not take letter by letter: stretches of Han characters that make up nothing with the letter
// before them, and the quiet marks between: nearly all of a clean message.
#include <algorithm>
#include <bit>

#include "absl/strings/ascii.h"
#include "engine/emoticon.h"
#include "engine/fold_table.h"
#include "engine/gate_probe.h"
#include "engine/utf8.h"

namespace presend {
namespace {

// Of a character among those of a stretch.
inline uint64_t BitOf(uint32_t at) { return uint64_t{1} << 63 >> at; }

// The first that has a bit, which it loses.
inline uint32_t TakeFirst(uint64_t& bits) {
  const auto at = static_cast<uint32_t>(std::countl_zero(bits));
  bits &= ~BitOf(at);
  return at;
}

inline bool IsAsciiLetter(char32_t c) { return c < 0x80 && absl::ascii_isalpha(static_cast<unsigned char>(c)); }

// Letters are compared so; those that are not Latin stay as they are.
inline char32_t LowerCase(char32_t c) { return c - U'A' < 26 ? c - U'A' + U'a' : c; }

}  // namespace

void GateProbe::Pass(std::string_view text) {
  const char* const end = text.data() + text.size();
  gate_.step_ == StretchStep::kSixteen ? PassBySixteen(text.data(), end) : PassByEight(text.data(), end);
}

[[gnu::flatten]] void GateProbe::PassByEight(const char* p, const char* end) {
  while (p < end) p = PassStretch<StretchStep::kEight>(p, end);
}

// A processor that takes sixteen has the newer instructions on bits, too.
[[gnu::flatten, gnu::target("bmi,bmi2,lzcnt,popcnt")]] void GateProbe::PassBySixteen(const char* p, const char* end) {
  while (p < end) p = PassStretch<StretchStep::kSixteen>(p, end);
}

// What is in doubt is looked at, what that does not excuse is taken, and so is what stands behind until nothing waits for
// it.
template <StretchStep kStep>
inline const char* GateProbe::PassStretch(const char* p, const char* end) {
  const Stretch stretch(p, end, kStep);
  Doubts doubts{.written = gate_.written_.Doubts(stretch, last_.c), .few_ids = !gate_.runs_, .few_links = !gate_.runs_};
  const bool all = std::exchange(alone_, false) && stretch.At(stretch.count) == stretch.text_end;
  if (all && gate_.runs_) CountFew(stretch, doubts);
  if (!gate_.heard_.empty()) doubts.heard = gate_.heard_.Doubts(stretch, last_.c);
  bool settled = IsSettled();
  for (uint32_t done = 0;;) {
    if (settled && !(touching_ && IsLeet(stretch.codes[done]))) {
      const uint32_t stop = FirstStop(stretch, done, doubts);
      PassLetters(stretch, done, stop);
      done = stop;
      if (done == stretch.count) return stretch.At(done);
    }
    const uint32_t taken = done;
    const char* const behind = TakeOne(stretch, taken);
    while (done < stretch.count && stretch.At(done) < behind) ++done;
    if (done == stretch.count) return behind;
    settled = IsSettled();
    const bool seen = done == taken + 1 && IsSeen(stretch.codes[taken]);
    if (!seen) DoubtNextLetter(stretch, done, doubts);
  }
}

// Of a text that is all in the stretch. Of letters and digits that stand together, at most the first stands directly
// behind a Han character.
inline void GateProbe::CountFew(const Stretch& stretch, Doubts& doubts) const {
  int latin = 0, digits = 0, together = 1;
  for (uint64_t left = doubts.written; left != 0;) {
    const uint32_t at = TakeFirst(left);
    const char32_t c = stretch.codes[at];
    if (!gate_.written_.IsSpecial(c) || IsPlainHan(c)) continue;
    const bool numeral = IsHan(c) && (TraitsOfHan(c) & Gate::kNumeral) != 0;
    if (c >= 0x80 && !numeral) return;
    latin += c < 0x80;
    digits += numeral || IsDigit(c);
    together += at == 0 || !IsPlainHan(stretch.codes[at - 1]);
  }
  doubts.few_ids = together < kShortestId && digits < kShortestNumber;
  doubts.few_links = doubts.few_ids && latin < LinkWatch::kFewest;
}

// Whether the looks tell all about what stands behind: nothing waits for it, and the last letter counts as it stands.
inline bool GateProbe::IsSettled() const {
  const bool waiting = (waiting_pair_ | waiting_sound_ | waiting_single_ | waiting_excuse_) != 0;
  if (waiting || drawn_.c != 0 || behind_drawn_ || raw_last_ == U'句' || raw_last_ != last_.c) return false;
  return last_.c == 0 || IsHan(last_.c) || IsLatin(last_.c);
}

// The first character from `from` on that has to be taken.
inline uint32_t GateProbe::FirstStop(const Stretch& stretch, uint32_t from, const Doubts& doubts) {
  for (uint64_t left = (doubts.written | doubts.heard) & ~uint64_t{0} >> from; left != 0;) {
    const uint32_t at = TakeFirst(left);
    if (!IsPassed(stretch, from, at, doubts)) return at;
  }
  return stretch.count;
}

// Returns where it ends: an emoticon may be longer than the stretch.
inline const char* GateProbe::TakeOne(const Stretch& stretch, uint32_t at) {
  const char* const p = stretch.At(at);
  const char32_t c = stretch.codes[at];
  if (IsUnfoldedHan(c) || IsAsciiLetter(c)) {
    TakeGlyph(LowerCase(c), IsHan(c) ? GlyphKind::kHan : GlyphKind::kLatin);
    return stretch.At(at + 1);
  }
  if (const Emoticon emoticon = EmoticonAt(p, stretch.text_end); emoticon.length > 0) {
    Take(emoticon.mark);
    return p + emoticon.length;
  }
  const DecodedCodePoint decoded = DecodeUtf8(p, stretch.text_end);
  decoded.valid ? Take(decoded.code_point) : TakeNothing();
  return p + decoded.length;
}

// Whether the looks took the character for what it is: those at the letter behind it hold.
inline bool GateProbe::IsSeen(char32_t c) const {
  return IsMark(c) || IsAsciiLetter(c) || IsUnfoldedHan(c);
}

// Where the looks took what stands before it for something else.
inline void GateProbe::DoubtNextLetter(const Stretch& stretch, uint32_t at, Doubts& doubts) const {
  while (at < stretch.count && IsMark(stretch.codes[at])) ++at;
  if (at == stretch.count) return;
  doubts.written |= BitOf(at);
  if (!gate_.heard_.empty()) doubts.heard |= BitOf(at);
}

// Whether a character in doubt gives no more than a clue, or what counts only with its rest.
inline bool GateProbe::IsPassed(const Stretch& stretch, uint32_t from, uint32_t at, const Doubts& doubts) {
  if (IsMark(stretch.codes[at])) return IsQuiet(stretch, at);
  const Around around{stretch, from, at};
  if (!IsPlain(around, doubts)) return false;
  const char32_t c = LowerCase(stretch.codes[at]), last = LetterBefore(around);
  const size_t known = known_count_;
  PairSet::Marks met = 0;
  if ((doubts.written & BitOf(at)) != 0) {
    const uint64_t pair = PairHash(last, c);
    met = WithThird(LookUp(gate_.pairs_, pair), pair, around, last, [](char32_t letter) { return letter; });
    if ((TraitsOfPlain(c) & Gate::kRequired) != 0) met |= gate_.required_.MarksOf(LetterHash(c));
  }
  if ((doubts.heard & BitOf(at)) != 0) {
    const uint64_t sound = PairHash(SoundToken(last), SoundToken(c));
    met |= WithThird(gate_.SoundsOf(last, c).MarksOf(sound), sound, around, last, SoundToken);
  }
  clues_ |= met >> Gate::kClueShift;
  if ((met & Gate::kCauses) != 0) {
    known_count_ = std::min(known, known_count_);  // to be met when it is taken
    return false;
  }
  if (c < 0x80) {
    links_.PassHan();
    links_.PassLetter(c, GlyphKind::kLatin, 0, false, false);
  }
  return true;
}

// Whether a letter is of interest only for what it makes up with those beside it.
inline bool GateProbe::IsPlain(const Around& around, const Doubts& doubts) const {
  const char32_t c = around.stretch.codes[around.at];
  if (IsHan(c)) {
    const uint16_t traits = TraitsOfHan(c);
    if ((traits & (Gate::kIdentity | Gate::kSingle)) != Gate::kIdentity) return false;
    if ((traits & Gate::kDotLetter) != 0) return doubts.few_links;
    return doubts.few_ids || (traits & Gate::kNumeral) == 0;
  }
  if (!IsAsciiLetter(c) || (gate_.ascii_[LowerCase(c)] & Gate::kSingle) != 0) return false;
  return (doubts.few_links || IsLone(around)) && !IsLeetBeside(around);
}

// Whether nothing that could make a link or an id with a Latin letter stands before it.
inline bool GateProbe::IsLone(const Around& around) const {
  for (uint32_t at = around.at; at > around.from;) {
    const char32_t c = around.stretch.codes[--at];
    if (IsHan(c)) return true;
    if (c >= 0x80 || !IsMark(c) || (gate_.ascii_[c] & Gate::kDot) != 0) return false;
  }
  return false;
}

// Whether a digit or a mark that can be a letter stands directly beside a letter.
inline bool GateProbe::IsLeetBeside(const Around& around) const {
  const auto& [stretch, from, at] = around;
  const auto may_be_letter = [&](char32_t c) { return IsDigit(c) || IsLeet(c); };
  const bool taken = at == from;
  if (taken ? leet_mark_ || (touching_ && IsDigit(raw_last_)) : may_be_letter(stretch.codes[at - 1])) return true;
  return at + 1 < stretch.count && may_be_letter(stretch.codes[at + 1]);
}

// Whether a mark does no more than stand between letters.
inline bool GateProbe::IsQuiet(const Stretch& stretch, uint32_t at) const {
  const auto loud = static_cast<uint8_t>(gate_.TraitsOfMark(stretch.codes[at]) & ~Gate::kQuiet);
  return loud == 0 || (loud == Gate::kEmoticon && !MayBeEmoticon(stretch.At(at), stretch.text_end));
}

// What a pair makes up by itself and with the letter beside it: anything, if that one is not certain.
template <typename Token>
inline PairSet::Marks GateProbe::WithThird(PairSet::Marks met, uint64_t pair, const Around& around, char32_t last,
                                           Token token) {
  if ((met & Gate::kWithBefore) != 0) {
    met |= LookUp(gate_.triples_, TripleHash(pair, token(OtherLetterBefore(around, last))));
  }
  if ((met & Gate::kWithBehind) != 0) {
    const char32_t behind = LetterBehind(around);
    met |= behind == 0 ? Gate::kCauses : LookUp(gate_.triples_, TripleHash(pair, token(behind)));
  }
  return met;
}

inline char32_t GateProbe::LetterBefore(const Around& around) const {
  for (uint32_t at = around.at; at > around.from;) {
    if (const char32_t c = around.stretch.codes[--at]; !IsMark(c)) return LowerCase(c);
  }
  return last_.c;
}

// The one before that, as words are compared: repeats count once.
inline char32_t GateProbe::OtherLetterBefore(const Around& around, char32_t last) const {
  for (uint32_t at = around.at; at > around.from;) {
    if (const char32_t c = LowerCase(around.stretch.codes[--at]); c != last && !IsMark(c)) return c;
  }
  return last == last_.c ? before_last_ : last_.c;
}

// The letter that is compared with the one behind which it stands; 0 if that is not certain.
inline char32_t GateProbe::LetterBehind(const Around& around) const {
  const Stretch& stretch = around.stretch;
  const char32_t letter = LowerCase(stretch.codes[around.at]);
  for (uint32_t at = around.at + 1; at < stretch.count; ++at) {
    const char32_t next = LowerCase(stretch.codes[at]);
    if (gate_.written_.IsQuietMark(next) || next == letter) continue;
    return IsLatin(next) || IsUnfoldedHan(next) ? next : 0;
  }
  return 0;
}

void GateProbe::PassLetters(const Stretch& stretch, uint32_t from, uint32_t to) {
  if (!more_ && stretch.At(to) == stretch.text_end) {  // nobody asks where they end
    letters_ += CountLetters(stretch, from, to);
    return;
  }
  uint32_t behind = to;
  while (behind > from && IsMark(stretch.codes[behind - 1])) --behind;
  if (behind > from) {
    const char32_t last = LowerCase(stretch.codes[behind - 1]);
    const size_t letters = CountLetters(stretch, from, behind);
    before_last_ = OtherLetterBefore({stretch, from, behind - 1}, last);
    letters_ += letters;
    behind_digit_ += letters;
    links_.PassHan();
    touching_ = IsLatin(last);
    leet_mark_ = behind_single_ = false;
    run_of_id_ = touching_;
    run_digits_ = 0;
    run_ = 1;
    last_ = {last, TraitsOfPlain(last)};
    raw_last_ = adjacent_ = last;
  }
  for (; behind < to; ++behind) {
    const uint8_t traits = gate_.TraitsOfMark(stretch.codes[behind]);
    links_.PassMark(0, (traits & Gate::kDot) != 0);
    leet_mark_ = (traits & Gate::kLeet) != 0;
    touching_ = false;
    adjacent_ = 0;
  }
}

// As words are compared; no more than anybody asks for.
inline size_t GateProbe::CountLetters(const Stretch& stretch, uint32_t from, uint32_t to) const {
  const size_t wanted = digits_ > 0 ? std::max(gate_.whole_letters_, kLongestPartName) + 1
                                    : gate_.whole_letters_ + 1 - std::min(letters_, gate_.whole_letters_ + 1);
  size_t letters = 0;
  char32_t last = last_.c;
  for (; from < to && letters < wanted; ++from) {
    const char32_t c = LowerCase(stretch.codes[from]);
    if (IsMark(c) || c == last) continue;
    last = c;
    ++letters;
  }
  return letters;
}

}  // namespace presend
