#include "engine/link_finder_host.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>
#include <utility>

#include "engine/link_finder_path.h"
#include "engine/link_finder_tld.h"
#include "engine/number_finder_groups.h"
#include "engine/registrable_domain.h"
#include "engine/utf8.h"

namespace presend {
namespace {

constexpr uint32_t kMaxNumerals = 16;
constexpr size_t kMaxHost = 253;
constexpr std::string_view kSpreadSuffixes[] = {"com", "cn", "net", "top", "vip", "xyz", "cc", "shop"};
// Leet in a suffix, and what it says.
constexpr std::pair<std::string_view, std::string_view> kLeetSuffixes[] = {
    {"c0m", "com"}, {"t0p", "top"}, {"v1p", "vip"}, {"vlp", "vip"}, {"sh0p", "shop"}};
constexpr std::string_view kWebPrefixes[] = {"www", "3w", "wap"};
constexpr std::string_view kOtherPrefixes[] = {"m", "http", "https"};

bool IsHyphen(char32_t c) { return c == U'-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212; }
bool IsHanNumeral(const View& view, uint32_t at) {
  return at < view.glyphs.size() && CodePointAt(view, at) >= 0x80 && DigitValue(view, at) >= 0;
}

// Numerals belong to a label if it goes on or a dot follows: haohuo八八点com, but not com三折.
uint32_t NumeralEnd(const View& view, uint32_t at) {
  uint32_t end = at;
  while (end - at < kMaxNumerals && IsHanNumeral(view, end)) ++end;
  if (end == at || IsAlnum(CodePointAt(view, end))) return end;
  return ReadDot(view, end).style != DotStyle::kNone ? end : at;
}

// 杠 and 横杠 between letters. Its length, 0 if there is none.
uint32_t SpelledHyphen(const View& view, uint32_t at) {
  for (std::u32string_view word :
       {std::u32string_view(U"横杠"), std::u32string_view(U"中杠"), std::u32string_view(U"杠")}) {
    if (HasWordAt(view, at, word)) return static_cast<uint32_t>(word.size());
  }
  return 0;
}

// c o m. The end, or `at`.
uint32_t SpreadSuffixEnd(const View& view, uint32_t at, std::string& text) {
  for (std::string_view suffix : kSpreadSuffixes) {
    uint32_t end = at;
    bool fits = true;
    for (size_t i = 0; fits && i < suffix.size(); ++i) {
      if (i > 0) fits = end < view.glyphs.size() && view.glyphs[end++].kind == GlyphKind::kSpace;
      fits = fits && CodePointAt(view, end++) == static_cast<char32_t>(suffix[i]);
    }
    if (!fits || IsAlnum(CodePointAt(view, end))) continue;
    text = suffix;
    return end;
  }
  return at;
}

class LabelReader {
 public:
  LabelReader(const View& view, uint32_t at, bool lenient, bool after_dot)
      : view_(view), lenient_(lenient), after_dot_(after_dot) {
    label_.first = label_.end = at;
  }

  Label Read() {
    while (TakeNext()) {
    }
    while (!label_.text.empty() && (label_.text.back() == '-' || label_.text.back() == '_')) {
      label_.text.pop_back();
      --label_.end;
    }
    return std::move(label_);
  }

 private:
  bool TakeNext() {
    uint32_t at = label_.end;
    if (at >= view_.glyphs.size() || label_.text.size() > kMaxHost) return false;
    const Glyph& glyph = view_.glyphs[at];
    char32_t c = glyph.code_point;
    if (IsAlnum(c) || glyph.kind == GlyphKind::kOtherLetter) return Add(c, at + 1);
    if (!label_.text.empty() && (IsHyphen(c) || c == U'_')) return Add(c == U'_' ? c : U'-', at + 1);
    if (uint32_t end = NumeralEnd(view_, at); end > at) return AddNumerals(end);
    if (glyph.kind == GlyphKind::kHan && MayHoldHan() && WordDotEnds(at)) return Add(c, at + 1);
    uint32_t hyphen = label_.text.empty() ? 0 : SpelledHyphen(view_, at);
    if (hyphen == 0 || !IsAlnum(CodePointAt(view_, at + hyphen))) return false;
    if (after_dot_ && IsCommonTopLevelDomain(label_.text)) return false;  // top杠7: a slash
    label_.spelled = true;
    return Add(U'-', at + hyphen);
  }

  // 好货.com, but not …cn看看.
  bool MayHoldHan() const { return lenient_ && (label_.text.empty() || !IsAlnum(CodePointAt(view_, label_.first))); }

  // A Chinese label goes on until 点 or the like.
  bool WordDotEnds(uint32_t at) const { return ReadDot(view_, at).style == DotStyle::kNone; }

  bool Add(char32_t c, uint32_t end) {
    AppendUtf8(c, label_.text);
    label_.end = end;
    return true;
  }

  bool AddNumerals(uint32_t end) {
    for (uint32_t i = label_.end; i < end; ++i) label_.text.push_back(static_cast<char>('0' + DigitValue(view_, i)));
    label_.end = end;
    return label_.spelled = label_.numeral = true;
  }

  const View& view_;
  bool lenient_, after_dot_;
  Label label_;
};

Label ReadLabel(const View& view, uint32_t at, bool lenient, bool after_dot) {
  if (after_dot) {
    Label spread{at, at};
    spread.end = SpreadSuffixEnd(view, at, spread.text);
    spread.spelled = true;
    if (spread.end > at) return spread;
  }
  Label label = LabelReader(view, at, lenient, after_dot).Read();
  if (!after_dot) return label;
  for (const auto& [leet, plain] : kLeetSuffixes) {
    if (label.text == leet) label.text = plain, label.spelled = true;
  }
  return label;
}

bool IsPrefix(const Label& label) {
  return IsWebPrefix(label) ||
         std::find(std::begin(kOtherPrefixes), std::end(kOtherPrefixes), label.text) != std::end(kOtherPrefixes);
}

// Cuts a chain into stretches that are one name each, and each stretch after its top-level domain.
class HostCutter {
 public:
  HostCutter(const View& view, std::span<const Label> labels, bool scheme)
      : view_(view), labels_(labels), scheme_(scheme) {}

  std::vector<Host> Cut() {
    std::vector<Host> hosts;
    for (size_t begin = 0; begin < labels_.size();) {
      size_t end = StretchEnd(begin);
      if (std::optional<Host> host = HostIn(begin, end)) hosts.push_back(std::move(*host));
      if (scheme_) break;
      begin = end;
    }
    return hosts;
  }

 private:
  size_t StretchEnd(size_t begin) const {
    size_t end = EvenEnd(begin);
    while (end < labels_.size() && Joins(begin, end)) ++end;
    return end;
  }

  // u . jd . com, item。jd。com: three labels or more, the same doubtful dot between them all, the last one a plain
  // top-level domain or the end of a host even without the first. The end of what belongs together so, or of the first
  // label.
  size_t EvenEnd(size_t begin) const {
    constexpr size_t kMostLabels = 8;
    const size_t most = std::min(labels_.size(), begin + kMostLabels);
    size_t end = begin + 1;
    while (end < most && AreEven(view_, labels_.subspan(begin, end - begin + 1))) ++end;
    while (end > begin + 1 && !EndsEvenHost(end)) --end;
    return end > begin + 2 ? end : begin + 1;
  }

  bool EndsEvenHost(size_t end) const {
    return IsPlainTopLevelDomain(labels_[end - 1].text) ||
           MayEndHost(view_, labels_.subspan(end - 2, 2), ContextOf(end - 1));
  }

  // Whether label `at` belongs to the name that began at `begin`. A doubtful dot joins only the last label.
  bool Joins(size_t begin, size_t at) const {
    if (!IsDoubtful(labels_[at].dot.style)) return true;
    bool prefixes = std::all_of(labels_.begin() + begin, labels_.begin() + at, IsPrefix);
    if (prefixes) return true;
    if (at > begin + 1 && IsCommonTopLevelDomain(labels_[at - 1].text)) {
      return labels_[at].text == "cn" && labels_[at - 1].text == "com";
    }
    return IsCommonTopLevelDomain(labels_[at].text);
  }

  std::optional<Host> HostIn(size_t begin, size_t end) const {
    for (size_t last = end; last-- > begin + 1;) {
      if (scheme_ && last + 1 == end && IsNumericHost(begin, end)) return MakeHost(begin, last);
      if (MayEndHost(view_, labels_.subspan(begin, last - begin + 1), ContextOf(last))) return MakeHost(begin, last);
      if (labels_[last].dot.style == DotStyle::kPlain && !scheme_) break;
    }
    return std::nullopt;
  }

  Context ContextOf(size_t last) const {
    if (scheme_) return Context::kScheme;
    return BeginsPath(view_, labels_[last].end) ? Context::kPath : Context::kBare;
  }

  std::string NameOf(size_t begin, size_t last) const {
    std::string name;
    for (size_t i = begin; i <= last; ++i) name.append(i > begin ? "." : "").append(labels_[i].text);
    return name;
  }

  bool IsNumericHost(size_t begin, size_t end) const {
    std::string name = NameOf(begin, end - 1);
    return IsIpAddress(name) && !IsPrivateAddress(name);
  }

  std::optional<Host> MakeHost(size_t begin, size_t last) const {
    Host host{labels_[begin].first, labels_[last].end, NameOf(begin, last), FoldSet()};
    if (host.name.size() > kMaxHost) return std::nullopt;
    if (labels_[begin].text == "3w") host.folds |= FoldSet::Of(Fold::kLinkSpelling);
    for (size_t i = begin; i <= last; ++i) {
      bool spelled = labels_[i].spelled || (i > begin && labels_[i].dot.style != DotStyle::kPlain);
      if (spelled) host.folds |= FoldSet::Of(Fold::kLinkSpelling);
      if (labels_[i].numeral) host.folds |= FoldSet::Of(Fold::kNumeral);
    }
    for (uint32_t i = host.first; i < host.end; ++i) {
      bool other = view_.glyphs[i].kind == GlyphKind::kOtherLetter;
      if (other || view_.glyphs[i].folds.has(Fold::kConfusable)) host.folds |= FoldSet::Of(Fold::kConfusable);
    }
    return host;
  }

  const View& view_;
  std::span<const Label> labels_;
  bool scheme_;
};

}  // namespace

bool IsWebPrefix(const Label& label) {
  return std::find(std::begin(kWebPrefixes), std::end(kWebPrefixes), label.text) != std::end(kWebPrefixes);
}

bool AreEven(const View& view, std::span<const Label> labels) {
  const DotStyle style = labels[1].dot.style;
  if (!IsDoubtful(style)) return false;
  for (size_t i = 1; i < labels.size(); ++i) {
    const uint32_t gap = labels[i - 1].end;
    const bool apart = view.glyphs[gap].kind == GlyphKind::kSpace;
    if (labels[i].dot.style != style || apart != (style == DotStyle::kSpaced)) return false;
    if (!apart && labels[i].first != gap + 1) return false;
  }
  return true;
}

bool StartsLabel(const View& view, uint32_t at, bool lenient) {
  if (at >= view.glyphs.size()) return false;
  GlyphKind kind = view.glyphs[at].kind;
  if (IsAlnum(view.glyphs[at].code_point) || kind == GlyphKind::kOtherLetter) return true;
  if (kind != GlyphKind::kHan) return false;
  if (lenient) return true;
  if (CodePointAt(view, at) == U'三' && CodePointAt(view, at + 1) == U'w') return true;
  return IsHanNumeral(view, at) && IsHanNumeral(view, at + 1) && NumeralEnd(view, at) > at;
}

LabelChain ReadLabels(const View& view, uint32_t at, bool lenient) {
  LabelChain chain;
  chain.end = at;
  Dot dot;
  while (StartsLabel(view, at, lenient)) {
    Label label = ReadLabel(view, at, lenient, dot.style != DotStyle::kNone);
    if (label.text.empty()) break;
    label.dot = dot;
    chain.end = label.end;
    chain.labels.push_back(std::move(label));
    dot = ReadDot(view, chain.end);
    if (dot.style == DotStyle::kNone) break;
    at = dot.end;
  }
  return chain;
}

std::vector<Host> HostsOf(const View& view, const LabelChain& chain, bool scheme) {
  if (chain.labels.size() < 2) return {};
  return HostCutter(view, chain.labels, scheme).Cut();
}

}  // namespace presend
