#include "engine/letter_bag.h"

#include "engine/fold_table.h"
#include "engine/stretch.h"
#include "engine/utf8.h"

namespace presend {

LetterBag::LetterBag(std::string_view text) {
  const StretchStep step = LongestStretchStep();
  const char* const end = text.data() + text.size();
  for (const char* p = text.data(); p < end;) {
    const Stretch stretch(p, end, step);
    for (uint32_t at = 0; at < stretch.count; ++at) {
      const bool known = stretch.codes[at] != Stretch::kOther;
      Add(known ? stretch.codes[at] : DecodeUtf8(stretch.At(at), end).code_point);
    }
    p = stretch.At(stretch.count);
  }
}

void LetterBag::Add(char32_t code_point) {
  const char32_t canonical = FoldPacked(code_point) & kManyForms;
  if (canonical != kManyForms) {
    letters_.set(PlaceOf(canonical));
  } else {
    for (char32_t c : FoldCodePoint(code_point).canonical) letters_.set(PlaceOf(c));
  }
}

}  // namespace presend
