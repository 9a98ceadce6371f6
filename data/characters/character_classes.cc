#include "character_classes.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <string_view>

namespace presend::maker {
namespace {

bool In(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

UScriptCode ScriptOf(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript(c, &status);
}

bool IsEmoji(char32_t c) {
  if (c < 0x80) return false;
  return u_hasBinaryProperty(c, UCHAR_EMOJI_PRESENTATION) || u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC);
}

// Carons, apostrophes and tone letters that Unicode counts as letters.
bool IsSpacingModifier(char32_t c) { return In(c, 0x2b0, 0x2ff) || In(c, 0xa700, 0xa721) || In(c, 0xa788, 0xa78a); }

}  // namespace

bool IsInvisible(char32_t c) {
  if (In(c, 0x09, 0x0d) || c == 0x85) return false;
  if (In(c, 0xd800, 0xdfff) || c > 0x10ffff) return false;
  if (u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) || In(c, 0x1f3fb, 0x1f3ff)) return true;
  switch (u_charType(c)) {
    case U_CONTROL_CHAR:
    case U_FORMAT_CHAR:
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
      return true;
    case U_COMBINING_SPACING_MARK:
      return ScriptOf(c) == USCRIPT_COMMON || ScriptOf(c) == USCRIPT_INHERITED || ScriptOf(c) == USCRIPT_HANGUL;
    default:
      return false;
  }
}

bool IsBlank(char32_t c) {
  return c == 0x85 || c == 0x2800 || (c > 0x7f && u_isUWhiteSpace(c)) || c == U' ';
}

int EnclosedLetter(char32_t c) {
  if (In(c, 0x249c, 0x24b5)) return static_cast<int>(c - 0x249c);
  for (const char32_t first : {0x1f110, 0x1f130, 0x1f150, 0x1f170, 0x1f1e6}) {
    if (In(c, first, first + 25)) return static_cast<int>(c - first);
  }
  return -1;
}

int EnclosedNumber(char32_t c) {
  if (In(c, 0x2474, 0x2487)) return static_cast<int>(c - 0x2474) + 1;  // ⑴
  if (In(c, 0x2488, 0x249b)) return static_cast<int>(c - 0x2488) + 1;  // ⒈
  if (In(c, 0x24eb, 0x24f4)) return static_cast<int>(c - 0x24eb) + 11;  // ⓫
  if (In(c, 0x24f5, 0x24fe)) return static_cast<int>(c - 0x24f5) + 1;  // ⓵
  for (const char32_t first : {0x2776, 0x2780, 0x278a}) {  // ❶ ➀ ➊
    if (In(c, first, first + 9)) return static_cast<int>(c - first) + 1;
  }
  if (c == 0x1f100) return 0;
  if (In(c, 0x1f101, 0x1f10a)) return static_cast<int>(c - 0x1f101);  // 🄁
  return -1;
}

bool MayBeConfused(char32_t c) {
  switch (ScriptOf(c)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_HANGUL:
    case USCRIPT_BOPOMOFO:
    case USCRIPT_YI:
      return false;
    case USCRIPT_COMMON:
      return In(c, 0x2200, 0x22ff) || In(c, 0x27c0, 0x27ef) || In(c, 0x2a00, 0x2aff) || In(c, 0x1d400, 0x1d7ff);
    default:
      return c > 0x7f && (u_isalpha(c) || u_charType(c) == U_LETTER_NUMBER);
  }
}

bool MayLoseMarks(char32_t c) {
  const UScriptCode script = ScriptOf(c);
  return u_isalpha(c) && (script == USCRIPT_LATIN || script == USCRIPT_GREEK || script == USCRIPT_CYRILLIC);
}

// Repeat signs and kana that stand between the letters of a disguised word: 微の信. (Strokes such as 丨: letters.tsv.)
bool StandsBetween(char32_t c) {
  static constexpr std::u32string_view kMarks = U"〆々ゝゞヽヾーㄧㄥのノ";
  return kMarks.find(c) != kMarks.npos;
}

GlyphKind KindOf(char32_t c) {
  if (StandsBetween(c)) return GlyphKind::kMark;
  if (In(c, U'0', U'9')) return GlyphKind::kDigit;
  if (In(c, U'a', U'z')) return GlyphKind::kLatin;
  if (In(c, 0xd800, 0xdfff) || c > 0x10ffff) return GlyphKind::kInvalid;
  if (In(c, 0x09, 0x0d) || c == U' ') return GlyphKind::kSpace;
  if (std::u32string_view(U",;:，、；：").find(c) != std::u32string_view::npos) return GlyphKind::kPause;
  if (std::u32string_view(U".!?。！？…‥").find(c) != std::u32string_view::npos) return GlyphKind::kStop;
  if (ScriptOf(c) == USCRIPT_HAN && (u_isalpha(c) || c == U'〇')) return GlyphKind::kHan;
  if (IsEmoji(c)) return GlyphKind::kEmoji;
  if (IsSpacingModifier(c)) return GlyphKind::kMark;
  if (u_isalpha(c) || u_charType(c) == U_LETTER_NUMBER || u_charType(c) == U_COMBINING_SPACING_MARK) {
    return GlyphKind::kOtherLetter;
  }
  return GlyphKind::kMark;
}

}  // namespace presend::maker
