#include "engine/gate.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/emoji_table.h"
#include "engine/fold_table.h"
#include "engine/required_literals.h"
#include "engine/segmenter.h"
#include "engine/shape_table.h"
#include "engine/sound_table.h"
#include "engine/talk_pairs.h"
#include "engine/utf8.h"

namespace presend {
namespace {

constexpr uint32_t kSoundBase = 0x200000;  // tokens of syllables: above every code point
constexpr std::u32string_view kHanNumerals = U"零〇○一二三四五六七八九十两幺洞壹贰叁肆伍陆柒捌玖拾";

bool IsLatin(char32_t c) { return c >= 'a' && c <= 'z'; }
bool IsDigit(char32_t c) { return c >= '0' && c <= '9'; }

// A message that says the word repeats each letter at least as often, so it has every pair of it, 多多 of 拼多多 too.
std::u32string LettersOf(std::u32string_view word) {
  std::u32string letters;
  for (char32_t c : word) {
    if (IsLetter(KindOf(c))) letters.push_back(c);
  }
  return letters;
}

constexpr double kTalk = -7;  // log of one in about a thousand

// How ordinary two letters side by side are: smaller is rarer.
double Commonness(char32_t a, char32_t b, const Segmenter& reader) {
  const char32_t pair[] = {a, b};
  const double together = reader.Cost({pair, 2});
  const double apart = reader.Cost({&a, 1}) + reader.Cost({&b, 1});
  const double commonness = -std::min(together, apart);
  return IsTalkPair(a, b) ? std::max(commonness, kTalk) : commonness;
}

size_t RarestPair(std::u32string_view letters, const Segmenter& reader) {
  size_t rarest = 0;
  double least = 0;
  for (size_t i = 0; i + 1 < letters.size(); ++i) {
    const double value = Commonness(letters[i], letters[i + 1], reader);
    if (i == 0 || value < least) rarest = i, least = value;
  }
  return rarest;
}

uint32_t SoundToken(char32_t letter) {
  const uint16_t syllable = letter < 0x80 ? 0 : SyllableOf(letter);
  return syllable == 0 ? letter : kSoundBase + syllable;
}

bool LooksLikeDot(char32_t c) {
  switch (c) {
    case '.': case ',': case '/': case '@': case '$': case 0xB7: case 0xA5: case 0x20AC: case 0x3002: case U'点': case U'艾':
      return true;
    default:
      return false;
  }
}

}  // namespace

// One pass over a message: decode, fold and look up, without writing anything.
class GateProbe {
 public:
  explicit GateProbe(const Gate& gate) : gate_(gate) {}

  Gate::Demand Run(std::string_view text) {
    const char* p = text.data();
    const char* const end = p + text.size();
    while (p < end) {
      p = SkipOrdinary(p, end);
      if (p == end) break;
      const DecodedCodePoint decoded = DecodeUtf8(p, end);
      p += decoded.length;
      if (decoded.valid) Take(decoded.code_point);
    }
    return Finish();
  }

 private:
  Gate::Demand Finish() {
    const bool links = gate_.links_ && (ascii_ >= 8 || (ascii_ >= 3 && dots_ > 0));
    demand_.open |= gate_.always_ | links | demand_.sounds | demand_.parts | (letters_ <= gate_.whole_letters_);
    if (numbers_ && gate_.numbers_) demand_.open = demand_.sounds = true;  // 威 before an id, by sound too
    return demand_;
  }

  // Over the Han characters that make up nothing with the one before: nearly all of a clean message.
  const char* SkipOrdinary(const char* p, const char* end) {
    if (IsDigit(last_)) return p;  // the letter before it counts too: 淘1宝
    char32_t last = last_;
    uint8_t before = last_traits_;
    const char* const start = p;
    for (; end - p >= 3; p += 3) {
      const auto* b = reinterpret_cast<const unsigned char*>(p);
      const char32_t c = (b[0] & 0x0Fu) << 12 | (b[1] & 0x3Fu) << 6 | (b[2] & 0x3Fu);
      const uint32_t han = c - Gate::kFirstHan;
      if ((b[0] & 0xF0) != 0xE0 || ((b[1] ^ 0x80) | (b[2] ^ 0x80)) >= 0x40 || han >= Gate::kHanCount) break;
      const uint8_t traits = gate_.han_[han];
      if (((traits & (Gate::kIdentity | Gate::kSingle | Gate::kNumeral)) ^ Gate::kIdentity) != 0) break;
      const uint8_t both = (before & (traits >> 1)) | (before & Gate::kShapeFirst);
      if ((both & Gate::kAnyFirst) != 0 && MayPair(last, c, both)) break;
      before = traits;
      last = c;
    }
    if (p != start) {
      letters_ += static_cast<size_t>(p - start) / 3;
      numerals_ = 0;
      touching_ = leet_mark_ = false;
      last_ = last;
      last_traits_ = before;
    }
    return p;
  }

