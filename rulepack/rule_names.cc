// The names that stand for values in rule files.
#include "rulepack/rule_source.h"

namespace presend {
namespace {

constexpr std::string_view kSenderNames[] = {"agent", "robot", "buyer", "system"};

}  // namespace

std::vector<std::string_view> CategoryNames() {
  std::vector<std::string_view> names;
  for (int i = 0; i < kCategoryCount; ++i) names.push_back(CategoryName(static_cast<Category>(i)));
  return names;
}

std::vector<std::string_view> ActionNames() {
  return {ActionName(Action::kAdvise), ActionName(Action::kReview), ActionName(Action::kBlock)};
}

std::vector<std::string_view> EntityNames() {
  std::vector<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(EntityKind::kLongNumber); ++i) {
    names.push_back(EntityName(static_cast<EntityKind>(i)));
  }
  return names;
}

std::vector<std::string_view> SenderNames() { return {std::begin(kSenderNames), std::end(kSenderNames)}; }

std::optional<Sender> ParseSender(std::string_view name) {
  for (int i = 0; i < 4; ++i) {
    if (kSenderNames[i] == name) return static_cast<Sender>(i);
  }
  return std::nullopt;
}

}  // namespace presend
