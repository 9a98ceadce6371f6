#include "engine/number_finder_groups.h"

#include <array>
#include <string>
#include <string_view>

#include "engine/fold_table.h"

namespace presend {
namespace {

constexpr std::u32string_view kNumerals[10] = {U"零〇洞○◯⭕", U"一壹幺弌〡", U"二贰弍〢", U"三叁弎〣", U"四肆〤",
                                               U"五伍〥",    U"六陆〦",     U"七柒〧",   U"八捌〨",   U"九玖〩"};
// Digits among digits only: 两 is a number of things, the others are words; 腰 is 幺 by its sound.
struct Spoken {
  char32_t code_point;
  int value;
};
constexpr Spoken kSpoken[] = {{U'腰', 1}, {U'么', 1}, {U'妖', 1}, {U'吆', 1}, {U'两', 2},
                              {U'俩', 2}, {U'参', 3}, {U'拐', 7}, {U'勾', 9}};
constexpr int kMostSpoken = 3;  // of them side by side
// 一下, 一起 … after a number, 统一 … before one: 一 is no digit there.
constexpr std::u32string_view kAfterOne = U"下起个样直定般共些边旦次会份件款天台套条张";
constexpr std::u32string_view kBeforeOne = U"统唯第";
constexpr std::u32string_view kHanGaps = U"杠横丶丨ー";
// 138，中间2760，末尾9415: a number told in parts. The longest first.
constexpr std::u32string_view kPartNames[] = {U"中间四位", U"后四位是", U"后八位是", U"后四位", U"后八位", U"中间是",
                                              U"末尾是",   U"最后是",   U"然后是",   U"后面是", U"中间",   U"末尾",
                                              U"尾号",     U"最后",     U"然后",     U"后面",   U"接着",   U"再加"};

// 四个零: how often, and the digit.
constexpr std::u32string_view kTimes = U"二两三四五2345";
constexpr uint32_t kTimesLength = 3;
constexpr std::u32string_view kAfterZero = U"件食钱售头部";

// A bit for each numeral, by its low bits: turns away nearly every other character at once.
using NumeralBits = std::array<bool, 1024>;
constexpr NumeralBits MakeNumeralBits() {
  NumeralBits bits{};
  for (std::u32string_view numerals : kNumerals) {
    for (char32_t c : numerals) bits[c % bits.size()] = true;
  }
  for (const Spoken& spoken : kSpoken) bits[spoken.code_point % bits.size()] = true;
  return bits;
}
constexpr NumeralBits kNumeralBits = MakeNumeralBits();

int NumeralValue(char32_t c) {
  for (int digit = 0; digit < 10; ++digit) {
    if (kNumerals[digit].find(c) != std::u32string_view::npos) return digit;
  }
  return -1;
}

char32_t CodePointAt(const View& view, size_t at) {
  return at < view.glyphs.size() ? view.glyphs[at].code_point : U'\0';
}

bool IsDigitAt(const View& view, size_t at) {
  char32_t c = CodePointAt(view, at);
  return IsDigit(c) || NumeralValue(c) >= 0;
}

bool IsOneOfAWord(const View& view, size_t at) {
  if (view.glyphs[at].code_point != U'一') return false;
  if (kAfterOne.find(CodePointAt(view, at + 1)) != std::u32string_view::npos) return true;
  return at > 0 && kBeforeOne.find(view.glyphs[at - 1].code_point) != std::u32string_view::npos;
}

int SpokenDigit(char32_t c) {
  for (const Spoken& spoken : kSpoken) {
    if (spoken.code_point == c) return spoken.value;
  }
  return -1;
}

bool IsLetterAt(const View& view, size_t at) { return at < view.glyphs.size() && IsLetter(view.glyphs[at].kind); }

// 八两两零, 洞拐两五, or at an end of a group: 幺五洞，两两六六. Beside any other letter it is a word: 有两三天.
int SpokenValue(const View& view, size_t at) {
  const int value = SpokenDigit(view.glyphs[at].code_point);
  if (value < 0) return -1;
  size_t before = at - 1, behind = at + 1;  // beyond the text: no letter
  for (int i = 1; i < kMostSpoken && SpokenDigit(CodePointAt(view, before)) >= 0; ++i) --before;
  for (int i = 1; i < kMostSpoken && SpokenDigit(CodePointAt(view, behind)) >= 0; ++i) ++behind;
  const bool follows = IsDigitAt(view, before), leads = IsDigitAt(view, behind);
  if (follows && leads) return value;
  return (follows && !IsLetterAt(view, behind)) || (leads && !IsLetterAt(view, before)) ? value : -1;
}

bool HasTextAt(const View& view, size_t at, std::u32string_view text) {
  size_t length = 0;
  while (length < text.size() && CodePointAt(view, at + length) == text[length]) ++length;
  return length == text.size();
}

int LetterValue(char32_t c) {
  if (c == U'o' || c == U'θ') return 0;
  return c == U'l' || c == U'i' ? 1 : -1;
}

// Letters that look like a digit only where all else is one: I58ooIIgg00.
int RareLetterValue(char32_t c) {
  constexpr std::u32string_view kLetters = U"zsbgq";
  constexpr int kValues[] = {2, 5, 8, 9, 9};
  const size_t at = kLetters.find(c);
  return at == kLetters.npos ? LetterValue(c) : kValues[at];
}

// Not 四个零件, and not the end of 13个8.
bool IsTimesAt(const View& view, size_t at) {
  if (CodePointAt(view, at + 1) != U'个' || at + 2 >= view.glyphs.size()) return false;
  const char32_t times = view.glyphs[at].code_point;
  if (kTimes.find(times) == kTimes.npos || DigitValue(view, at + 2) < 0) return false;
  if (IsDigit(times) && at > 0 && IsDigit(view.glyphs[at - 1].code_point)) return false;
  return CodePointAt(view, at + 2) != U'零' || kAfterZero.find(CodePointAt(view, at + 3)) == kAfterZero.npos;
}

DigitGroup MakeTimes(const View& view, size_t at) {
  const char32_t times = view.glyphs[at].code_point;
  const int count = times == U'两' ? 2 : DigitValue(view, at);
  const auto digit = static_cast<char>('0' + DigitValue(view, at + 2));
  const auto first = static_cast<uint32_t>(at);
  return {first, first + kTimesLength, std::string(static_cast<size_t>(count), digit), true};
}

bool IsNameGlyph(const View& view, size_t at) {
  if (at >= view.glyphs.size()) return false;
  GlyphKind kind = view.glyphs[at].kind;
  return kind == GlyphKind::kLatin || kind == GlyphKind::kOtherLetter;
}

bool IsAsciiRun(const View& view, size_t begin, size_t end) {
  for (size_t i = begin; i < end; ++i) {
    if (!IsDigit(view.glyphs[i].code_point)) return false;
  }
  return true;
}

DigitGroup MakeGroup(const View& view, size_t begin, size_t end) {
  DigitGroup group{static_cast<uint32_t>(begin), static_cast<uint32_t>(end), {}, false};
  for (size_t i = begin; i < end; ++i) {
    char32_t c = view.glyphs[i].code_point;
    int value = DigitValue(view, i);
    group.digits.push_back(static_cast<char>('0' + (value >= 0 ? value : RareLetterValue(c))));
    group.numeral |= !IsDigit(c);
  }
  return group;
}

}  // namespace

bool MayBeDigit(char32_t c) {
  if (c < 0x80) return IsDigit(c);
  if (!kNumeralBits[c % kNumeralBits.size()]) return false;
  return NumeralValue(c) >= 0 || SpokenDigit(c) >= 0;
}

int DigitValue(const View& view, size_t at) {
  char32_t c = view.glyphs[at].code_point;
  if (IsDigit(c)) return static_cast<int>(c - U'0');
  if (c < 0x80 || !kNumeralBits[c % kNumeralBits.size()]) return -1;
  int value = NumeralValue(c);
  if (value < 0) return SpokenValue(view, at);
  return IsOneOfAWord(view, at) ? -1 : value;
}

bool IsGapGlyph(const Glyph& glyph) {
  switch (glyph.kind) {
    case GlyphKind::kEmoji:
    case GlyphKind::kSpace:
    case GlyphKind::kPause:
    case GlyphKind::kStop:
    case GlyphKind::kMark:
      return true;
    default:
      return kHanGaps.find(glyph.code_point) != std::u32string_view::npos;
  }
}

bool DigitChainReader::Next(std::vector<DigitGroup>& chain) {
  chain.clear();
  const size_t size = view_.glyphs.size();
  while (at_ < size && !StartsGroup(at_)) ++at_;
  while (at_ < size && StartsGroup(at_)) {
    ReadGroup(at_, chain);
    at_ = chain.back().end;
    size_t next = GapEnd(at_);
    for (; IsTimesAt(view_, next); next = GapEnd(at_)) {
      chain.push_back(MakeTimes(view_, next));
      at_ = chain.back().end;
    }
    if (next >= size || !StartsGroup(next)) break;
    at_ = next;
  }
  return !chain.empty();
}

// A letter begins a group only where no word touches it and real digits follow: l38OO…
bool DigitChainReader::StartsGroup(size_t at) {
  if (DigitValue(view_, at) >= 0) return true;
  if (LetterValue(view_.glyphs[at].code_point) < 0 || (at > 0 && IsNameGlyph(view_, at - 1))) return false;
  return RunEnd(at) > at;
}

// End of the run of digits and look-alike letters from `at`; `at` itself, and the letters barred, if it is a word.
size_t DigitChainReader::RunEnd(size_t at) {
  size_t end = MobileEnd(at);
  if (end > at) return end;
  size_t digits = 0;
  bool letters = false;
  for (; end < view_.glyphs.size(); ++end) {
    if (end > at && IsTimesAt(view_, end)) break;
    if (DigitValue(view_, end) >= 0) {
      ++digits;
    } else if (end < letters_barred_until_ || LetterValue(view_.glyphs[end].code_point) < 0) {
      break;
    } else {
      letters = true;
    }
  }
  if (!letters) return end;
  bool word = digits == 0 || IsNameGlyph(view_, end) || (at > 0 && IsNameGlyph(view_, at - 1));
  if (!word) return end;
  letters_barred_until_ = end;
  return at;
}

// End of a mobile number from `at` that letters make up which are no digits elsewhere; `at` if there is none.
size_t DigitChainReader::MobileEnd(size_t at) const {
  constexpr size_t kLength = 11, kFewestDigits = 4;
  const size_t end = at + kLength;
  if (RareLetterValue(CodePointAt(view_, at)) != 1 && CodePointAt(view_, at) != U'1') return at;
  if (end > view_.glyphs.size() || IsNameGlyph(view_, end) || IsDigit(CodePointAt(view_, end))) return at;
  if (at > 0 && (IsNameGlyph(view_, at - 1) || IsDigit(view_.glyphs[at - 1].code_point))) return at;
  size_t digits = 0;
  bool rare = false;
  for (size_t i = at; i < end; ++i) {
    const char32_t c = view_.glyphs[i].code_point;
    if (!IsDigit(c) && RareLetterValue(c) < 0) return at;
    digits += IsDigit(c);
    rare = rare || (!IsDigit(c) && LetterValue(c) < 0);
  }
  return rare && digits >= kFewestDigits ? end : at;
}

void DigitChainReader::ReadGroup(size_t at, std::vector<DigitGroup>& chain) {
  size_t end = RunEnd(at);
  if (end == at) end = RunEnd(at);  // the letters are barred by now
  ReadRun(at, end, chain);
}

// Splits 138一0013一8000, where 一 stands for a dash, and eleven plain digits from a numeral that touches them.
void DigitChainReader::ReadRun(size_t begin, size_t end, std::vector<DigitGroup>& chain) const {
  size_t ascii = begin;
  while (ascii < end && ascii - begin < 12 && IsDigit(view_.glyphs[ascii].code_point)) ++ascii;
  auto dash = [this](size_t i) { return view_.glyphs[i].code_point == U'一'; };
  if (end - begin == 13 && ascii == begin + 3 && dash(begin + 3) && dash(begin + 8) &&
      IsAsciiRun(view_, begin + 4, begin + 8) && IsAsciiRun(view_, begin + 9, end)) {
    for (size_t start : {begin, begin + 4, begin + 9}) {
      chain.push_back(MakeGroup(view_, start, start == begin ? start + 3 : start + 4));
    }
    return;
  }
  if (ascii - begin == 11 && ascii < end && !IsNameGlyph(view_, ascii)) end = ascii;
  chain.push_back(MakeGroup(view_, begin, end));
}

size_t DigitChainReader::GapEnd(size_t at) const {
  const size_t marks = MarksEnd(at);
  for (std::u32string_view name : kPartNames) {
    if (HasTextAt(view_, marks, name)) return MarksEnd(marks + name.size());
  }
  return marks;
}

size_t DigitChainReader::MarksEnd(size_t at) const {
  size_t end = at;
  while (end < view_.glyphs.size() && end - at < kMaxGap && IsGapGlyph(view_.glyphs[end])) ++end;
  return end;
}

}  // namespace presend
