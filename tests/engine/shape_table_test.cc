#include "engine/shape_table.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "engine/fold_table.h"
#include "engine/utf8.h"

namespace presend {
namespace {

struct Case {
  const char* parts;
  const char* whole;
};

std::string Composed(const char* parts) {
  const std::u32string text = Canonical(parts);
  const Composition composition = ComposeShape(text);
  return composition.whole == 0 ? "" : ToUtf8({&composition.whole, 1}) + std::to_string(composition.length);
}

TEST(ShapeTable, PutsCharactersTogether) {
  const Case cases[] = {{"弓虽", "强"}, {"女子", "好"}, {"氵匋", "淘"}, {"宀玉", "宝"}, {"立日", "音"}, {"亻寸", "付"},
                        {"イ言", "信"}, {"亻言", "信"}, {"⺅言", "信"}, {"力口", "加"}, {"カロ", "加"}, {"ｶﾛ", "加"},
                        {"马扁", "骗"}, {"馬扁", "骗"}, {"犭者", "猪"}, {"女马", "妈"}, {"女馬", "妈"}, {"亻尔", "你"},
                        {"禾厶", "私"}, {"耳卯", "聊"}, {"我鸟", "鹅"}, {"氵衮", "滚"}, {"夕夕", "多"}, {"タタ", "多"},
                        {"犭苗", "猫"}, {"扌斗", "抖"}, {"才斗", "抖"}, {"犭句", "狗"}, {"扌并", "拼"}, {"钅戋", "钱"},
                        {"釒戋", "钱"}, {"贝勾", "购"}, {"纟工", "红"}, {"讠舌", "话"}, {"ネ申", "神"}, {"宀王", "宝"},
                        {"艹加", "茄"}, {"自犬", "臭"}, {"言舌", "话"}, {"尹口", "君"}, {"人云", "会"}, {"甘木", "某"}};
  for (const Case& c : cases) EXPECT_EQ(Composed(c.parts), c.whole + std::string("2")) << c.parts;
  EXPECT_EQ(Composed("木又寸"), "树3");
  EXPECT_EQ(Composed("春虫虫"), "蠢3");
  EXPECT_EQ(Composed("亠口小"), "京3");
  EXPECT_EQ(Composed("氵匋宝"), "淘2");
}

TEST(ShapeTable, LeavesTheRestApart) {
  for (const char* text : {"", "氵", "您好", "门口", "木工", "aa", "氵1", "1氵", "我们", "🐱氵"}) {
    EXPECT_EQ(Composed(text), "") << text;
  }
}

TEST(ShapeTable, KnowsWhatIsNoCharacterByItself) {
  for (const char32_t c : std::u32string_view(U"氵亻扌讠纟钅")) EXPECT_TRUE(IsBareRadical(c));
  for (const char32_t c : std::u32string_view(U"口言女木我a·")) EXPECT_FALSE(IsBareRadical(c));
  EXPECT_FALSE(IsBareRadical(0));
}

TEST(ShapeTable, BeginsOnlyWhereItSaysSo) {
  EXPECT_TRUE(MayBeginShape(U'氵'));
  EXPECT_TRUE(MayBeginShape(U'イ'));
  for (const char32_t c : {U'a', U'\0', U'🐱', static_cast<char32_t>(0x110000)}) EXPECT_FALSE(MayBeginShape(c));
  int beginners = 0;
  for (char32_t c = 0; c < 0x30000; ++c) beginners += MayBeginShape(c);
  EXPECT_GT(beginners, 300);
  EXPECT_LT(beginners, 2500);
}

}  // namespace
}  // namespace presend
