#include "engine/link_finder_tld.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "engine/number_finder_context.h"
#include "engine/registrable_domain.h"

namespace presend {
namespace {

// Names of things, not of hosts.
constexpr std::pair<std::string_view, std::string_view> kThings[] = {
    {"co", "ltd"}, {"asp", "net"},   {"ado", "net"}, {"vb", "net"},     {"socket", "io"}, {"no", "name"},
    {"dr", "dre"}, {"paint", "net"}, {"ml", "net"},  {"system", "net"}, {"system", "io"}, {"java", "io"}};
constexpr std::string_view kTitles[] = {"mr", "mrs", "ms", "miss", "dr", "st", "prof", "no"};
constexpr std::string_view kNumberSuffixes[] = {"cc", "cn", "com", "la", "net", "org"};
// Shops call themselves so, and few other words do.
constexpr std::string_view kShopSuffixes[] = {"club", "mall", "shop", "site"};
// Words as well: only behind a dot that is spelled in letters.
constexpr std::string_view kSellerSuffixes[] = {"club", "mall", "online", "shop", "site", "store", "vip", "wang"};
// Words as well, but seldom behind 点.
constexpr std::string_view kRareSuffixes[] = {"icu", "top", "xyz"};
// com口, cn版: the suffix is a word of its own.
constexpr std::u32string_view kAfterWord = U"口版端区站线款型";
constexpr size_t kLongName = 6;
constexpr size_t kMiddleName = 5;
constexpr size_t kSomeName = 4;
constexpr size_t kShortName = 3;

struct Shape {
  size_t letters = 0;
  size_t digits = 0;
  bool hyphen = false;
  size_t changes = 0;  // between letters and digits
};

Shape ShapeOf(std::string_view text) {
  Shape shape;
  char before = 0;
  for (char c : text) {
    char kind = c >= '0' && c <= '9' ? 'd' : c == '-' || c == '_' ? '-' : 'l';
    shape.letters += kind == 'l';
    shape.digits += kind == 'd';
    shape.hyphen |= kind == '-';
    shape.changes += before != 0 && kind != before;
    before = kind;
  }
  return shape;
}

bool IsUpper(const View& view, const Label& label) {
  for (uint32_t i = label.first; i < label.end; ++i) {
    if (view.glyphs[i].kind == GlyphKind::kLatin && !view.glyphs[i].folds.has(Fold::kCase)) return false;
  }
  return true;
}

// STM32F103.CN: upper case throughout, letters and digits in turn.
bool IsModelNumber(const View& view, const Label& name, const Label& suffix, const Shape& shape) {
  if (suffix.text.size() != 2 || shape.letters == 0 || shape.digits == 0) return false;
  if (!IsUpper(view, name) || !IsUpper(view, suffix)) return false;
  return shape.changes >= 2 || IsLabelled(view, name.first);
}

bool IsDistinct(const Shape& shape) { return shape.letters > 0 && (shape.digits > 0 || shape.hyphen); }

bool MayFollowPlainDot(const View& view, const Label& name, const Label& suffix, const Shape& shape) {
  if (!IsCommonTopLevelDomain(suffix.text)) return false;
  if (shape.letters == 0) {
    return std::find(std::begin(kNumberSuffixes), std::end(kNumberSuffixes), suffix.text) != std::end(kNumberSuffixes);
  }
  if (name.text.size() == 1) return IsPlainTopLevelDomain(suffix.text);
  bool title = std::find(std::begin(kTitles), std::end(kTitles), name.text) != std::end(kTitles);
  if (title && !IsPlainTopLevelDomain(suffix.text)) return false;
  std::pair<std::string_view, std::string_view> thing(name.text, suffix.text);
  if (std::find(std::begin(kThings), std::end(kThings), thing) != std::end(kThings)) return false;
  return !IsModelNumber(view, name, suffix, shape);
}

template <size_t kSize>
bool IsOneOf(const std::string_view (&texts)[kSize], const Label& label) {
  return std::find(std::begin(texts), std::end(texts), label.text) != std::end(texts);
}

// polka dot top is a shirt, mmzk dian top is none.
bool IsDotInPinyin(const View& view, const Label& name, const Label& suffix) {
  constexpr std::u32string_view kDian = U"dian";
  const auto& glyphs = view.glyphs;
  const auto end = glyphs.begin() + suffix.first;
  return std::search(glyphs.begin() + name.end, end, kDian.begin(), kDian.end(),
                     [](const Glyph& glyph, char32_t c) { return glyph.code_point == c; }) != end;
}

// dot, not 点.
bool IsDotInLetters(const View& view, const Label& name, const Label& suffix) {
  const auto& glyphs = view.glyphs;
  return std::any_of(glyphs.begin() + name.end, glyphs.begin() + suffix.first,
                     [](const Glyph& glyph) { return glyph.kind == GlyphKind::kLatin; });
}

bool MayFollowSpelledDot(const View& view, const Label& name, const Label& suffix, const Shape& shape) {
  if (!IsCommonTopLevelDomain(suffix.text)) return false;
  if (suffix.spelled) return name.text.size() >= 2;  // c o m, v i p
  if (IsPlainTopLevelDomain(suffix.text)) return shape.letters > 0 ? name.text.size() >= 2 : shape.digits >= 2;
  if (IsDotInLetters(view, name, suffix) && IsOneOf(kSellerSuffixes, suffix)) return shape.letters >= kShortName;
  if (IsOneOf(kShopSuffixes, suffix)) return shape.letters >= kSomeName;
  if (IsOneOf(kSellerSuffixes, suffix) && kAfterWord.find(CodePointAt(view, suffix.end)) == kAfterWord.npos) {
    return IsDistinct(shape) || shape.letters >= kMiddleName;
  }
  if (IsOneOf(kRareSuffixes, suffix) && (!IsDotInLetters(view, name, suffix) || IsDotInPinyin(view, name, suffix))) {
    return shape.letters >= kSomeName || IsDistinct(shape);
  }
  return IsDistinct(shape) || shape.letters >= kLongName;
}

bool MayFollowDoubtfulDot(const View& view, const Label& name, const Label& suffix, const Shape& shape) {
  if (kAfterWord.find(CodePointAt(view, suffix.end)) != std::u32string_view::npos) return false;
  if (!IsCommonTopLevelDomain(suffix.text) || shape.letters == 0) return false;
  if (IsPlainTopLevelDomain(suffix.text) && !IsDistinct(shape)) {
    bool blanks = view.glyphs[suffix.first - 1].kind == GlyphKind::kSpace;
    return shape.letters >= (blanks && suffix.dot.style != DotStyle::kSpaced ? kLongName : kSomeName);
  }
  if (IsOneOf(kShopSuffixes, suffix) && !view.glyphs[suffix.first].folds.has(Fold::kCase)) {
    if (suffix.dot.style == DotStyle::kMiddle && suffix.first == name.end + 1) return shape.letters >= kSomeName;
    // A sentence has no blank before its full stop.
    const bool apart = view.glyphs[name.end].kind == GlyphKind::kSpace;
    if (apart == (suffix.dot.style == DotStyle::kSpaced) && shape.letters >= kLongName) return true;
  }
  // Sentences do not go on in small Latin letters right behind a Chinese full stop.
  if (suffix.dot.style == DotStyle::kFullStop && suffix.text.size() >= 3 && shape.letters >= kSomeName) return true;
  if (suffix.text == "top" && suffix.dot.style != DotStyle::kSpaced && shape.letters > kLongName) return true;
  return IsDistinct(shape) && name.text.size() >= kSomeName;
}

// u.jd。com; not the end of a sentence: haohuo66.com。cn
bool IsPlainUpToLast(std::span<const Label> labels) {
  const auto between = labels.subspan(1, labels.size() - 2);
  const auto plain = [](const Label& label) { return label.dot.style == DotStyle::kPlain; };
  return !IsCommonTopLevelDomain(between.back().text) && std::all_of(between.begin(), between.end(), plain);
}

}  // namespace

bool MayEndHost(const View& view, std::span<const Label> labels, Context context) {
  const Label& suffix = labels.back();
  const Label& name = labels[labels.size() - 2];
  const Shape shape = ShapeOf(name.text);
  if (context == Context::kScheme) return IsTopLevelDomain(suffix.text);
  if (labels.size() > 2 && IsWebPrefix(labels.front()) && shape.letters + shape.digits > 0) {
    return IsCommonTopLevelDomain(suffix.text);
  }
  if (labels.size() > 2 && IsPlainTopLevelDomain(suffix.text) && (AreEven(view, labels) || IsPlainUpToLast(labels))) {
    return shape.letters >= 2;
  }
  const bool spread = suffix.dot.style == DotStyle::kSpaced && AreEven(view, labels.last(2));
  if (context == Context::kPath && spread && IsPlainTopLevelDomain(suffix.text)) return shape.letters > 0;  // t . cn/A6h
  bool clear = !IsDoubtful(suffix.dot.style) && suffix.dot.style != DotStyle::kSpelled;
  if (context == Context::kPath && clear && shape.letters > 0 && IsTopLevelDomain(suffix.text)) return true;
  switch (suffix.dot.style) {
    case DotStyle::kPlain:
    case DotStyle::kWrapped:
      return MayFollowPlainDot(view, name, suffix, shape);
    case DotStyle::kSpelled:
      return MayFollowSpelledDot(view, name, suffix, shape);
    default:
      return MayFollowDoubtfulDot(view, name, suffix, shape);
  }
}

}  // namespace presend
