// What kind of thing a code point is, by Unicode's properties. For the makers alone.
#pragma once

#include "engine/view.h"

namespace presend::maker {

// Shows nothing by itself: zero width, controls, combining and enclosing marks, skin tones.
bool IsInvisible(char32_t c);
// White space other than the line breaks and tabs of ASCII.
bool IsBlank(char32_t c);
// 0–25 for a letter in a circle, box or parentheses and for a flag's letter that NFKC leaves alone; else -1.
int EnclosedLetter(char32_t c);
// The number in a circle, in parentheses or before a full stop; else -1.
int EnclosedNumber(char32_t c);
// Whether a look-alike of a Latin letter may be one: letters of other scripts and mathematical operators.
bool MayBeConfused(char32_t c);
// Whether diacritics may be taken from it: Latin, Greek, Cyrillic.
bool MayLoseMarks(char32_t c);
GlyphKind KindOf(char32_t canonical);

}  // namespace presend::maker
