// The gate before the databases: a few kilobytes that prove most clean messages clean in one pass, and tell for the
// others what is worth looking for.
//
// Each word is represented by the rarest pair of its neighbouring letters and one letter beside the pair; so is each
// word's sound, by syllables. A pattern is represented by the rarest of the sets of texts that it requires, or, where
// even that is ordinary talk, by two of them together; so are ordinary words with what they must stand near. What has
// more letters counts only if the rarest of them are somewhere in the message, too. A message without a represented pair
// holds none of the words, in any reading. The gate may open for nothing; it never stays shut on a message that a
// reading would have a hit in.
//
// Letters are compared as the readings have them: what stands between them is passed over, repeats count once, a digit
// between two Han characters counts and does not count.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "engine/demand.h"
#include "engine/pair_set.h"
#include "engine/pair_sieve.h"
#include "engine/rests.h"
#include "engine/stretch.h"

namespace presend {

class Segmenter;

class Gate {
 public:
  using Texts = std::vector<std::u32string>;
  // What a message must hold to be of interest: a text of `rarer` and, unless it is empty, one of `other`. Nothing is
  // known if `rarer` is empty.
  struct Required {
    double likelihood = 0;  // of the rarer
    Texts rarer, other;
  };
  // Of a regular expression. Slow, and the same for every gate.
  static Required RequiredBy(std::string_view pattern, const Segmenter& reader);

  // Build: any number of Add… and OpenFor… calls, then Seal once. Words are canonical; `reader` tells which pairs are
  // rare. Inside one of the `excuses` a word of a single letter does not count.
  void AddWord(std::u32string_view word, std::span<const std::u32string> excuses, const Segmenter& reader);
  // Words of a rule that finds them only in messages with a text of each of `cues`, however it is disguised.
  void AddWordsNear(const Texts& words, const std::vector<Texts>& cues, const Segmenter& reader);
  // Words of a rule that finds them only beside ids or numbers.
  void AddWordsNearIds(const Texts& words, const Segmenter& reader);
  void AddSound(std::u32string_view word, const Segmenter& reader);  // the word by its sound: syllables, spelled, mixed
  void AddPinyin(std::u32string_view word, const Segmenter& reader);   // the word with any of its characters spelled
  void AddShape(char32_t whole);                                       // the character taken apart
  void AddPattern(const Required& required, const Segmenter& reader);  // a regular expression, by what it requires
  void OpenForWholeMessages(size_t letters);  // messages of at most so many letters may be such a word
  void OpenForNumbers() { numbers_ = true; }  // seven digits close by
  // Ids, five numerals or Latin letters together, in messages with a text of each of `cues`; in all if there are none.
  void OpenForIds(const std::vector<Texts>& cues, const Segmenter& reader);
  void OpenForLinks() { links_ = true; }        // Latin letters and something like a dot
  void OpenForPictures() { pictures_ = true; }  // emoji and marks that are read; digits inside Latin words
  void Seal(const Segmenter& reader);

  // Both require Seal.
  Demand Probe(std::string_view text) const;
  // Of two texts run together, the second from byte `border` on: what both may hold, and what the second may by itself.
  struct Demands {
    Demand both, second;
  };
  Demands ProbeBoth(std::string_view text, size_t border) const;

 private:
  friend class GateProbe;

  // What a letter can be.
  enum Trait : uint8_t {
    kIdentity = 1,    // a Han character that folding leaves alone
    kSingle = 2,      // a word by itself
    kNumeral = 4,     // or a dot: to be looked at
    kRequired = 16,   // of required_: by itself a text that a pattern requires
  };
  static constexpr uint8_t kUnusual = kIdentity | kSingle | kNumeral | kRequired;  // but for kIdentity alone
  // Above the traits of a Han character: its syllable, and whether it may be said for a dot.
  static constexpr uint16_t kSyllableShift = 5, kSyllableBits = 0x1FF, kDotLetter = 0x4000;
  // What a mark does. kLink: not quiet, / or %, with which a link may go on. kEmoticon: may begin one. kDrawn: stands
  // for letters by itself (+ 加, × x); kPicture: may do so together with the marks behind it, or is an emoji.
  enum MarkTrait : uint8_t {
    kDot = 1, kLeet = 2, kPicture = 4, kOpens = 8, kLink = 16, kDrawn = 32, kEmoticon = 64, kMark = 128
  };
  static constexpr uint8_t kQuiet = kDot | kLeet | kMark;  // at most
  // Marks of a pair beyond its causes: it counts only with the right letter before it, or behind it; of a pair or a
  // triple: what rests_ says counts, too.
  static constexpr PairSet::Marks kCauses = 0x3F, kWithBefore = 0x40, kWithBehind = 0x80, kWithRest = 0x100;
  // And above: sets of texts of which two open the gate together.
  static constexpr int kClueShift = 9;
  static constexpr size_t kMostClues = 53;
  // Of the texts that ids must stand near, and of the words that must stand near an id.
  static constexpr PairSet::Marks kIdClue = PairSet::Marks{1} << kMostClues, kIdWordClue = kIdClue << 1;
  // Of excuses: which letter of the pair is excused; kFirstOfThree: the first, with the right one behind the pair.
  static constexpr PairSet::Marks kFirst = 1, kSecond = 2, kFirstOfThree = 4;

