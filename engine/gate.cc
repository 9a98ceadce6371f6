#include "engine/gate.h"

#include <algorithm>
#include <string>

#include "engine/emoji_table.h"
#include "engine/fold_table.h"
#include "engine/segmenter.h"
#include "engine/sound_table.h"
#include "engine/utf8.h"

namespace presend {
namespace {

constexpr uint32_t kNone = 0;                 // before the first letter; the partner of a single letter
constexpr uint32_t kSoundBase = 0x200000;     // above every code point
constexpr int kNumberRun = 5;

GlyphKind KindOf(char32_t canonical) { return static_cast<GlyphKind>(FoldPacked(canonical) >> kPackedKindShift); }
bool IsLatin(char32_t c) { return c >= 'a' && c <= 'z'; }

std::u32string CollapsedLetters(std::u32string_view word) {
  std::u32string letters;
  for (char32_t c : word) {
    if (IsLetter(KindOf(c)) && (letters.empty() || letters.back() != c)) letters.push_back(c);
  }
  return letters;
}

// How ordinary two letters side by side are: smaller is rarer.
double Commonness(char32_t a, char32_t b, const Segmenter& reader) {
  const char32_t pair[] = {a, b};
  const double together = reader.Cost({pair, 2});
  const double apart = reader.Cost({&a, 1}) + reader.Cost({&b, 1});
  return -std::min(together, apart);
}

uint32_t SoundToken(char32_t c, GlyphKind kind) {
  if (kind != GlyphKind::kHan) return c;
  const uint16_t syllable = SyllableOf(c);
  return syllable == 0 ? c : kSoundBase + syllable;
}

bool LooksNumeral(char32_t c, GlyphKind kind) {
  if (kind == GlyphKind::kDigit) return true;
  static constexpr std::u32string_view kNumerals = U"零〇○一二三四五六七八九十两幺洞壹贰叁肆伍陆柒捌玖拾oil";
  return (c >= 0x3007 || c == 'o' || c == 'i' || c == 'l') && kNumerals.find(c) != kNumerals.npos;
}

bool LooksLikeDot(char32_t c) {
  switch (c) {
    case '.': case U'点': case 0xB7: case '/': case '@': case U'￥': case '$': case U'¥': case U'€': case 0x3002: case ',': case U'，':
      return true;
    default:
      return false;
  }
}

}  // namespace

// One pass over a message: decode, fold and look up, without writing anything.
class GateProbe {
 public:
  GateProbe(const Gate& gate) : gate_(gate) {}

  Gate::Demand Run(std::string_view text) {
    const char* p = text.data();
    const char* const end = p + text.size();
    while (p < end) {
      const DecodedCodePoint decoded = DecodeUtf8(p, end);
      p += decoded.length;
      if (decoded.valid) Take(decoded.code_point);
    }
    return Finish();
  }

 private:
  void Take(char32_t code_point) {
    const uint32_t packed = FoldPacked(code_point);
    const char32_t canonical = packed & kManyForms;
    if (canonical == kManyForms) {
      for (char32_t c : FoldCodePoint(code_point).canonical) TakeGlyph(c, KindOf(c));
    } else if (canonical != 0) {
      TakeGlyph(canonical, static_cast<GlyphKind>(packed >> kPackedKindShift));
    } else if (code_point == 0x202E) {
      demand_.words = true;  // text in reverse: read it
    }
  }

  void TakeGlyph(char32_t c, GlyphKind kind) {
    CountForEntities(c, kind);
    if (IsLetter(kind)) {
      TakeLetter(c, kind);
    } else if (gate_.pictures_ && MayBeginPicture(c)) {
      demand_.words = true;
    } else if (gate_.pictures_ && latin_ > 0 && LeetLetter(c) != 0) {
      demand_.words = true;
    }
    previous_kind_ = kind;
  }

  void TakeLetter(char32_t c, GlyphKind kind) {
    ++letters_;
    if (gate_.sounds_) TakeSound(SoundToken(c, kind));
    if (c == last_) return;
    bool hit = gate_.Has(last_, c) | gate_.Has(before_last_, c);
    if (gate_.singles_) hit |= gate_.Has(kNone, c);
    demand_.words |= hit;
    before_last_ = kind == GlyphKind::kDigit && !last_was_digit_ ? last_ : kNone;  // 淘1宝
    last_was_digit_ = kind == GlyphKind::kDigit;
    last_ = c;
  }

