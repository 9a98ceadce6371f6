// What a shop adds and silences.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/rulepack/small_packs.h"

namespace presend {
namespace {

const std::map<std::string, std::string> kFiles = {
    {"jd/pack.yaml", kSmallManifest},
    {"jd/a.yaml", WordRule("jd.a", "傻瓜")},
    {"shops/s1/accept.txt", "傻瓜相機\n# expires: 2026-06-30\n傻瓜式  # owner: 王\n"},
    {"shops/s1/reject.txt", "# category: competitor\n隔壁老店\n过期词  # expires: 2026-01-01\n"}};

TEST(Overlay, HoldsForItsShopAlone) {
  const PackOnDisk packs(kFiles);
  const auto loaded = LoadPacks(packs.directory(), {.today = absl::CivilDay(2026, 6, 30)});
  ASSERT_TRUE(loaded.ok() && loaded->ok()) << StatusOf(*loaded);
  const auto screener = Screener::Create(loaded->rules);
  ASSERT_TRUE(screener.ok()) << screener.status();
  const struct { const char* text; const char* shop; Action action; } cases[] = {
      {"这是傻瓜相机", "s1", Action::kAllow},  {"这是傻瓜相机", "s2", Action::kBlock}, {"这是傻瓜相机", "", Action::kBlock},
      {"傻瓜式操作", "s1", Action::kAllow},    {"你是傻瓜", "s1", Action::kBlock},     {"傻瓜相机，傻瓜", "s1", Action::kBlock},
      {"去隔壁老店看看", "s1", Action::kBlock}, {"去隔壁老店看看", "s2", Action::kAllow}, {"过期词", "s1", Action::kAllow}};
  for (const auto& c : cases) EXPECT_EQ(ActionOf(**screener, c.text, c.shop), c.action) << c.text << " in " << c.shop;
  EXPECT_EQ(loaded->rules.rules.back().id, "shop.s1.competitor");
}

TEST(Overlay, ExpiredWordsAreLeftOutWithAWarning) {
  const PackOnDisk packs(kFiles);
  const auto loaded = LoadPacks(packs.directory(), {.today = absl::CivilDay(2026, 7, 1)});
  ASSERT_TRUE(loaded.ok() && loaded->ok()) << StatusOf(*loaded);
  ASSERT_EQ(loaded->diagnostics.size(), 2u);
  EXPECT_THAT(Format(loaded->diagnostics[0]),
              ::testing::HasSubstr("accept.txt:3:1: warning: the word has expired on 2026-06-30"));
  EXPECT_EQ(loaded->diagnostics[0].hint, "ask 王");
  EXPECT_THAT(Format(loaded->diagnostics[1]), ::testing::HasSubstr("reject.txt:3:1: warning"));
}

TEST(Overlay, BadNotesAreErrors) {
  PackOnDisk packs(kFiles);
  packs.Write("shops/s1/reject.txt", "# expires: soon\n# category: rivals\n老店\n!!\n");
  const auto loaded = LoadPacks(packs.directory());
  ASSERT_TRUE(loaded.ok());
  EXPECT_FALSE(loaded->ok());
  EXPECT_THAT(std::string(StatusOf(*loaded).message()),
              ::testing::AllOf(::testing::HasSubstr("reject.txt:1:3: error: not a day"),
                               ::testing::HasSubstr("reject.txt:2:3: error: unknown category"),
                               ::testing::HasSubstr("reject.txt:4:1: error: the word can never match")));
}

}  // namespace
}  // namespace presend