  static constexpr std::array<uint32_t, 3> kWidePages = {0x3000 >> 6, 0xFF00 >> 6, 0x2000 >> 6};  // 。，“
  static constexpr uint32_t kFirstHan = 0x4E00;
  static constexpr uint32_t kHanCount = 0x5200;

  // Two or three letters as one number.
  static uint64_t ExcuseKey(char32_t a, char32_t b, char32_t c = 0) { return a | uint64_t{b} << 21 | uint64_t{c} << 42; }
  PairSet::Marks ExcusedBy(uint64_t key) const {
    const auto found = excused_.find(key);
    return found == excused_.end() ? PairSet::Marks{0} : found->second;
  }

  using Excuses = std::set<std::pair<std::u32string, PairSet::Marks>>;
  // Two sets of texts that open the gate together, either of them ordinary talk.
  struct Both {
    Required required;
    Cause cause;
  };
  struct CluePair {
    PairSet::Marks clues = 0;
    Cause cause;
  };

  uint16_t TraitsOf(char32_t letter) const;
  uint8_t MarkTraitsOf(char32_t mark) const;
  // The same by table, of a mark as it stands; 0 for other characters, but for ASCII letters.
  uint8_t TraitsOfMark(char32_t c) const {
    if (c < 0x80) return ascii_[c];
    for (size_t page = 0; page < wide_.size(); ++page) {
      if (c >> 6 == kWidePages[page]) return wide_[page][c & 0x3F];
    }
    return 0;
  }
  const PairSet& SoundsOf(uint32_t a, uint32_t b) const { return a < 0x80 || b < 0x80 ? spelled_ : sounds_; }
  void AddTrait(char32_t letter, Trait trait);
  void AddPair(char32_t a, char32_t b, PairSet::Marks marks);
  void AddHeard(uint32_t a, uint32_t b, PairSet::Marks marks);
  static const PairSieve::Weights& TalkWeights();
  void SetLooks();
  void SetMark(char32_t c, uint8_t traits);
  void AddLetters(std::u32string_view letters, PairSet::Marks marks, const Segmenter& reader);
  PairSet::Marks AddRest(std::u32string_view letters, std::u32string_view known, uint64_t hash, PairSet::Marks marks,
                         const Segmenter& reader);
  void AddSyllable(char32_t word);
  void AddSyllables(std::u32string_view word, size_t at);
  void AddJunction(char32_t a, char32_t b);
  void AddBeside(uint32_t a, uint32_t b, std::string_view beside, PairSet::Marks where);
  void AddSingle(char32_t letter, std::span<const std::u32string> excuses);
  void AddTexts(const Texts& texts, PairSet::Marks marks, const Segmenter& reader);
  void AddBoth(const Segmenter& reader);
  PairSet::Marks ClueOf(const Texts& texts, const Segmenter& reader);

  std::array<uint16_t, kHanCount> han_{};
  std::array<uint8_t, 128> ascii_{};                               // letters: Trait; marks: MarkTrait
  std::array<std::array<uint8_t, 64>, kWidePages.size()> wide_{};  // MarkTrait; 0: no mark
  PairSieve written_, heard_;                                      // pairs of letters, as they stand and by sound
  PairSet pairs_, triples_, required_;
  Rests rests_;                                            // of what is known by a pair or a triple
  PairSet sounds_, spelled_;                               // of syllables; with a Latin letter in them
  absl::flat_hash_map<uint64_t, PairSet::Marks> excused_;  // exact: a wrong excuse would lose a hit
  std::map<char32_t, Excuses> excuses_;                    // of single letters, until Seal
  std::vector<Both> both_;                                 // until Seal
  std::vector<Texts> clues_;                               // in the order of their marks
  std::vector<CluePair> clue_pairs_;                       // clues that open the gate together
  uint8_t other_traits_ = 0;                               // of all other letters together
  std::u32string marks_;                                   // that patterns and words require
  uint8_t always_ = 0;                                     // causes
  size_t whole_letters_ = 0;
  bool numbers_ = false;
  bool ids_ = false, lone_ids_ = false;  // near the texts of kIdClue; wherever
  bool links_ = false;
  bool runs_ = false;  // of Latin letters and numerals may count: as numbers, ids, links or labels with an id
  bool pictures_ = false;
  StretchStep step_ = LongestStretchStep();
};

}  // namespace presend
