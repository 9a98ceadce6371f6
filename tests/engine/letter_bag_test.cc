#include "engine/letter_bag.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/fold_table.h"
#include "engine/utf8.h"

namespace presend {
namespace {

TEST(LetterBag, HasEveryLetterAsFoldingHasIt) {
  std::string text;
  for (const char* piece : {"您好，淘寶ＴａＯ", "㎏", "①", "𝐰𝐞𝐢", "\xff\xe5", "é", "末尾 88 个"}) {
    text += piece;
    const LetterBag bag(text);
    for (char32_t c : Canonical(text)) {
      EXPECT_TRUE(bag.MayHave(c) || c == 0xFFFD) << text << " lacks " << static_cast<uint32_t>(c);
    }
  }
}

TEST(LetterBag, ReachesBeyondOneStretch) {
  std::string text;
  for (char32_t c = 0x4E00; c < 0x4E00 + 300; ++c) AppendUtf8(c, text);
  const LetterBag bag(text);
  for (char32_t c : Canonical(text)) EXPECT_TRUE(bag.MayHave(c));
}

TEST(LetterBag, LacksNearlyAllOthers) {
  const LetterBag bag("您好，这边已经帮您催促仓库尽快安排发货，请您留意一下物流信息的更新");
  int taken = 0;
  for (char32_t c = 0x6000; c < 0x7000; ++c) taken += bag.MayHave(c);
  EXPECT_LT(taken, 0x1000 / 10);
}

}  // namespace
}  // namespace presend
