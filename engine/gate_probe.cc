#include "engine/gate_probe.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/emoji_table.h"
#include "engine/emoticon.h"
#include "engine/fold_table.h"
#include "engine/number_finder_groups.h"
#include "engine/sound_table.h"
#include "engine/utf8.h"

namespace presend {
namespace {

constexpr uint32_t kSoundBase = 0x200000;  // tokens of syllables: above every code point
constexpr int kLongRun = 3;             // 亲亲亲 is no longer two letters of which one excuses the other

}  // namespace

uint32_t SoundToken(char32_t letter) {
  const uint16_t syllable = letter < 0x80 ? 0 : SyllableOf(letter);
  return syllable == 0 ? letter : kSoundBase + syllable;
}

Demand GateProbe::Run(std::string_view text) {
  alone_ = true;
  Pass(text);
  return Finish(text);
}

// The second is probed in the state that the first has left: what it holds by itself shows there too.
Gate::Demands GateProbe::RunBoth(std::string_view text, size_t border) {
  if (BorderChangesEmoticon(text, border)) return {Demand::All(), Demand::All()};
  more_ = true;
  Pass(text.substr(0, border));
  more_ = false;
  MeetAllKnown();  // what the second has more is not known yet
  TakeNothing();  // a letter of the first excuses none of the second
  behind_single_ = true, run_digits_ = 0;  // v|13800138000: what goes on here may be a run of its own
  const Demand first = std::exchange(demand_, {});
  const PairSet::Marks clues = std::exchange(clues_, 0);
  const size_t letters = std::exchange(letters_, 0);
  Pass(text.substr(border));
  letters_ = std::max<size_t>(letters_, 1);  // one that repeats the last of the first has not been counted
  const Demand second = Finish(text);
  demand_.AddAll(first);
  clues_ |= clues;
  letters_ += letters;
  return {Finish(text), second};
}

Demand GateProbe::Finish(std::string_view text) {
  LeaveSingle(0);
  demand_.AddAll(gate_.always_);
  if (known_count_ > 0) {
    const bool drawn = drew_ || demand_.Has(Cause::kParts);  // and so may be the rest
    drawn ? MeetAllKnown() : MeetKnownIn(text);
  }
  for (const auto& [clues, cause] : gate_.clue_pairs_) {
    if ((clues_ & clues) == clues) demand_.Add(cause);
  }
  if (ids_ && (clues_ & Gate::kIdWordClue) != 0) demand_.Add(Cause::kWords);
  const bool pictures = drew_ || demand_.Has(Cause::kParts);
  if (letters_ <= gate_.whole_letters_ && (letters_ > 0 || pictures)) {  // a picture is no letter of a whole message
    demand_.Add(Cause::kWords);
    demand_.Add(Cause::kSounds);
  }
  // What a word is known by may stand in plain letters, and the rest of it be drawn.
  if (drew_ && (demand_.Has(Cause::kWords) || demand_.Has(Cause::kSounds))) demand_.Add(Cause::kParts);
  if (gate_.links_ && links_.MayHaveSeenLink()) demand_.Add(Cause::kLinks);
  if (numbers_ && gate_.numbers_) demand_.Add(Cause::kNumbers);
  const bool told = gate_.lone_ids_ || (clues_ & Gate::kIdClue) != 0 || demand_.Has(Cause::kParts);  // 加 may be drawn
  if (ids_ && gate_.ids_ && told) {
    demand_.Add(Cause::kNumbers);
    if (drew_) demand_.Add(Cause::kParts);
  }
  return demand_;
}

void GateProbe::Take(char32_t code_point) {
  const uint32_t packed = FoldPacked(code_point);
  const char32_t canonical = packed & kManyForms;
  if (canonical == 0) {
    TakeNothing();
    if (code_point == 0x202E) demand_ = Demand::All();  // text in reverse: have it read
  } else if (canonical != kManyForms) {
    TakeGlyph(canonical, static_cast<GlyphKind>(packed >> kPackedKindShift));
  } else {
    for (char32_t c : FoldCodePoint(code_point).canonical) TakeGlyph(c, KindOf(c));
  }
}

void GateProbe::TakeNothing() {
  LeaveSingle(0);
  adjacent_ = 0;
}

[[gnu::flatten]] void GateProbe::TakeGlyph(char32_t c, GlyphKind kind) {
  if (!IsLetter(kind)) return TakeMark(c);
  const bool ascii = IsLatin(c) || IsDigit(c);
  const Letter letter{c, gate_.TraitsOf(c)};
  const bool dot = (letter.traits & Gate::kDotLetter) != 0;
  const bool known = ascii || c - Gate::kFirstHan < Gate::kHanCount;
  const bool numeral = known ? !ascii && (letter.traits & Gate::kNumeral) != 0 : MayBeDigit(c);
  links_.PassLetter(c, kind, raw_last_, touching_, dot);
  const bool counts = numeral && !dot;
  if (ascii) MeetLabel(letter);
  Count(ascii || counts, IsDigit(c) || counts);
  // w3ixin: a digit inside a Latin word may be a letter.
  if (gate_.pictures_ && ascii && (leet_mark_ || (touching_ && MixesLeet(raw_last_, c)))) demand_.Add(Cause::kParts);
  TakeLetter(letter);
  touching_ = ascii;
}

bool GateProbe::MixesLeet(char32_t a, char32_t b) {
  return IsDigit(a) != IsDigit(b) && LeetLetter(IsDigit(a) ? a : b) != 0;
}

// A run of what an id can be made of, or digits with a few other letters between them: 138杠0013杠8000.
void GateProbe::Count(bool of_id, bool digit) {
  run_of_id_ = of_id ? run_of_id_ + 1 : 0;
  if (digit) digits_ = std::exchange(behind_digit_, 0) > kLongestPartName ? 1 : digits_ + 1;
  behind_digit_ += !digit;
  numbers_ |= digits_ >= kShortestNumber;
  ids_ |= run_of_id_ >= kShortestId || digits_ >= kShortestNumber;
}

// v13800138000: the word of one letter that a run of Latin letters begins with is a label if it goes on like a number.
void GateProbe::MeetLabel(Letter letter) {
  if (!touching_) run_digits_ = 0, behind_single_ = (letter.traits & Gate::kSingle) != 0;
  run_digits_ += IsDigit(letter.c);
  if (behind_single_ && run_digits_ >= kShortestId) demand_.Add(Cause::kWords);
}

void GateProbe::TakeMark(char32_t c) {
  TakeNothing();
  if (c >= 0x80 && MayBeDigit(c)) Count(true, true);
  const uint8_t traits = c < gate_.ascii_.size() ? gate_.ascii_[c] : gate_.MarkTraitsOf(c);
  links_.PassMark(c, (traits & Gate::kDot) != 0);
  leet_mark_ = (traits & Gate::kLeet) != 0;
  if ((traits & Gate::kOpens) != 0) {
    demand_.Add(Cause::kPatterns);
    demand_.Add(Cause::kWords);
  }
  if (gate_.pictures_ && ((traits & Gate::kPicture) != 0 || (leet_mark_ && touching_))) demand_.Add(Cause::kParts);
  if (gate_.pictures_ && (traits & Gate::kDrawn) != 0) Draw(c);
  touching_ = false;
}

// “+”号: opens the gate only if what the mark is read as may make up something with a letter beside it. A letter
// further on is not compared: a pair that asks for it is taken to have it.
void GateProbe::Draw(char32_t mark) {
  if (waiting_pair_ != 0 || waiting_sound_ != 0) demand_.Add(Cause::kParts);
  for (char32_t c : ReadPicture({&mark, 1}).reading) {
    const Letter letter{c, gate_.TraitsOf(c)};
    const PairSet::Marks marks = gate_.required_.MarksOf(LetterHash(c));
    const bool counts = (letter.traits & Gate::kSingle) != 0 || (marks & Gate::kCauses) != 0;
    const bool meets = MayMeet(last_, letter) || MayMeet(drawn_, letter) || MayMeet({raw_last_, 0}, letter);
    if (counts || meets) demand_.Add(Cause::kParts);
    clues_ |= marks >> Gate::kClueShift;
    drawn_ = letter;
  }
  drew_ = true;
}

void GateProbe::LeaveDrawn(Letter next) {
  if (MayMeet(drawn_, next) || (behind_drawn_ && MayMeet(last_, next))) demand_.Add(Cause::kParts);
  if (IsDigit(next.c)) return;  // counts and does not count
  behind_drawn_ = drawn_.c != 0;
  drawn_ = {};
}

bool GateProbe::MayMeet(Letter a, Letter b) const {
  if (a.c == 0) return false;
  const PairSet& sounds = gate_.SoundsOf(a.c, b.c);
  return a.c == b.c || gate_.pairs_.MarksOf(PairHash(a.c, b.c)) != 0 ||
         (!sounds.empty() && sounds.MarksOf(PairHash(TokenOf(a), TokenOf(b))) != 0);
}

void GateProbe::TakeLetter(Letter letter) {
  LeaveSingle(letter.c);
  MeetLast(letter);
  MeetSingle(letter);
  touching_ = leet_mark_ = false;
  raw_last_ = adjacent_ = letter.c;
}

void GateProbe::MeetLast(Letter letter) {
  if (drawn_.c != 0 || behind_drawn_) LeaveDrawn(letter);
  if (IsDigit(raw_last_) && raw_last_ != last_.c) MeetPair({raw_last_, 0}, letter, false);
  const bool may_be_stray = IsDigit(letter.c) && last_.c != 0 && KindOf(last_.c) == GlyphKind::kHan;
  if (letter.c == last_.c || may_be_stray) return MeetPair(last_, letter, false);
  if (waiting_pair_ != 0) MeetTriple(std::exchange(waiting_pair_, 0), letter.c);
  if (waiting_sound_ != 0) MeetTriple(std::exchange(waiting_sound_, 0), TokenOf(letter));
  MeetPair(last_, letter, true);
  before_last_ = last_.c;
  last_ = letter;
  ++letters_;
}

// `whole`: as words are compared, so that the letter beside the pair is known.
void GateProbe::MeetPair(Letter a, Letter b, bool whole) {
  const uint64_t pair = PairHash(a.c, b.c);
  const PairSet::Marks marks = LookUp(gate_.pairs_, pair);
  Meet(marks);
  if (whole && (marks & Gate::kWithBefore) != 0) MeetTriple(pair, before_last_);
  if (whole && (marks & Gate::kWithBehind) != 0) waiting_pair_ = pair;
  const PairSet& sounds = gate_.SoundsOf(a.c, b.c);
  if (sounds.empty()) return;
  const uint64_t sound = PairHash(TokenOf(a), TokenOf(b));
  const PairSet::Marks heard = sounds.MarksOf(sound);
  Meet(heard);
  if (whole && (heard & Gate::kWithBefore) != 0) MeetTriple(sound, SoundToken(before_last_));
  if (whole && (heard & Gate::kWithBehind) != 0) waiting_sound_ = sound;
}

void GateProbe::MeetTriple(uint64_t pair, uint32_t beside) {
  Meet(LookUp(gate_.triples_, TripleHash(pair, beside)));
}

void GateProbe::MeetKnown(uint64_t hash) {
  if (known_count_ == kMostKnown) MeetAllKnown();
  known_[known_count_++] = hash;
}

// Whatever the text holds beside them.
void GateProbe::MeetAllKnown() {
  for (size_t i = 0; i < known_count_; ++i) demand_.AddAll(gate_.rests_.DemandOf(known_[i]));
  known_count_ = 0;
}

// If their rest may be in the text, which is looked at only if that makes a difference.
void GateProbe::MeetKnownIn(std::string_view text) {
  std::optional<LetterBag> letters;
  for (size_t i = 0; i < known_count_; ++i) {
    if (demand_.HasAll(gate_.rests_.DemandOf(known_[i]))) continue;
    if (!letters) letters.emplace(text);
    demand_.AddAll(gate_.rests_.DemandOf(known_[i], *letters));
  }
  known_count_ = 0;
}

void GateProbe::Meet(PairSet::Marks marks) {
  demand_.AddAll(static_cast<uint8_t>(marks & Gate::kCauses));
  clues_ |= marks >> Gate::kClueShift;
}

void GateProbe::MeetSingle(Letter letter) {
  run_ = adjacent_ == letter.c ? run_ + 1 : 1;
  if ((letter.traits & Gate::kRequired) != 0) Meet(gate_.required_.MarksOf(LetterHash(letter.c)));
  if ((letter.traits & Gate::kSingle) == 0) return;
  if (run_ >= kLongRun) demand_.Add(Cause::kWords);
  if ((gate_.ExcusedBy(Gate::ExcuseKey(adjacent_, letter.c)) & Gate::kSecond) == 0) waiting_single_ = letter.c;
}

// `next`: the letter directly behind, 0 if there is none.
void GateProbe::LeaveSingle(char32_t next) {
  if (const uint64_t pair = std::exchange(waiting_excuse_, 0); pair != 0) {
    if ((gate_.ExcusedBy(Gate::ExcuseKey(0, 0, next) | pair) & Gate::kFirst) == 0) demand_.Add(Cause::kWords);
  }
  const char32_t single = std::exchange(waiting_single_, 0);
  if (single == 0) return;
  const uint64_t pair = Gate::ExcuseKey(single, next);
  const PairSet::Marks marks = gate_.ExcusedBy(pair);
  if ((marks & Gate::kFirst) != 0) return;
  if ((marks & Gate::kFirstOfThree) != 0) {
    waiting_excuse_ = pair;
  } else {
    demand_.Add(Cause::kWords);
  }
}

uint32_t GateProbe::TokenOf(Letter letter) {
  const uint32_t syllable = letter.traits >> Gate::kSyllableShift & Gate::kSyllableBits;
  return syllable != 0 ? kSoundBase + syllable : SoundToken(letter.c);
}

}  // namespace presend
