#include "rulepack/nearest_name.h"

#include <algorithm>

#include "rulepack/concat.h"

namespace presend {
namespace {

constexpr size_t kLongestName = 64;  // longer ones are no misspelling of ours, and the distance is quadratic

// Optimal string alignment: a swap of neighbours counts as one edit.
size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::vector<size_t>> d(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    for (size_t j = 1; j <= b.size(); ++j) {
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

std::string Listed(const std::vector<std::string_view>& names) {
  std::string list;
  for (std::string_view name : names) Append(list, list.empty() ? "" : ", ", name);
  return list;
}

}  // namespace

std::string_view NearestName(std::string_view misspelt, const std::vector<std::string_view>& known) {
  if (misspelt.size() > kLongestName) return {};
  std::string_view nearest;
  size_t fewest = misspelt.size() / 3 + 2;
  for (std::string_view name : known) {
    const size_t edits = EditDistance(misspelt, name);
    if (edits < fewest && edits < name.size()) {
      fewest = edits;
      nearest = name;
    }
  }
  return nearest;
}

std::string NameHint(std::string_view misspelt, const std::vector<std::string_view>& known) {
  const std::string_view nearest = NearestName(misspelt, known);
  if (!nearest.empty()) return Concat("did you mean \"", nearest, "\"?");
  return Concat(known.empty() ? "" : "one of: ", Listed(known));
}

}  // namespace presend
