#include "engine/script_fingerprint.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/fold_table.h"
#include "engine/utf8.h"

namespace presend {
namespace {

// Spreads a pair over all bits (the finalizer of MurmurHash3).
uint64_t Mix(uint64_t x) {
  x = (x ^ x >> 33) * 0xff51afd7ed558ccd;
  x = (x ^ x >> 33) * 0xc4ceb9fe1a85ec53;
  return x ^ x >> 33;
}

// Counts for each of 64 bits how many numbers have it set: bit i of planes_[k] is bit k of the count of bit i. Eight
// numbers at a time, by carry-save adders (Harley and Seal's population count, turned on its side).
class BitCounts {
 public:
  void Add(uint64_t number) {
    waiting_[count_++ % waiting_.size()] = number;
    if (count_ % waiting_.size() == 0) AddEight();
  }

  // The bits that more than half of the numbers have set.
  uint64_t Majority() {
    for (size_t i = 0; i < count_ % waiting_.size(); ++i) Carry(0, waiting_[i]);
    const size_t half = count_ / 2;
    uint64_t greater = 0, equal = ~uint64_t{0};
    for (size_t k = planes_.size(); k-- > 0;) {
      const uint64_t one = planes_[k];
      if ((half >> k & 1) != 0) {
        equal &= one;
      } else {
        greater |= equal & one;
        equal &= ~one;
      }
    }
    return greater;
  }

 private:
  // Adds a and b to the plane; returns what is carried.
  static uint64_t AddTwo(uint64_t& plane, uint64_t a, uint64_t b) {
    const uint64_t odd = a ^ b, carried = (a & b) | (odd & plane);
    plane ^= odd;
    return carried;
  }

  void AddEight() {
    const auto& w = waiting_;
    const uint64_t a = AddTwo(planes_[0], w[0], w[1]), b = AddTwo(planes_[0], w[2], w[3]);
    const uint64_t c = AddTwo(planes_[0], w[4], w[5]), d = AddTwo(planes_[0], w[6], w[7]);
    const uint64_t e = AddTwo(planes_[1], a, b), f = AddTwo(planes_[1], c, d);
    Carry(3, AddTwo(planes_[2], e, f));
  }

  void Carry(size_t plane, uint64_t number) {
    for (; number != 0 && plane < planes_.size(); ++plane)
      number &= std::exchange(planes_[plane], planes_[plane] ^ number);
  }

  std::array<uint64_t, 8> waiting_;
  std::array<uint64_t, 32> planes_{};
  size_t count_ = 0;
};

class PairsOfLetters {
 public:
  void Take(char32_t letter, GlyphKind kind) {
    if (letter == 0 || !IsLetter(kind) || kind == GlyphKind::kDigit) return;
    ++letters_;
    counts_.Add(Mix(uint64_t{last_} << 32 | letter));
    last_ = letter;
  }

  uint64_t Fingerprint() {
    if (letters_ < kLeastScriptLetters) return 0;
    const uint64_t majority = counts_.Majority();
    return majority == 0 ? 1 : majority;
  }

 private:
  BitCounts counts_;
  char32_t last_ = 0;
  int letters_ = 0;
};

}  // namespace

uint64_t ScriptFingerprint(std::string_view text) {
  PairsOfLetters pairs;
  const char* const end = text.data() + text.size();
  for (const char* p = text.data(); p < end;) {
    const DecodedCodePoint decoded = DecodeUtf8(p, end);
    p += decoded.length;
    if (!decoded.valid) continue;
    const uint32_t packed = FoldPacked(decoded.code_point);
    if (const char32_t one = packed & kManyForms; one != kManyForms) {
      pairs.Take(one, static_cast<GlyphKind>(packed >> kPackedKindShift));
    } else {
      for (char32_t c : FoldCodePoint(decoded.code_point).canonical) pairs.Take(c, KindOf(c));
    }
  }
  return pairs.Fingerprint();
}

uint32_t CountSameScript(std::string_view text, std::span<const std::string_view> recent) {
  const uint64_t script = recent.empty() ? 0 : ScriptFingerprint(text);
  if (script == 0) return 0;
  return static_cast<uint32_t>(std::count_if(recent.begin(), recent.end(), [&](std::string_view earlier) {
    return SameScript(script, ScriptFingerprint(earlier));
  }));
}

}  // namespace presend
