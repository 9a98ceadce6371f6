#include "replay/counts.h"

#include <vector>

#include "absl/strings/str_cat.h"

namespace presend::replay {

std::string_view CountName(int index) {
  static const auto& names = *[] {
    auto* all = new std::vector<std::string>{
        "messages", "agent_messages", "robot_messages", "buyer_messages", "system_messages", "text_bytes",
        "conversations", "conversations_with_buyer", "conversations_answered", "advise", "review", "block",
        "repeated_scripts", "first_replies", "first_reply_ms", "turns", "turns_answered", "turns_30s", "turns_180s",
        "turns_300s", "turn_ms", "asked", "asked_answered", "asked_30s", "asked_180s", "asked_300s", "asked_ms"};
    for (int i = 0; i < kCategoryCount; ++i) {
      all->push_back(absl::StrCat("findings.", std::string(CategoryName(static_cast<Category>(i)))));
    }
    return all;
  }();
  return names[static_cast<size_t>(index)];
}

}  // namespace presend::replay
