#include "engine/number_finder_pattern.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <string_view>

namespace presend {
namespace {

constexpr std::string_view kUsualGroups[] = {"344", "434",  "335", "443", "38", "74",   "353",
                                             "56",  "3422", "65",  "47",  "83", "32222"};
// Between the factors of a size, the terms of a sum, the parts of a time: no gap of a number, unless the groups are
// the usual ones.
constexpr std::u32string_view kReckoning = U"=*×<>%￥¥$:+x";
constexpr std::u32string_view kTimes = U"*×x";
constexpr long kEnumerationStep = 60;

bool AllSingles(std::span<const DigitGroup> groups) {
  return std::all_of(groups.begin(), groups.end(), [](const DigitGroup& g) { return g.digits.size() == 1; });
}

bool GapHolds(const View& view, std::span<const DigitGroup> groups, std::u32string_view marks) {
  for (size_t i = 1; i < groups.size(); ++i) {
    for (uint32_t at = groups[i - 1].end; at < groups[i].first; ++at) {
      if (marks.find(view.glyphs[at].code_point) != std::u32string_view::npos) return true;
    }
  }
  return false;
}

long NumberOf(const DigitGroup& group) { return std::strtol(group.digits.substr(0, 15).c_str(), nullptr, 10); }

bool Ascends(std::span<const DigitGroup> groups) {
  for (size_t i = 1; i < groups.size(); ++i) {
    if (NumberOf(groups[i]) <= NumberOf(groups[i - 1])) return false;
  }
  return true;
}

// 138 139 150 16: groups of one length, rising in small steps; the last may differ.
bool StepsEvenly(std::span<const DigitGroup> groups) {
  if (groups[0].digits.size() < 2 || groups.size() < 3) return false;
  for (size_t i = 1; i < groups.size(); ++i) {
    bool last = i + 1 == groups.size();
    if (groups[i].digits.size() != groups[0].digits.size()) return last;
    if (!last && NumberOf(groups[i]) <= NumberOf(groups[i - 1])) return false;
    if (!last && std::labs(NumberOf(groups[i]) - NumberOf(groups[i - 1])) > kEnumerationStep) return false;
  }
  return std::labs(NumberOf(groups[groups.size() - 1]) - NumberOf(groups[groups.size() - 2])) <= kEnumerationStep;
}

bool IsEnumeration(std::span<const DigitGroup> groups) {
  return (groups.size() >= 5 && Ascends(groups)) || StepsEvenly(groups);
}

// 1380*1050*420: the first group has four digits, and none begins with a zero.
bool IsSize(const View& view, std::span<const DigitGroup> groups) {
  return groups[0].digits.size() > 3 && GapHolds(view, groups, kTimes) &&
         std::none_of(groups.begin(), groups.end(), [](const DigitGroup& g) { return g.digits[0] == '0'; });
}

bool IsDecimal(const View& view, std::span<const DigitGroup> groups) {
  return groups.size() == 2 && groups[1].first == groups[0].end + 1 && view.glyphs[groups[0].end].code_point == U'.' &&
         !groups[0].numeral;
}

bool IsDate(std::span<const DigitGroup> groups) {
  if (groups.size() < 3 || groups[0].digits.size() != 4) return false;
  long month = NumberOf(groups[1]);
  long day = NumberOf(groups[2]);
  return (groups[0].digits.starts_with("19") || groups[0].digits.starts_with("20")) && month >= 1 && month <= 12 &&
         day >= 1 && day <= 31;
}

}  // namespace

std::string JoinDigits(std::span<const DigitGroup> groups) {
  std::string digits;
  for (const DigitGroup& group : groups) digits += group.digits;
  return digits;
}

FoldSet FoldsOf(std::span<const DigitGroup> groups) {
  FoldSet folds;
  if (groups.size() > 1) folds |= FoldSet::Of(Fold::kSeparator);
  for (const DigitGroup& group : groups) {
    if (group.numeral) folds |= FoldSet::Of(Fold::kNumeral);
  }
  return folds;
}

std::string StripCountryCode(std::string digits) {
  if (digits.size() == 13 && digits.starts_with("86")) return digits.substr(2);
  if (digits.size() == 15 && digits.starts_with("0086")) return digits.substr(4);
  if (digits.size() == 12 && digits.starts_with("01") && digits[2] >= '3') return digits.substr(1);
  return digits;
}

bool HasUsualGroups(std::span<const DigitGroup> groups) {
  if (groups.size() > 1 && (groups[0].digits == "86" || groups[0].digits == "0086")) groups = groups.subspan(1);
  if (groups.size() == 1 || AllSingles(groups)) return true;
  std::string lengths;
  for (const DigitGroup& group : groups) lengths += static_cast<char>('0' + std::min<size_t>(group.digits.size(), 15));
  return std::find(std::begin(kUsualGroups), std::end(kUsualGroups), lengths) != std::end(kUsualGroups) ||
         HasAreaGroup(groups);
}

bool HasAreaGroup(std::span<const DigitGroup> groups) {
  if (groups[0].digits[0] != '0') return false;
  if (groups.size() == 1 || AllSingles(groups)) return true;
  size_t area = groups[0].digits.size();
  return groups.size() <= 4 && (area == 3 || area == 4);
}

bool SameGap(const View& view, const DigitGroup& a, const DigitGroup& b, const DigitGroup& c, const DigitGroup& d) {
  if (b.first - a.end != d.first - c.end) return false;
  for (uint32_t i = 0; a.end + i < b.first; ++i) {
    if (view.glyphs[a.end + i].code_point != view.glyphs[c.end + i].code_point) return false;
  }
  return true;
}

bool HasEvenGaps(const View& view, std::span<const DigitGroup> groups) {
  if (groups.size() > 1 && (groups[0].digits == "86" || groups[0].digits == "0086")) groups = groups.subspan(1);
  for (size_t i = 2; i < groups.size(); ++i) {
    if (!SameGap(view, groups[i - 1], groups[i], groups[0], groups[1])) return false;
  }
  return true;
}

bool ReadsAsOneNumber(const View& view, std::span<const DigitGroup> groups) {
  if (groups.size() == 1) return true;
  if (IsDecimal(view, groups)) return false;
  if (HasUsualGroups(groups) && !AllSingles(groups)) return !IsSize(view, groups);
  return !IsEnumeration(groups) && (AllSingles(groups) || !GapHolds(view, groups, kReckoning));
}

bool ReadsAsAccount(const View& view, std::span<const DigitGroup> groups) {
  size_t total = 0;
  size_t longest = 0;
  size_t shortest = kLongestPhone;
  for (const DigitGroup& group : groups) {
    total += group.digits.size();
    longest = std::max(longest, group.digits.size());
    shortest = std::min(shortest, group.digits.size());
  }
  if (total < 7 || total > 12 || groups[0].digits[0] == '0') return false;
  bool grouped = groups.size() <= 4 && shortest >= 2 && longest <= 5;
  if (!grouped && longest > 1) return false;
  if (IsEnumeration(groups) || IsDate(groups) || IsDecimal(view, groups)) return false;
  return HasEvenGaps(view, groups) && !GapHolds(view, groups, kReckoning);
}

}  // namespace presend
