// What every link has, watched for while the gate decodes a message: a dot before letters, or three between numbers, or
// a scheme, or //, or %6A, or a long code. Holds for all that FindLinks finds; says so for a little that it doesn't.
#pragma once

#include <cstdint>

#include "engine/view.h"

namespace presend {

// Whether a mark (or 点, 艾 and the like) can be a dot or an at sign of a link.
bool LooksLikeDot(char32_t c);

class LinkWatch {
 public:
  // The next mark, and whether it looks like a dot.
  void PassMark(char32_t c, bool dot);
  // Han characters, of which none looks like a dot.
  void PassHan() { near_dot_ = 0, behind_sign_ = false; }
  // The next letter; `before`: the one before it, `touching`: which is a Latin letter or a digit and stands beside it.
  void PassLetter(char32_t c, GlyphKind kind, char32_t before, bool touching, bool dot);

  static constexpr int kFewest = 3;  // Latin letters and digits of a link
  bool MayHaveSeenLink() const { return ascii_ >= kFewest && (seen_ || dotted_numbers_ >= 3); }

 private:
  void PassLatin(char32_t c, bool touching);

  int ascii_ = 0;
  int encoded_ = 0;   // how many letters or digits are left of %6A
  int near_dot_ = 0;  // how many marks may still stand between a dot and what follows it
  int dotted_numbers_ = 0;
  int code_ = 0;               // Latin letters and digits side by side, behind a sign; 0: behind none
  bool code_letters_ = false;  // … not all of them digits
  bool behind_sign_ = false;   // the last glyph was a mark that can stand at the head of a share code
  bool seen_ = false;
  uint32_t latin_ = 0;  // the last four Latin letters and digits
};

}  // namespace presend
