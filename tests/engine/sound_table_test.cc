#include "engine/sound_table.h"

#include <gtest/gtest.h>

#include <string_view>

namespace presend {
namespace {

struct Case {
  char32_t character;
  std::string_view syllable;
};

TEST(SoundTable, KnowsTheSoundOfCharacters) {
  const Case cases[] = {{U'微', "wei"}, {U'薇', "wei"}, {U'威', "wei"}, {U'信', "xin"}, {U'芯', "xin"}, {U'淘', "tao"},
                        {U'桃', "tao"}, {U'宝', "bao"}, {U'加', "jia"}, {U'伽', "jia"}, {U'茄', "jia"}, {U'咖', "ka"},
                        {U'旅', "lv"},  {U'略', "lve"}, {U'女', "nv"},  {U'扣', "kou"}, {U'抖', "dou"}, {U'音', "yin"},
                        {U'亲', "qin"}, {U'群', "qun"}, {U'的', "de"},  {U'我', "wo"},  {U'鱼', "yu"},  {U'二', "er"}};
  for (const Case& c : cases) {
    EXPECT_EQ(SyllableLetters(SyllableOf(c.character)), c.syllable) << static_cast<uint32_t>(c.character);
  }
}

TEST(SoundTable, HasNoSoundForTheRest) {
  for (const char32_t c : {U'a', U'7', U'か', U'🐱', U'。', U'\0', static_cast<char32_t>(0x110000)}) {
    EXPECT_EQ(SyllableOf(c), 0) << static_cast<uint32_t>(c);
  }
  EXPECT_EQ(SyllableLetters(0), "");
  EXPECT_EQ(SyllableLetters(0xffff), "");
  for (const std::string_view letters : {"", "vx", "wie", "WEI", "weixin"}) {
    EXPECT_EQ(SyllableFromLetters(letters), 0) << letters;
  }
}

TEST(SoundTable, NumbersAndLettersAgree) {
  int used = 0;
  for (uint16_t number = 1; number < kSyllableCount; ++number) {
    const std::string_view letters = SyllableLetters(number);
    if (letters.empty()) continue;
    ++used;
    EXPECT_EQ(SyllableFromLetters(letters), number) << letters;
    for (const char letter : letters) EXPECT_TRUE(letter >= 'a' && letter <= 'z') << letters;
  }
  EXPECT_GT(used, 395);
  for (char32_t c = 0; c < 0x30000; ++c) ASSERT_LE(SyllableOf(c), used);
}

}  // namespace
}  // namespace presend
