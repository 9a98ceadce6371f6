#include "rulepack/pattern_check.h"

#include <algorithm>
#include <array>

#include "absl/strings/numbers.h"
#include "engine/database.h"
#include "rulepack/concat.h"

namespace presend {
namespace {

// Under UTF-8 a bounded repeat of a wide class costs a state a repetition and byte: {0,1000} takes seconds and
// hundreds of megabytes.
constexpr uint32_t kMostRepeats = 64;

// Reads the largest number of the repeat "{m,n}" that begins at `open`; 0 if it is none.
uint32_t LargestRepeat(std::string_view pattern, size_t open) {
  const size_t close = pattern.find('}', open);
  if (close == std::string_view::npos) return 0;
  const std::string_view inside = pattern.substr(open + 1, close - open - 1);
  const bool repeat = !inside.empty() && inside.find_first_not_of("0123456789,") == std::string_view::npos;
  if (!repeat) return 0;
  uint32_t largest = 0, number = 0;
  const size_t comma = inside.find(',');
  for (std::string_view part : {inside.substr(0, comma), comma == inside.npos ? "" : inside.substr(comma + 1)}) {
    if (part.size() > 9) return UINT32_MAX;
    if (absl::SimpleAtoi(ToAbsl(part), &number)) largest = std::max(largest, number);
  }
  return largest;
}

PatternFault FindCostlyRepeat(std::string_view pattern) {
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '\\') {
      ++i;
      continue;
    }
    if (pattern[i] == '{' && LargestRepeat(pattern, i) > kMostRepeats) {
      return {Concat("the repeat allows more than ", kMostRepeats, " times"),
              "shorten it, or say it with a condition (with: … within: N)", static_cast<uint32_t>(i)};
    }
  }
  return {};
}

// Hyperscan says "… at index 5."; the index counts bytes.
uint32_t IndexIn(std::string_view message) {
  constexpr std::string_view kBefore = "at index ";
  const size_t found = message.find(kBefore);
  uint32_t index = 0;
  if (found == std::string_view::npos) return 0;
  std::string_view digits = message.substr(found + kBefore.size());
  digits = digits.substr(0, digits.find_first_not_of("0123456789"));
  return absl::SimpleAtoi(ToAbsl(digits), &index) ? index : 0;
}

}  // namespace

PatternFault CheckPattern(const std::string& pattern) {
  if (PatternFault costly = FindCostlyRepeat(pattern); !costly.message.empty()) return costly;
  const std::array<std::string, 1> patterns{pattern};
  const absl::Status status = Database::FromPatterns(patterns, StartOfMatch::kYes).status();
  if (status.ok()) return {};
  std::string_view reason = ToStd(status.message());
  if (const size_t colon = reason.find(": "); reason.substr(0, 8) == "pattern " && colon != reason.npos) {
    reason = reason.substr(colon + 2);
  }
  return {Concat("pattern: ", reason), "", IndexIn(reason)};
}

bool TakesAll(std::span<const std::string> patterns, DatabaseStore& store) {
  const auto is_costly = [](const std::string& pattern) { return !FindCostlyRepeat(pattern).message.empty(); };
  return std::none_of(patterns.begin(), patterns.end(), is_costly) &&
         Database::FromPatterns(patterns, StartOfMatch::kYes, &store).ok();
}

}  // namespace presend
