#include "folding.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>

#include "character_classes.h"
#include "engine/utf8.h"
#include "tsv.h"

namespace presend::maker {
namespace {

Form Make(std::u32string text, presend::Fold fold) { return {std::move(text), FoldSet::Of(fold)}; }

std::u32string FromIcu(const icu::UnicodeString& text) {
  std::u32string out;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) out.push_back(text.char32At(i));
  return out;
}

std::u32string Normalize(const UNormalizer2* normalizer, char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString in(static_cast<UChar32>(c));
  UChar buffer[64];
  const int32_t length = unorm2_normalize(normalizer, in.getBuffer(), in.length(), buffer, 64, &status);
  if (U_FAILURE(status)) return {c};
  return FromIcu(icu::UnicodeString(buffer, length));
}

std::u32string WithoutMarks(std::u32string text) {
  std::erase_if(text, [](char32_t c) { return IsInvisible(c); });
  return text;
}

}  // namespace

Folding::Folding(const std::string& unicode_dir, const std::string& own_dir) : han_(unicode_dir, own_dir) {
  UErrorCode status = U_ZERO_ERROR;
  checker_ = uspoof_open(&status);
  nfkc_ = unorm2_getNFKCInstance(&status);
  nfd_ = unorm2_getNFDInstance(&status);
  if (U_FAILURE(status)) Fail("ICU has no data");
  for (const Row& row : ReadTsv(own_dir + "/letters.tsv")) {
    const std::optional<presend::Fold> fold = row.size() == 3 ? ParseFold(ToUtf8(row[2])) : std::nullopt;
    if (!fold) Fail("letters.tsv: a line is not: sources <TAB> target <TAB> fold");
    for (const char32_t c : row[0]) {
      const bool stays = row[1] == U"=";
      if (!own_.emplace(c, stays ? Form{{c}, {}} : Make(row[1], *fold)).second) {
        Fail("letters.tsv: " + ToUtf8({&c, 1}) + " stands twice");
      }
    }
  }
}

Folding::~Folding() { uspoof_close(checker_); }

Form Folding::Fold(char32_t c) const {
  Form form = {{c}, {}};
  for (int round = 0; round < 16; ++round) {
    Form next = {{}, form.folds};
    bool changed = false;
    for (const char32_t one : form.text) {
      const std::optional<Form> step = Step(one);
      changed |= step.has_value();
      next.text += step ? step->text : std::u32string{one};
      if (step) next.folds |= step->folds;
    }
    if (!changed) return form.text.size() <= 4 ? form : Form{{c}, {}};
    form = std::move(next);
  }
  Fail("folding " + ToUtf8({&c, 1}) + " never ends");
}

std::optional<Form> Folding::Step(char32_t c) const {
  if (const auto own = own_.find(c); own != own_.end()) {
    return own->second.folds.empty() ? std::nullopt : std::optional(own->second);
  }
  if (IsInvisible(c)) return Make(U"", presend::Fold::kInvisible);
  if (c < 0x80) return FoldCase(c);
  using Fold1 = std::optional<Form> (Folding::*)(char32_t) const;
  for (const Fold1 fold : {&Folding::FoldEnclosed, &Folding::FoldCompatibility, &Folding::FoldHan,
                           &Folding::FoldConfusable, &Folding::FoldMarks, &Folding::FoldCase}) {
    std::optional<Form> form = (this->*fold)(c);
    if (form && form->text != std::u32string{c}) return form;
  }
  return std::nullopt;
}

// Digits and letters in a circle, a box or parentheses; the decimal digits of other scripts; flags' letters.
std::optional<Form> Folding::FoldEnclosed(char32_t c) const {
  if (const int letter = EnclosedLetter(c); letter >= 0) {
    return Make({static_cast<char32_t>(U'a' + letter)}, presend::Fold::kEnclosed);
  }
  if (const int number = EnclosedNumber(c); number >= 0) {
    const std::string digits = std::to_string(number);
    return Make(std::u32string(digits.begin(), digits.end()), presend::Fold::kEnclosed);
  }
  if (u_charType(c) != U_DECIMAL_DIGIT_NUMBER || Normalize(nfkc_, c) != std::u32string{c}) return std::nullopt;
  return Make({static_cast<char32_t>(U'0' + u_charDigitValue(c))}, presend::Fold::kConfusable);
}

