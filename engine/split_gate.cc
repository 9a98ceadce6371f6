#include "engine/split_gate.h"

#include "engine/emoticon.h"
#include "engine/fold_table.h"
#include "engine/gate_probe.h"
#include "engine/utf8.h"

namespace presend {
namespace {

constexpr char32_t kPassed = 1;  // a pause, a blank or nothing that is seen

// The Han character that is written, kPassed, or 0 for all else.
char32_t HanOf(const DecodedCodePoint& decoded) {
  const char32_t c = FoldPacked(decoded.code_point) & kManyForms;
  if (!decoded.valid || c == kManyForms) return 0;
  if (c == 0) return kPassed;
  const GlyphKind kind = KindOf(c);
  if (kind == GlyphKind::kHan) return c;
  return kind == GlyphKind::kSpace || kind == GlyphKind::kPause || kind == GlyphKind::kStop ? kPassed : 0;
}

// The first that is not passed over; 0 if there is none or it is no Han character.
char32_t FirstHan(std::string_view text) {
  while (!text.empty()) {
    const DecodedCodePoint decoded = DecodeUtf8(text.data(), text.data() + text.size());
    if (const char32_t c = HanOf(decoded); c != kPassed) return c;
    text.remove_prefix(decoded.length);
  }
  return 0;
}

char32_t LastHan(std::string_view text) {
  while (!text.empty()) {
    size_t begin = text.size() - 1;
    while (begin > 0 && IsContinuation(text[begin])) --begin;
    const DecodedCodePoint decoded = DecodeUtf8(text.data() + begin, text.data() + text.size());
    if (begin + decoded.length != text.size()) return 0;
    if (const char32_t c = HanOf(decoded); c != kPassed) return c;
    text.remove_suffix(decoded.length);
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

// Repeats count once, so that nothing is known of a border between equal letters, nor of one in reversed text, for which
// everything is read. Words with pictures or parts of characters in them are another cause, which stays.
Demand SplitGate::Narrow(Demand demand, std::string_view text, size_t border) const {
  if (demand == Demand::All() || (!demand.Has(Cause::kWords) && !demand.Has(Cause::kSounds))) return demand;
  const char32_t last = LastHan(text.substr(0, border)), first = FirstHan(text.substr(border));
  if (last == 0 || first == 0 || last == first || BorderChangesEmoticon(text, border)) return demand;
  if (!words_.bits.MayHave(PairHash(last, first))) demand.Remove(Cause::kWords);
  if (!sounds_.bits.MayHave(PairHash(SoundToken(last), SoundToken(first)))) demand.Remove(Cause::kSounds);
  return demand;
}

}  // namespace presend
