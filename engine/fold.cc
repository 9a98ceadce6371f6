#include "engine/fold.h"

#include <array>

namespace presend {
namespace {

constexpr std::array<std::string_view, kFoldCount> kNames = {
    "width",   "case",  "script", "enclosed", "confusable", "invisible", "separator",     "repeat",
    "numeral", "sound", "pinyin", "shape",    "emoji",      "leet",      "link-spelling", "split"};

}  // namespace

std::string_view FoldName(Fold fold) { return kNames[static_cast<size_t>(fold)]; }

std::optional<Fold> ParseFold(std::string_view name) {
  for (size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<Fold>(i);
  }
  return std::nullopt;
}

std::vector<std::string_view> FoldNames(FoldSet folds) {
  std::vector<std::string_view> names;
  for (int i = 0; i < kFoldCount; ++i) {
    if (folds.has(static_cast<Fold>(i))) names.push_back(FoldName(static_cast<Fold>(i)));
  }
  return names;
}

}  // namespace presend
