#include "engine/link_watch.h"

#include <string_view>
#include <utility>

#include "engine/fold_table.h"
#include "engine/link_finder_dot.h"

namespace presend {
namespace {

constexpr int kReach = 7;         // 【点】 with blanks around each
constexpr int kShortestCode = 8;  // of a share code: ￥Ab3dE9kL￥

// The last letters of four: a dot as it is spelled in letters, or the http before a host.
bool EndsLikeDotOrScheme(uint32_t latin) {
  const auto ends_in = [latin](std::string_view letters) {
    for (size_t i = 0; i < letters.size(); ++i) {
      if (static_cast<char>(latin >> 8 * i & 0xFF) != letters[letters.size() - 1 - i]) return false;
    }
    return true;
  };
  return ends_in("dot") || ends_in("d0t") || ends_in("dian") || ends_in("tp") || ends_in("xp") || ends_in("hp");
}

}  // namespace

bool LooksLikeDot(char32_t c) {
  constexpr std::u32string_view kSignsAndWords = U"/@$¥€点艾爱句丶奌";
  return StyleOfMark(c) != DotStyle::kNone || kSignsAndWords.find(c) != kSignsAndWords.npos;
}

void LinkWatch::PassMark(char32_t c, bool dot) {
  if (c == U'/' && near_dot_ == kReach) seen_ = true;  // //
  encoded_ = c == U'%' ? 2 : 0;
  behind_sign_ = dot || c >= 0x80;
  if (dot) {
    near_dot_ = kReach;
  } else if (near_dot_ > 0) {
    --near_dot_;
  }
}

void LinkWatch::PassLetter(char32_t c, GlyphKind kind, char32_t before, bool touching, bool dot) {
  if (kind != GlyphKind::kHan) return PassLatin(c, touching);
  near_dot_ = dot || (c == U'号' && before == U'句') ? kReach : 0;
  behind_sign_ = false;
}

void LinkWatch::PassLatin(char32_t c, bool touching) {
  if (encoded_ > 0 && --encoded_ == 0) seen_ = true;
  const bool digit = IsDigit(c), behind_dot = std::exchange(near_dot_, 0) > 0;
  ascii_ += c < 0x80;
  dotted_numbers_ += behind_dot && digit;
  const bool behind_sign = std::exchange(behind_sign_, false);
  code_ = touching ? code_ + (code_ > 0) : behind_sign;
  code_letters_ = (touching && code_letters_) || !digit;
  latin_ = latin_ << 8 | (c & 0xFF);
  seen_ |= (behind_dot && !digit) || (code_ >= kShortestCode && code_letters_) || EndsLikeDotOrScheme(latin_);
}

}  // namespace presend
