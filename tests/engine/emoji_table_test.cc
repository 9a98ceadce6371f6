#include "engine/emoji_table.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/fold_table.h"
#include "engine/utf8.h"

namespace presend {
namespace {

struct Case {
  const char* pictures;
  const char* reading;
  uint32_t length;
};

TEST(EmojiTable, ReadsPictures) {
  const Case cases[] = {{"🐱", "猫", 1},  {"🐈", "猫", 1},    {"🐶", "狗", 1},      {"🐴", "马", 1},   {"🐷", "猪", 1},
                        {"🐔", "鸡", 1},  {"🐧", "企鹅", 1},  {"❤️信", "心", 1},    {"♥", "心", 1},    {"➕V", "加", 1},
                        {"＋", "加", 1},  {"+", "加", 1},     {"🖐", "手", 1},      {"👋🏽", "手", 1},   {"📖", "书", 1},
                        {"📧", "信", 1},  {"🛰️", "卫星", 1},  {"🟢💬", "微信", 2},  {"💬", "聊", 1},   {"💎", "宝", 1},
                        {"🥚", "蛋", 1},  {"❌", "x", 1},     {"✖️", "x", 1},       {"👍", "好", 1},   {"🍑", "桃", 1},
                        {"🎵", "音", 1},  {"📱", "手机", 1},  {"☎️", "电话", 1},    {"💰", "钱", 1},   {"🐟", "鱼", 1},
                        {"🍎", "苹果", 1}, {"🔗", "链接", 1}, {"><", "x", 2},       {"\\/", "v", 2},   {"|<", "k", 2},
                        {"\\/\\/", "w", 4}, {"🐮", "牛", 1},  {"🐦", "鸟", 1}};
  for (const Case& c : cases) {
    const std::u32string text = Canonical(c.pictures);
    const Picture picture = ReadPicture(text);
    EXPECT_EQ(ToUtf8({picture.reading.data(), picture.reading.size()}), c.reading) << c.pictures;
    EXPECT_EQ(picture.length, c.length) << c.pictures;
    EXPECT_TRUE(MayBeginPicture(text[0])) << c.pictures;
  }
}

TEST(EmojiTable, ReadsNothingElse) {
  for (const char* text : {"", "猫", "a", "1", "。", "-", "🪩", "\\", "🪫"}) {
    EXPECT_TRUE(ReadPicture(Canonical(text)).reading.empty()) << text;
  }
}

TEST(EmojiTable, BeginsWhereverAPictureIsRead) {
  for (char32_t c = 0; c < 0x20000; ++c) {
    EXPECT_TRUE(MayBeginPicture(c) || ReadPicture({&c, 1}).reading.empty()) << static_cast<uint32_t>(c);
  }
}

TEST(EmojiTable, ReadingsAreCanonical) {
  for (char32_t c = 0; c < 0x20000; ++c) {
    for (const char32_t one : ReadPicture({&c, 1}).reading) {
      EXPECT_TRUE(FoldCodePoint(one).folds.empty()) << static_cast<uint32_t>(c);
    }
  }
}

TEST(EmojiTable, KnowsLeetLetters) {
  const std::pair<char32_t, char32_t> cases[] = {{U'0', U'o'}, {U'1', U'l'}, {U'3', U'e'}, {U'5', U's'}, {U'@', U'a'},
                                                 {U'$', U's'}, {U'2', 0},    {U'a', 0},    {U'猫', 0},   {U'-', 0}};
  for (const auto& [mark, letter] : cases) EXPECT_EQ(LeetLetter(mark), letter) << static_cast<uint32_t>(mark);
}

}  // namespace
}  // namespace presend
