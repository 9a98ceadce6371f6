#include "engine/split_gate.h"

#include "engine/fold_table.h"
#include "engine/gate_probe.h"
#include "engine/utf8.h"

namespace presend {
namespace {

enum class Way : bool { kBack, kForth };

// The Han character that is nearest to `at`, with no more than pauses and blanks in between; 0 if something else is.
char32_t NearestHan(std::string_view text, size_t at, Way way) {
  while (way == Way::kForth ? at < text.size() : at > 0) {
    size_t begin = at;
    if (way == Way::kBack) {
      do --begin;
      while (begin > 0 && IsContinuation(text[begin]));
    }
    const DecodedCodePoint decoded = DecodeUtf8(text.data() + begin, text.data() + text.size());
    if (!decoded.valid || (way == Way::kBack && begin + decoded.length != at)) return 0;
    at = way == Way::kForth ? at + decoded.length : begin;
    const char32_t c = FoldPacked(decoded.code_point) & kManyForms;
    if (c == 0) continue;  // invisible
    const GlyphKind kind = c == kManyForms ? GlyphKind::kMark : KindOf(c);
    if (kind == GlyphKind::kHan) return c;
    if (kind != GlyphKind::kSpace && kind != GlyphKind::kPause && kind != GlyphKind::kStop) return 0;
  }
  return 0;
}

}  // namespace

void SplitGate::AddWord(std::u32string_view word) {
  char32_t last = 0;
  for (char32_t c : word) {
    if (!IsLetter(KindOf(c))) continue;
    if (last != 0) words_.pending.push_back(PairHash(last, c));
    last = c;
  }
}

void SplitGate::AddSound(std::u32string_view word) {
  for (size_t i = 1; i < word.size(); ++i) {
    sounds_.pending.push_back(PairHash(SoundToken(word[i - 1]), SoundToken(word[i])));
  }
}

void SplitGate::Pairs::Seal() {
  bits.Resize(pending.size());
  for (uint64_t hash : pending) bits.Set(hash);
  pending = {};
}

void SplitGate::Seal() {
  words_.Seal();
  sounds_.Seal();
}

// Repeats count once, so that nothing is known of a border between equal letters. Words with pictures or parts of
// characters in them are another cause, which stays.
Demand SplitGate::Narrow(Demand demand, std::string_view text, size_t border) const {
  const char32_t last = NearestHan(text, border, Way::kBack), first = NearestHan(text, border, Way::kForth);
  if (last == 0 || first == 0 || last == first) return demand;
  if (!words_.bits.MayHave(PairHash(last, first))) demand.Remove(Cause::kWords);
  if (!sounds_.bits.MayHave(PairHash(SoundToken(last), SoundToken(first)))) demand.Remove(Cause::kSounds);
  return demand;
}

}  // namespace presend