std::optional<Form> Folding::FoldCompatibility(char32_t c) const {
  if (IsBlank(c)) return c == U' ' ? std::nullopt : std::optional(Make(U" ", presend::Fold::kWidth));
  std::u32string text = Normalize(nfkc_, c);
  if (text == std::u32string{c} || text[0] == U' ') return std::nullopt;
  const bool parenthesized = text.size() > 2 && text.front() == U'(' && text.back() == U')';
  if (parenthesized) text = text.substr(1, text.size() - 2);
  const int type = u_getIntPropertyValue(c, UCHAR_DECOMPOSITION_TYPE);
  const bool unit = c >= 0x3300 && c < 0x3400;
  const bool enclosed = parenthesized || type == U_DT_CIRCLE || type == U_DT_FONT || (type == U_DT_SQUARE && !unit);
  if (std::u32string bare = WithoutMarks(text); !bare.empty()) text = bare;
  return Make(text, enclosed ? presend::Fold::kEnclosed : presend::Fold::kWidth);
}

std::optional<Form> Folding::FoldHan(char32_t c) const {
  if (const char32_t unified = han_.Unify(c); unified != c) return Make({unified}, presend::Fold::kWidth);
  if (const char32_t simple = han_.Simplify(c); simple != c) return Make({simple}, presend::Fold::kScript);
  return std::nullopt;
}

char32_t Folding::LooksLike(char32_t c) const {
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString in(static_cast<UChar32>(c));
  icu::UnicodeString skeleton;
  uspoof_getSkeletonUnicodeString(checker_, 0, in, skeleton, &status);
  if (U_FAILURE(status)) return 0;
  const std::u32string seen = WithoutMarks(FromIcu(skeleton));
  if (seen == U"rn") return U'm';
  if (seen.size() != 1) return 0;
  if (const auto own = own_.find(seen[0]); own != own_.end() && own->second.text.size() == 1 && seen[0] != c) {
    return own->second.text[0] < 0x80 ? own->second.text[0] : 0;
  }
  return seen[0] < 0x80 && u_isalnum(seen[0]) ? u_tolower(seen[0]) : 0;
}

std::optional<Form> Folding::FoldConfusable(char32_t c) const {
  if (!MayBeConfused(c)) return std::nullopt;
  char32_t letter = LooksLike(c);
  const char32_t lower = u_tolower(c);
  // ICU takes capital I for l; the small letter tells better.
  if (letter == U'l' && lower != c) {
    if (const char32_t other = LooksLike(lower); other != 0) letter = other;
  }
  const bool vague = letter == U'l' || letter == U'o' || letter == U'i' || u_isdigit(letter);
  if (letter == 0 || (vague && !u_isalpha(c))) return std::nullopt;
  return Make({letter}, presend::Fold::kConfusable);
}

std::optional<Form> Folding::FoldMarks(char32_t c) const {
  if (!MayLoseMarks(c)) return std::nullopt;
  std::u32string bare = WithoutMarks(Normalize(nfd_, c));
  if (bare.empty() || bare == std::u32string{c}) return std::nullopt;
  return Make(std::move(bare), presend::Fold::kConfusable);
}

std::optional<Form> Folding::FoldCase(char32_t c) const {
  icu::UnicodeString text(static_cast<UChar32>(c));
  const std::u32string folded = FromIcu(text.foldCase(U_FOLD_CASE_DEFAULT));
  if (folded == std::u32string{c}) return std::nullopt;
  return Make(folded, presend::Fold::kCase);
}

GlyphKind Folding::KindOf(char32_t c) { return presend::maker::KindOf(c); }

}  // namespace presend::maker