  bool MayPair(char32_t a, char32_t b, uint8_t both) const {
    if ((both & Gate::kPairFirst) != 0 && gate_.pairs_.MayHave(a, b)) return true;
    if ((both & Gate::kShapeFirst) != 0 && gate_.shapes_.MayHave(a, b)) return true;
    return (both & Gate::kSoundFirst) != 0 && gate_.sounds_.MayHave(SoundToken(a), SoundToken(b));
  }

  void Take(char32_t code_point) {
    const uint32_t han = code_point - Gate::kFirstHan;
    if (han < Gate::kHanCount && (gate_.han_[han] & Gate::kIdentity) != 0) return TakeHan(code_point, gate_.han_[han]);
    const uint32_t packed = FoldPacked(code_point);
    const char32_t canonical = packed & kManyForms;
    if (canonical == 0) {
      demand_.parts |= code_point == 0x202E;  // text in reverse: have it read
    } else if (canonical != kManyForms) {
      TakeGlyph(canonical, static_cast<GlyphKind>(packed >> kPackedKindShift));
    } else {
      for (char32_t c : FoldCodePoint(code_point).canonical) TakeGlyph(c, KindOf(c));
    }
  }

  void TakeHan(char32_t c, uint8_t traits) {
    const bool dot = c == U'点' || c == U'艾';  // marked as numerals, to be seen here
    dots_ += dot;
    Count((traits & Gate::kNumeral) != 0 && !dot);
    TakeLetter(c, traits);
  }

  void TakeGlyph(char32_t c, GlyphKind kind) {
    if (kind == GlyphKind::kHan && c - Gate::kFirstHan < Gate::kHanCount) return TakeHan(c, gate_.TraitsOf(c));
    if (!IsLetter(kind)) return TakeMark(c);
    const bool ascii = IsLatin(c) || IsDigit(c);
    ascii_ += ascii;
    Count(ascii);
    // w3ixin: a digit inside a Latin word may be a letter.
    demand_.parts |= gate_.pictures_ && ascii && (leet_mark_ || (touching_ && IsDigit(c) != IsDigit(last_)));
    TakeLetter(c, gate_.TraitsOf(c));
    touching_ = ascii;
  }

  void Count(bool numeral) {
    numerals_ = numeral ? numerals_ + 1 : 0;
    numbers_ |= numerals_ >= kNumberRun;
  }

  void TakeMark(char32_t c) {
    dots_ += LooksLikeDot(c);
    leet_mark_ = LeetLetter(c) != 0;
    demand_.open |= gate_.marks_.find(c) != gate_.marks_.npos;
    demand_.parts |= gate_.pictures_ && (MayBeginPicture(c) || (leet_mark_ && touching_));
    touching_ = false;
  }

  void TakeLetter(char32_t c, uint8_t traits) {
    ++letters_;
    touching_ = leet_mark_ = false;
    demand_.open |= (traits & Gate::kSingle) != 0;
    TakePair(last_, last_traits_, c, traits);
    if (IsDigit(last_)) TakePair(before_last_, before_last_traits_, c, traits);  // 淘1宝
    before_last_ = last_;
    before_last_traits_ = last_traits_;
    last_ = c;
    last_traits_ = traits;
  }

  void TakePair(char32_t a, uint8_t a_traits, char32_t b, uint8_t b_traits) {
    const uint8_t both = a_traits & (b_traits >> 1);  // first of a, second of b
    if ((both & Gate::kPairFirst) != 0) demand_.open |= gate_.pairs_.Has(a, b);
    if ((both & Gate::kSoundFirst) != 0) demand_.sounds |= gate_.sounds_.Has(SoundToken(a), SoundToken(b));
    if ((a_traits & Gate::kShapeFirst) != 0) demand_.parts |= gate_.shapes_.Has(a, b);
  }

  static constexpr int kNumberRun = 5;

