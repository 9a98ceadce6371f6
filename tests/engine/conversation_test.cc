#include "engine/conversation.h"

#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace presend {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int64_t kNow = 1'700'000'000'000;

std::vector<std::string> TextsOf(const RecentMessages& recent) {
  return {recent.texts.begin(), recent.texts.begin() + static_cast<ptrdiff_t>(recent.count)};
}

std::vector<std::string> Recent(ConversationWindow& window, const ConversationKey& key, int64_t now_ms = kNow) {
  RecentMessages recent;
  window.Recent(key, "", now_ms, recent);
  return TextsOf(recent);
}

TEST(ConversationWindow, KeepsTheLastMessagesOldestFirst) {
  ConversationWindow window({.messages = 3});
  const ConversationKey key{"jd", "c1", "a1"};
  for (const char* text : {"一", "二", "三", "四"}) window.Remember(key, text, kNow);
  EXPECT_THAT(Recent(window, key), ElementsAre("二", "三", "四"));
}

TEST(ConversationWindow, NoneAreKeptIfTurnedOff) {
  ConversationWindow window({.messages = 0});
  window.Remember({"jd", "c1"}, "一", kNow);
  EXPECT_THAT(Recent(window, {"jd", "c1"}), IsEmpty());
}

TEST(ConversationWindow, ReusedBuffersShowNothingOfTheLastLookUp) {
  const char* const kScript = "在的，请问有什么可以帮您";
  ConversationWindow window;
  window.Remember({"jd", "c1"}, kScript, kNow);
  RecentMessages recent;
  window.Recent({"jd", "c1"}, kScript, kNow, recent);
  EXPECT_EQ(recent.count, 1u);
  EXPECT_EQ(recent.repeats, 1u);
  window.Recent({"jd", "c2"}, kScript, kNow, recent);
  EXPECT_EQ(recent.count, 0u);
  EXPECT_EQ(recent.repeats, 0u);
}

TEST(ConversationWindow, EveryPartOfTheKeyKeepsConversationsApart) {
  const ConversationKey keys[] = {
      {"jd", "c1", "a1", Sender::kAgent}, {"tb", "c1", "a1", Sender::kAgent}, {"jd", "c2", "a1", Sender::kAgent},
      {"jd", "c1", "a2", Sender::kAgent}, {"jd", "c1", "a1", Sender::kRobot}, {"jd", "c1a", "1", Sender::kAgent},
      {"jdc", "1", "a1", Sender::kAgent},
  };
  ConversationWindow window;
  for (const auto& key : keys) {
    EXPECT_THAT(Recent(window, key), IsEmpty());
    window.Remember(key, "好", kNow);
  }
  for (const auto& key : keys) EXPECT_THAT(Recent(window, key), ElementsAre("好"));
}

TEST(ConversationWindow, OldMessagesAreNotRecent) {
  ConversationWindow window({.age_ms = 1000});
  const ConversationKey key{"jd", "c1"};
  window.Remember(key, "早", kNow);
  window.Remember(key, "晚", kNow + 600);
  EXPECT_THAT(Recent(window, key, kNow + 1000), ElementsAre("早", "晚"));
  EXPECT_THAT(Recent(window, key, kNow + 1001), ElementsAre("晚"));
  EXPECT_THAT(Recent(window, key, kNow + 1601), IsEmpty());
}

TEST(ConversationWindow, ALongTextIsKeptAsItsEndFromACharacterOn) {
  ConversationWindow window({.text_bytes = 7});
  window.Remember({"jd", "c1"}, "你好吗您", kNow);
  EXPECT_THAT(Recent(window, {"jd", "c1"}), ElementsAre("吗您"));
}

struct EvictionCase {
  const char* name;
  WindowLimits limits;
  int64_t second_at;
  uint64_t by_count, by_age, by_memory;
};

class Eviction : public ::testing::TestWithParam<EvictionCase> {};

