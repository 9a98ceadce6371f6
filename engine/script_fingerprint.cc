#include "engine/script_fingerprint.h"

#include <array>

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

class Votes {
 public:
  void Take(char32_t letter) {
    ++letters_;
    const uint64_t hash = Mix(uint64_t{last_} << 32 | letter);
    for (int bit = 0; bit < 64; ++bit) votes_[bit] += hash >> bit & 1 ? 1 : -1;
    last_ = letter;
  }

  uint64_t Result() const {
    if (letters_ < kLeastScriptLetters) return 0;
    uint64_t result = 0;
    for (int bit = 0; bit < 64; ++bit) result |= uint64_t{votes_[bit] > 0} << bit;
    return result == 0 ? 1 : result;
  }

 private:
  std::array<int, 64> votes_{};
  char32_t last_ = 0;
  int letters_ = 0;
};

}  // namespace

uint64_t ScriptFingerprint(std::string_view text) {
  Votes votes;
  const char* const end = text.data() + text.size();
  for (const char* p = text.data(); p < end;) {
    const DecodedCodePoint decoded = DecodeUtf8(p, end);
    p += decoded.length;
    if (!decoded.valid) continue;
    for (char32_t c : FoldCodePoint(decoded.code_point).canonical) {
      const auto kind = KindOf(c);
      if (IsLetter(kind) && kind != GlyphKind::kDigit) votes.Take(c);
    }
  }
  return votes.Result();
}

}  // namespace presend
