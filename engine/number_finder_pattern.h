// How the groups of one number are set, and what only looks like it: sizes, dates, decimals. Part of the number finder.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "engine/fold.h"
#include "engine/number_finder_groups.h"
#include "engine/view.h"

namespace presend {

inline constexpr size_t kShortestPhone = 10;  // 0xx and seven digits
inline constexpr size_t kLongestPhone = 15;   // 0086 and a mobile number

std::string JoinDigits(std::span<const DigitGroup> groups);
FoldSet FoldsOf(std::span<const DigitGroup> groups);

// 8613800138000, 008613800138000, 013800138000 → 13800138000; others unchanged.
std::string StripCountryCode(std::string digits);

// 3-4-4, 4-3-4, 3-3-5, 4-4-3, 3-8, 7-4, single digits …, with or without a country code before.
bool HasUsualGroups(std::span<const DigitGroup> groups);
// One group, or a first group of three or four digits: an area code.
bool HasAreaGroup(std::span<const DigitGroup> groups);

bool SameGap(const View& view, const DigitGroup& a, const DigitGroup& b, const DigitGroup& c, const DigitGroup& d);
bool HasEvenGaps(const View& view, std::span<const DigitGroup> groups);

// Not an enumeration, a decimal fraction, a product of sizes.
bool ReadsAsOneNumber(const View& view, std::span<const DigitGroup> groups);
// Two to four groups of an account number, or single digits, seven to twelve in all.
bool ReadsAsAccount(const View& view, std::span<const DigitGroup> groups);

}  // namespace presend