  const Gate& gate_;
  Gate::Demand demand_;
  char32_t last_ = 0, before_last_ = 0;
  uint8_t last_traits_ = 0, before_last_traits_ = 0;
  bool touching_ = false;   // the last glyph was a Latin letter or a digit
  bool leet_mark_ = false;  // … or a mark that can be a letter
  size_t letters_ = 0;
  int ascii_ = 0, dots_ = 0, numerals_ = 0;
  bool numbers_ = false;
};

Gate::Demand Gate::Probe(std::string_view text) const { return GateProbe(*this).Run(text); }

uint8_t Gate::TraitsOf(char32_t letter) const {
  if (letter < 0x80) return ascii_[letter];
  const uint32_t han = letter - kFirstHan;
  return han < kHanCount ? han_[han] : other_traits_;
}

void Gate::AddTrait(char32_t letter, Trait trait) {
  const uint32_t han = letter - kFirstHan;
  if (letter < 0x80) {
    ascii_[letter] |= trait;
  } else if (han < kHanCount) {
    han_[han] |= trait;
  } else {
    other_traits_ |= trait;
  }
}

void Gate::AddPair(char32_t a, char32_t b) {
  pairs_.Add(a, b);
  AddTrait(a, kPairFirst);
  AddTrait(b, kPairSecond);
}

void Gate::AddSoundPair(uint32_t a, uint32_t b) {
  sounds_.Add(a, b);
  sound_first_.resize(kSyllableCount);
  sound_second_.resize(kSyllableCount);
  a < kSoundBase ? AddTrait(a, kSoundFirst) : void(sound_first_[a - kSoundBase] = true);
  b < kSoundBase ? AddTrait(b, kSoundSecond) : void(sound_second_[b - kSoundBase] = true);
}

void Gate::AddWord(std::u32string_view word, const Segmenter& reader) {
  const std::u32string letters = LettersOf(word);
  if (letters.empty()) return OpenAlways();
  if (letters.size() == 1) return AddTrait(letters[0], kSingle);
  const size_t rarest = RarestPair(letters, reader);
  AddPair(letters[rarest], letters[rarest + 1]);
}

// Of the sets that the pattern requires, the one that ordinary text is least likely to hold.
void Gate::AddPattern(std::string_view pattern, const Segmenter& reader) {
  const auto likelihood = [&](const std::u32string& text) {
    const std::u32string letters = LettersOf(text);
    if (letters.empty()) return 0.001;
    if (letters.size() == 1) return std::exp(-reader.Cost(letters));
    const size_t rarest = RarestPair(letters, reader);
    return std::exp(Commonness(letters[rarest], letters[rarest + 1], reader));
  };
  const std::vector<std::u32string>* best = nullptr;
  double least = 0;
  const auto sets = RequiredLiterals(pattern);
  for (const auto& set : sets) {
    double sum = 0;
    for (const std::u32string& text : set) sum += likelihood(text);
    if (best == nullptr || sum < least) best = &set, least = sum;
  }
  if (best == nullptr) return OpenAlways();
  for (const std::u32string& text : *best) LettersOf(text).empty() ? marks_.push_back(text[0]) : AddWord(text, reader);
}

void Gate::AddSound(std::u32string_view word, const Segmenter& reader) {
  const auto spelled = [](char32_t c) { return c < 0x80 ? std::string_view() : SyllableLetters(SyllableOf(c)); };
  if (word.size() == 1) {
    if (const auto letters = spelled(word[0]); letters.size() > 1) AddSoundPair(letters[0], letters[1]);
    return;
  }
  const size_t rarest = RarestPair(word, reader);
  const char32_t a = word[rarest], b = word[rarest + 1];
  const uint32_t last = spelled(a).empty() ? a : spelled(a).back();
  const uint32_t first = spelled(b).empty() ? b : spelled(b).front();
  for (uint32_t left : {SoundToken(a), last}) {
    for (uint32_t right : {SoundToken(b), first}) AddSoundPair(left, right);
  }
}

void Gate::AddShapes(std::u32string_view word) {
  for (char32_t c : word) {
    for (const std::u32string& parts : TakeApart(c)) {
      shapes_.Add(parts[0], parts[1]);
      AddTrait(parts[0], kShapeFirst);
    }
  }
}

void Gate::OpenForWholeMessages(size_t letters) { whole_letters_ = std::max(whole_letters_, letters); }

void Gate::Seal() {
  for (PairSet* pairs : {&pairs_, &sounds_, &shapes_}) pairs->Seal();
  for (uint32_t i = 0; i < kHanCount; ++i) {
    const char32_t c = kFirstHan + i;
    if (FoldPacked(c) == c) han_[i] |= kIdentity;
    const uint16_t syllable = SyllableOf(c);
    if (syllable == 0 || sound_first_.empty()) continue;
    if (sound_first_[syllable]) han_[i] |= kSoundFirst;
    if (sound_second_[syllable]) han_[i] |= kSoundSecond;
  }
  for (char32_t c : kHanNumerals) AddTrait(c, kNumeral);
  for (char32_t c : {U'点', U'艾'}) AddTrait(c, kNumeral);
  other_traits_ &= static_cast<uint8_t>(~kNumeral);
}

}  // namespace presend
