#include "daemon/redaction.h"

#include <algorithm>
#include <vector>

#include "engine/fold_table.h"
#include "engine/utf8.h"

namespace presend {
namespace {

constexpr size_t kShortestNumeral = 4;  // code points of Chinese numerals in a row
constexpr size_t kShortestId = 5;       // letters and digits in a row
constexpr size_t kAddressReach = 4;     // code points masked before the unit of an address
constexpr std::u32string_view kNumerals = U"零〇一二三四五六七八九十两幺壹贰叁肆伍陆柒捌玖拾";
constexpr std::u32string_view kUnits = U"省市区县镇乡村路街道巷弄号栋幢楼座室苑";

// What a code point says, whatever it is dressed as.
char32_t Plain(char32_t c) {
  const FoldedForm form = FoldCodePoint(c).canonical;
  return form.empty() ? 0 : form.front();
}

bool IsNumeral(char32_t c) { return kNumerals.find(c) != std::u32string_view::npos; }
bool IsIdLetter(char32_t c) {
  return IsDigit(c) || IsLatin(c) || c == '_' || c == '-' || c == '@' || c == '.' || c == '/' || c == ':';
}

class Mask {
 public:
  explicit Mask(std::string_view text) {
    const char* const end = text.data() + text.size();
    for (const char* p = text.data(); p < end;) {
      const DecodedCodePoint decoded = DecodeUtf8(p, end);
      shown_.push_back(decoded.valid ? decoded.code_point : U'\uFFFD');
      text_.push_back(Plain(shown_.back()));
      p += decoded.length;
    }
    hidden_.assign(text_.size(), false);
  }

  void HideDigits() {
    for (size_t i = 0; i < text_.size(); ++i) hidden_[i] = hidden_[i] || IsDigit(text_[i]);
  }

  // Runs of one kind that are long enough, or hold what only ids hold.
  template <typename IsOne>
  void HideRuns(IsOne is_one, size_t shortest, bool telling) {
    for (size_t i = 0; i < text_.size();) {
      size_t end = i;
      bool tells = false;
      for (; end < text_.size() && is_one(text_[end]); ++end) {
        tells |= telling && (IsDigit(text_[end]) || text_[end] == '@' || text_[end] == '_');
      }
      if (end - i >= shortest || tells) Hide(i, end);
      i = std::max(end, i + 1);
    }
  }

  // A place with a number beside its unit, or two units close to each other, is an address.
  void HideAddresses() {
    size_t last_unit = text_.size();
    for (size_t i = 0; i < text_.size(); ++i) {
      if (kUnits.find(text_[i]) == std::u32string_view::npos) continue;
      const size_t begin = i - std::min(i, kAddressReach);
      const bool numbered = (i > 0 && IsNumber(i - 1)) || (i + 1 < text_.size() && IsNumber(i + 1));
      const bool follows = last_unit < i && i - last_unit <= kAddressReach + 1;
      if (numbered || follows) Hide(follows ? last_unit - std::min(last_unit, kAddressReach) : begin, i);
      last_unit = i;
    }
  }

  std::string Text() const {
    std::string out;
    for (size_t i = 0; i < text_.size(); ++i) AppendUtf8(hidden_[i] ? U'*' : shown_[i], out);
    return out;
  }

 private:
  bool IsNumber(size_t i) const { return IsDigit(text_[i]) || IsNumeral(text_[i]); }
  void Hide(size_t begin, size_t end) { std::fill(hidden_.begin() + begin, hidden_.begin() + end, true); }

  std::u32string shown_;
  std::u32string text_;  // folded, code point for code point
  std::vector<bool> hidden_;
};

}  // namespace

std::string Redact(std::string_view text) {
  Mask mask(text);
  mask.HideAddresses();
  mask.HideDigits();
  mask.HideRuns(IsNumeral, kShortestNumeral, false);
  mask.HideRuns(IsIdLetter, kShortestId, true);
  return mask.Text();
}

}  // namespace presend
