#include "engine/rests.h"

#include <algorithm>

namespace presend {

void Rests::Add(uint64_t known, const std::array<char32_t, 2>& rest, Demand demand) {
  const Rest added{rest, demand};
  Group& group = groups_[known];
  if (std::find(group.begin(), group.end(), added) == group.end()) group.push_back(added);
}

std::span<const Rests::Rest> Rests::GroupOf(uint64_t known) const {
  const auto group = groups_.find(known);
  if (group == groups_.end()) return {};
  return group->second;
}

Demand Rests::DemandOf(uint64_t known) const {
  Demand demand;
  for (const Rest& rest : GroupOf(known)) demand.AddAll(rest.demand);
  return demand;
}

Demand Rests::DemandOf(uint64_t known, const LetterBag& text) const {
  Demand demand;
  for (const auto& [letters, of_rest] : GroupOf(known)) {
    if (text.MayHave(letters[0]) && text.MayHave(letters[1])) demand.AddAll(of_rest);
  }
  return demand;
}

}  // namespace presend