  void TakeSound(uint32_t token) {
    demand_.words |= gate_.Has(last_sound_, token) | gate_.Has(before_last_sound_, token);
    const bool digit = token >= '0' && token <= '9';
    before_last_sound_ = digit ? last_sound_ : kNone;
    last_sound_ = token;
  }

  void CountForEntities(char32_t c, GlyphKind kind) {
    const bool latin = IsLatin(c);
    latin_ += latin;
    dots_ += LooksLikeDot(c);
    if (gate_.pictures_ && ((latin && previous_kind_ == GlyphKind::kDigit) ||
                            (kind == GlyphKind::kDigit && previous_kind_ == GlyphKind::kLatin))) {
      demand_.words = true;  // w3ixin
    }
    if (LooksNumeral(c, kind)) {
      most_numerals_ = std::max(most_numerals_, ++numerals_);
    } else if (latin) {
      most_numerals_ = std::max(most_numerals_, ++numerals_);
    } else if (IsLetter(kind)) {
      numerals_ = 0;
    }
    if (kind == GlyphKind::kDigit) ++digits_;
  }

  Gate::Demand Finish() {
    demand_.words |= gate_.always_ || letters_ <= gate_.whole_letters_;
    demand_.numbers = gate_.numbers_ && most_numerals_ >= kNumberRun;
    demand_.links = gate_.links_ && latin_ + digits_ >= 2 && dots_ > 0;
    return demand_;
  }

  const Gate& gate_;
  Gate::Demand demand_;
  uint32_t last_ = kNone, before_last_ = kNone;
  uint32_t last_sound_ = kNone, before_last_sound_ = kNone;
  bool last_was_digit_ = false;
  GlyphKind previous_kind_ = GlyphKind::kMark;
  size_t letters_ = 0;
  int latin_ = 0, dots_ = 0, digits_ = 0, numerals_ = 0, most_numerals_ = 0;
};

Gate::Demand Gate::Probe(std::string_view text) const { return GateProbe(*this).Run(text); }

void Gate::AddWord(std::u32string_view word, const Segmenter& reader) {
  const std::u32string letters = CollapsedLetters(word);
  if (letters.empty()) return OpenAlways();
  if (letters.size() == 1) {
    singles_ = true;
    return Set(kNone, letters[0]);
  }
  size_t rarest = 0;
  double rarest_value = 0;
  for (size_t i = 0; i + 1 < letters.size(); ++i) {
    const double value = Commonness(letters[i], letters[i + 1], reader);
    if (i == 0 || value < rarest_value) rarest = i, rarest_value = value;
  }
  Set(letters[rarest], letters[rarest + 1]);
}

void Gate::AddSound(std::u32string_view word, const Segmenter& reader) {
  sounds_ = true;
  size_t best = 0;
  double best_value = 0;
  for (size_t i = 0; i + 1 < word.size(); ++i) {
    const double value = Commonness(word[i], word[i + 1], reader);
    if (i == 0 || value < best_value) best = i, best_value = value;
  }
  const auto letters = [](char32_t c) { return SyllableLetters(SyllableOf(c)); };
  const auto token = [](char32_t c) { return SoundToken(c, KindOf(c)); };
  if (word.size() == 1) {
    if (const auto spelled = letters(word[0]); spelled.size() > 1) Set(spelled[0], spelled[1]);
    return;
  }
  const char32_t a = word[best], b = word[best + 1];
  const uint32_t last = letters(a).empty() ? a : letters(a).back();
  const uint32_t first = letters(b).empty() ? b : letters(b).front();
  Set(token(a), token(b));
  Set(token(a), first);
  Set(last, token(b));
  Set(last, first);
}

void Gate::AddShape(std::u32string_view parts) {
  if (parts.size() >= 2) Set(parts[0], parts[1]);
}

void Gate::OpenForWholeMessages(size_t letters) { whole_letters_ = std::max(whole_letters_, letters); }

}  // namespace presend
