// The gate before the databases: a few kilobytes that prove most clean messages clean in one pass.
//
// Each word is represented by the rarest pair of its neighbouring letters, kept in a hashed bitmap; so is each word's
// sound, by its rarest pair of syllables. A message without a represented pair holds none of the words, in any reading.
// The gate may open for nothing; it never stays shut on a message that a reading would have a hit in.
//
// One byte for each Han character tells whether it can take part in a pair at all, so that most characters of most
// messages cost one look-up.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/pair_set.h"

namespace presend {

class Segmenter;

class Gate {
 public:
  // Build: any number of Add… and OpenFor… calls, then Seal once. Words are canonical; `reader` tells which pairs are
  // rare.
  void AddWord(std::u32string_view word, const Segmenter& reader);
  void AddSound(std::u32string_view word, const Segmenter& reader);  // the word by its sound: syllables, spelled, mixed
  void AddShapes(std::u32string_view word);       // the word with characters taken apart
  // A regular expression, by what it requires.
  void AddPattern(std::string_view pattern, const Segmenter& reader);
  void OpenForWholeMessages(size_t letters);      // messages of at most so many letters always pass
  void OpenAlways() { always_ = true; }
  void OpenForNumbers() { numbers_ = true; }      // numerals or Latin letters, five or more together
  void OpenForLinks() { links_ = true; }          // Latin letters and something like a dot
  void OpenForPictures() { pictures_ = true; }    // emoji and marks that are read; digits inside Latin words
  void Seal();

  // What a message may hold, by what its letters make up.
  struct Demand {
    bool open = false;    // false: the message is clean
    bool sounds = false;  // a word by its sound
    bool parts = false;   // pictures, parts of characters, leet letters
  };
  Demand Probe(std::string_view text) const;  // requires Seal

 private:
  friend class GateProbe;

  // What a letter can be part of.
  enum Trait : uint8_t {
    kIdentity = 1,     // a Han character that folding leaves alone
    kPairFirst = 2,
    kPairSecond = 4,
    kSingle = 8,       // a word by itself
    kNumeral = 16,
    kSoundFirst = 32,
    kSoundSecond = 64,
    kShapeFirst = 128,
    kAnyFirst = kPairFirst | kSoundFirst | kShapeFirst,
  };
  static constexpr uint32_t kFirstHan = 0x4E00;
  static constexpr uint32_t kHanCount = 0x5200;

  uint8_t TraitsOf(char32_t letter) const;
  void AddTrait(char32_t letter, Trait trait);
  void AddPair(char32_t a, char32_t b);
  void AddSoundPair(uint32_t a, uint32_t b);  // sound tokens

  std::array<uint8_t, kHanCount> han_{};
  std::array<uint8_t, 128> ascii_{};
  PairSet pairs_, sounds_, shapes_;
  std::vector<bool> sound_first_, sound_second_;  // by syllable, until Seal
  uint8_t other_traits_ = 0;                      // of all other letters together
  std::u32string marks_;                          // that open by themselves
  size_t whole_letters_ = 0;
  bool always_ = false;
  bool numbers_ = false;
  bool links_ = false;
  bool pictures_ = false;
};

}  // namespace presend
