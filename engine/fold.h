// The disguises that presend sees through, each named. A rule says which it reads; a finding says which it undid.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace presend {

enum class Fold : uint8_t {
  kWidth,         // NFKC compatibility forms, radicals: ｔａｏ, ⼝, ㎏
  kCase,          // TaoBao
  kScript,        // traditional and variant characters: 淘寶, 溦信
  kEnclosed,      // enclosed, squared, mathematical letters and digits: ⓣ, 🆃, 𝐭, ①
  kConfusable,    // letters of other scripts that look alike: tаobао with Cyrillic а, о
  kInvisible,     // zero width, BOM, soft hyphen, variation selectors, bidi controls, combining marks
  kSeparator,     // something inserted between the letters: 淘.宝, 淘😀宝
  kRepeat,        // letters doubled: 淘淘宝宝, taobaooo
  kNumeral,       // digits written otherwise: 一三八, 壹叁捌
  kSound,         // another character of the same sound: 薇信
  kPinyin,        // letters of its sound for a character: 微xin, wei xin
  kShape,         // a character taken apart: 弓虽, 氵匋宝
  kEmoji,         // a picture for a character: 天🐈, ➕V
  kLeet,          // digits and symbols for letters: w3ixin, v><
  kLinkSpelling,  // spelled links: 点com, dot com, hxxp, [.]
  kSplit,         // spread over consecutive messages of one sender
};
inline constexpr int kFoldCount = 16;

// A small set of folds. Immutable value type.
class FoldSet {
 public:
  constexpr FoldSet() = default;
  constexpr explicit FoldSet(uint32_t bits) : bits_(bits) {}
  static constexpr FoldSet Of(Fold fold) { return FoldSet(1u << static_cast<int>(fold)); }
  static constexpr FoldSet All() { return FoldSet((1u << kFoldCount) - 1); }
  // Folds that change one code point at a time and leave no doubt about the word.
  static constexpr FoldSet Certain() {
    return Of(Fold::kWidth) | Of(Fold::kCase) | Of(Fold::kScript) | Of(Fold::kEnclosed) | Of(Fold::kConfusable) |
           Of(Fold::kInvisible);
  }

  // Other characters or letters for a sound.
  static constexpr FoldSet LikeSound() { return Of(Fold::kSound) | Of(Fold::kPinyin); }

  constexpr bool has(Fold fold) const { return (bits_ >> static_cast<int>(fold)) & 1; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr bool meets(FoldSet other) const { return (bits_ & other.bits_) != 0; }
  constexpr uint32_t bits() const { return bits_; }
  constexpr bool within(FoldSet other) const { return (bits_ & ~other.bits_) == 0; }
  friend constexpr FoldSet operator|(FoldSet a, FoldSet b) { return FoldSet(a.bits_ | b.bits_); }
  friend constexpr FoldSet operator&(FoldSet a, FoldSet b) { return FoldSet(a.bits_ & b.bits_); }
  friend constexpr FoldSet operator-(FoldSet a, FoldSet b) { return FoldSet(a.bits_ & ~b.bits_); }
  FoldSet& operator|=(FoldSet other) {
    bits_ |= other.bits_;
    return *this;
  }
  friend constexpr bool operator==(FoldSet, FoldSet) = default;

 private:
  uint32_t bits_ = 0;
};

// Names as written in rule files and answers: "width", "case", …, "link-spelling", "split".
std::string_view FoldName(Fold fold);
std::optional<Fold> ParseFold(std::string_view name);
std::vector<std::string_view> FoldNames(FoldSet folds);

}  // namespace presend
