#include "engine/rests.h"

#include <algorithm>

namespace presend {

void Rests::Add(uint64_t known, std::u32string_view rest, PairSet::Marks marks) {
  const Rest added{{rest.front(), rest[std::min<size_t>(rest.size() - 1, 1)]}, marks};
  Group& group = groups_[known];
  if (std::find(group.begin(), group.end(), added) == group.end()) group.push_back(added);
}

PairSet::Marks Rests::MarksOf(uint64_t known) const {
  const auto group = groups_.find(known);
  PairSet::Marks marks = 0;
  if (group == groups_.end()) return marks;
  for (const Rest& rest : group->second) marks |= rest.marks;
  return marks;
}

PairSet::Marks Rests::MarksOf(uint64_t known, const LetterBag& text) const {
  const auto group = groups_.find(known);
  PairSet::Marks marks = 0;
  if (group == groups_.end()) return marks;
  for (const Rest& rest : group->second) {
    if (text.MayHave(rest.letters[0]) && text.MayHave(rest.letters[1])) marks |= rest.marks;
  }
  return marks;
}

}  // namespace presend
