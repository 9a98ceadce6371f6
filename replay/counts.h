// What is counted for each agent, shop, platform and day. Sums only, so that shards and batches add up.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/verdict.h"

namespace presend::replay {

enum class Count : uint8_t {
  kMessages, kAgentMessages, kRobotMessages, kBuyerMessages, kSystemMessages, kTextBytes,
  kConversations, kWithBuyer, kAnswered,           // conversations; with_buyer − answered stayed without a person's answer
  kAdvise, kReview, kBlock,                        // messages of agents and robots by verdict
  kRepeatedScripts,                                // scripts that an agent or robot has sent shortly before
  kFirstReplies, kFirstReplyMs,                    // a person's first answer in a conversation
  kTurns, kTurnsAnswered, kTurns30, kTurns180, kTurns300, kTurnMs,           // turns of the buyer, in service hours
  kAsked, kAskedAnswered, kAsked30, kAsked180, kAsked300, kAskedMs,          // messages of the buyer, in service hours
  kCategories,                                     // findings by category from here
};
inline constexpr int kCountSize = static_cast<int>(Count::kCategories) + kCategoryCount;
std::string_view CountName(int index);  // "messages", …, "findings.address"

struct Counts {
  std::array<int64_t, kCountSize> values{};

  int64_t& operator[](Count count) { return values[static_cast<size_t>(count)]; }
  int64_t operator[](Count count) const { return values[static_cast<size_t>(count)]; }
  int64_t& of(Category category) { return values[static_cast<size_t>(Count::kCategories) + static_cast<size_t>(category)]; }
  int64_t of(Category category) const {
    return values[static_cast<size_t>(Count::kCategories) + static_cast<size_t>(category)];
  }
  void Add(const Counts& other) {
    for (int i = 0; i < kCountSize; ++i) values[i] += other.values[i];
  }
};

}  // namespace presend::replay