TEST_P(Eviction, LetsTheLeastRecentlyUsedGoAndSaysWhy) {
  const EvictionCase& c = GetParam();
  ConversationWindow window(c.limits);
  window.Remember({"jd", "old"}, std::string(400, 'x'), kNow);
  window.Remember({"jd", "new"}, std::string(400, 'y'), kNow + c.second_at);
  const WindowCounters counters = window.Counters();
  EXPECT_EQ(counters.conversations, 1u);
  EXPECT_EQ(counters.evicted_by_count, c.by_count);
  EXPECT_EQ(counters.evicted_by_age, c.by_age);
  EXPECT_EQ(counters.evicted_by_memory, c.by_memory);
  EXPECT_GT(counters.bytes, 400u);
  EXPECT_LT(counters.bytes, 1500u);
  EXPECT_THAT(Recent(window, {"jd", "old"}, kNow + c.second_at), IsEmpty());
  EXPECT_EQ(Recent(window, {"jd", "new"}, kNow + c.second_at).size(), 1u);
}

INSTANTIATE_TEST_SUITE_P(
    Bounds, Eviction,
    ::testing::Values(EvictionCase{"Count", {.conversations = 1, .shards = 1}, 1, 1, 0, 0},
                      EvictionCase{"Age", {.age_ms = 1000, .shards = 1}, 1001, 0, 1, 0},
                      EvictionCase{"Memory", {.bytes = 1000, .shards = 1}, 1, 0, 0, 1}),
    [](const auto& info) { return info.param.name; });

TEST(ConversationWindow, UseKeepsAConversationFromEviction) {
  ConversationWindow window({.conversations = 2, .shards = 1});
  window.Remember({"jd", "a"}, "一", kNow);
  window.Remember({"jd", "b"}, "一", kNow);
  window.Remember({"jd", "a"}, "二", kNow);
  window.Remember({"jd", "c"}, "一", kNow);
  EXPECT_THAT(Recent(window, {"jd", "a"}), ElementsAre("一", "二"));
  EXPECT_THAT(Recent(window, {"jd", "b"}), IsEmpty());
}

struct RepeatCase {
  const char* said;
  const char* text;
  uint32_t repeats;
};

TEST(ConversationWindow, CountsScriptsThatAreTheSameOrNearlySo) {
  const RepeatCase kCases[] = {
      {"在的，请问有什么可以帮您", "在的，请问有什么可以帮您", 1},
      {"在的，请问有什么可以帮您", "在的~请问有什么可以帮您！！", 1},
      {"您的订单12345已经在催发货了，请您耐心等待", "您的订单67890已经在催发货了，请您耐心等待", 1},
      {"您的订单已经在加急催促仓库发货了，请您耐心等待一下哦", "您的订单已经在加急催促仓库发货了，请您耐心等待一下呢", 1},
      {"这款有红色和蓝色两种，您喜欢哪一种呢", "快递预计后天下午送到，请您保持电话畅通", 0},
      {"OK收到", "ｏｋ 收到", 0},
      {"好的", "好的", 0},
      {"！！！", "？？？", 0},
      {"", "", 0},
  };
  for (const RepeatCase& c : kCases) {
    ConversationWindow window;
    window.Remember({"jd", "c1"}, c.said, kNow);
    RecentMessages recent;
    window.Recent({"jd", "c1"}, c.text, kNow, recent);
    EXPECT_EQ(recent.repeats, c.repeats) << c.said << " / " << c.text;
  }
}

TEST(ConversationWindow, RepeatsReachFurtherBackThanTexts) {
  ConversationWindow window({.messages = 1, .repeat_memory = 3});
  const char* const script = "在的，请问有什么可以帮您";
  for (int i = 0; i < 5; ++i) window.Remember({"jd", "c1"}, script, kNow);
  RecentMessages recent;
  window.Recent({"jd", "c1"}, script, kNow, recent);
  EXPECT_EQ(recent.count, 1u);
  EXPECT_EQ(recent.repeats, 3u);
}

TEST(ConversationWindow, HoldsItsBoundsUnderManyThreads) {
  ConversationWindow window({.conversations = 64, .shards = 4});
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&window, t] {
      RecentMessages recent;
      for (int i = 0; i < 5000; ++i) {
        const std::string conversation = std::to_string((i * 7 + t) % 200);
        window.Recent({"jd", conversation}, "在", kNow + i, recent);
        for (size_t k = 0; k < recent.count; ++k) ASSERT_EQ(recent.texts[k], conversation);
        window.Remember({"jd", conversation}, conversation, kNow + i);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_LE(window.Counters().conversations, 64u);
  EXPECT_GT(window.Counters().evicted_by_count, 0u);
}

}  // namespace
}  // namespace presend
