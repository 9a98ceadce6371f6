#include "engine/verdict_names.h"

#include <array>

namespace presend {
namespace {

constexpr std::array<std::string_view, 4> kActions = {"allow", "advise", "review", "block"};

constexpr std::array<std::string_view, kCategoryCount> kCategories = {
    "address", "competitor", "contact",  "link",    "payment",             "abuse", "absolute-claim",
    "promise", "attitude",   "privacy", "review-manipulation", "repetition"};

constexpr std::array<std::string_view, 7> kEntities = {"mobile", "landline", "account-id", "email",
                                                       "link",   "own-link", "long-number"};

template <typename Enum, size_t N>
std::optional<Enum> Parse(const std::array<std::string_view, N>& names, std::string_view name) {
  for (size_t i = 0; i < N; ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view ActionName(Action action) { return kActions[static_cast<size_t>(action)]; }
std::optional<Action> ParseAction(std::string_view name) { return Parse<Action>(kActions, name); }

std::string_view CategoryName(Category category) { return kCategories[static_cast<size_t>(category)]; }
std::optional<Category> ParseCategory(std::string_view name) { return Parse<Category>(kCategories, name); }

std::string_view EntityName(EntityKind kind) { return kEntities[static_cast<size_t>(kind)]; }
std::optional<EntityKind> ParseEntity(std::string_view name) { return Parse<EntityKind>(kEntities, name); }

void Verdict::Clear() {
  action = Action::kAllow;
  findings.clear();
  rewritten_text.reset();
  explanation.reset();
}

}  // namespace presend
