// The gate before the databases: a few kilobytes that prove most clean messages clean in one pass.
//
// Each word is represented by the rarest pair of its neighbouring letters, kept in a hashed bitmap. A message without
// a represented pair holds none of the words, in any reading. The gate may open for nothing; it never stays shut on a
// message that a reading would have a hit in.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace presend {

class Segmenter;

class Gate {
 public:
  // What a message calls for; nothing: it is clean.
  struct Demand {
    bool words = false;    // a word may be there: make the readings and scan them
    bool numbers = false;  // five or more digits or the like: look for numbers and ids
    bool links = false;
    bool any() const { return words || numbers || links; }
  };

  // Words are canonical; `reader` tells which pairs are rare.
  void AddWord(std::u32string_view word, const Segmenter& reader);
  // The word by its sound: syllable pairs, spelled, mixed.
  void AddSound(std::u32string_view word, const Segmenter& reader);
  // Parts that make up a character of some word.
  void AddShape(std::u32string_view parts);
  void OpenForWholeMessages(size_t letters);  // messages of at most so many letters always pass
  void OpenAlways() { always_ = true; }
  void OpenForNumbers() { numbers_ = true; }
  void OpenForLinks() { links_ = true; }
  void OpenForPictures() { pictures_ = true; }  // and for digits inside Latin words

  Demand Probe(std::string_view text) const;

 private:
  friend class GateProbe;
  static constexpr uint32_t kBits = 1u << 16;  // 8 KB
  static uint32_t Slot(uint32_t a, uint32_t b) {
    return (a * 0x9E3779B1u ^ (b + 0x7F4A7C15u) * 0x85EBCA6Bu) * 0xC2B2AE35u >> 16;
  }
  void Set(uint32_t a, uint32_t b) { bits_[Slot(a, b) >> 6] |= uint64_t{1} << (Slot(a, b) & 63); }
  bool Has(uint32_t a, uint32_t b) const { return bits_[Slot(a, b) >> 6] >> (Slot(a, b) & 63) & 1; }

  std::array<uint64_t, kBits / 64> bits_{};
  size_t whole_letters_ = 0;
  bool singles_ = false;
  bool sounds_ = false;
  bool always_ = false;
  bool numbers_ = false;
  bool links_ = false;
  bool pictures_ = false;
};

}  // namespace presend
