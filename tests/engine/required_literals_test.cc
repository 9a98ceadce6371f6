#include "engine/required_literals.h"

#include <gtest/gtest.h>

#include "engine/utf8.h"

namespace presend {
namespace {

std::string Say(const std::vector<std::vector<std::u32string>>& sets) {
  std::string said;
  for (const auto& set : sets) {
    for (const auto& text : set) said += ToUtf8(text) + "|";
    said += ";";
  }
  return said;
}

TEST(RequiredLiterals, ClaimsOnlyWhatEveryMatchHolds) {
  const struct { const char* pattern; const char* required; } kCases[] = {
      {"明天到", "明天到|;"},
      {"明天?到", "明到|明天到|;"},
      {"明天+到", "明天|;到|;"},
      {"明天*到", "明|;到|;"},
      {"(?:今天|明天)(?:一定|肯定)到", "今天一定到|今天肯定到|明天一定到|明天肯定到|;"},
      {"(?:今天|明天)[^，]{0,4}到(?:货|家)", "今天|明天|;到货|到家|;"},
      {"(?:今天|[0-9]天内)到", "今天|天内|;到|;"},
      {"(?:今天|[0-9])到", "到|;"},
      {"(?:今天|)到", "到|;"},
      {"(?:今天)?到货", "到货|;"},
      {"(?:今天)?", ""},
      {"(?:今天){0,2}到货", "到货|;"},
      {"(?:今天){1,2}到货", "今天|;到货|;"},
      {"哦{1,3}", "哦|;"},
      {"^今天到$", "今天到|;"},
      {"今天(?:到|$)", "今天|;"},
      {"[买卖]家", "买家|卖家|;"},
      {"[买卖]?家", "家|;"},
      {"[^买卖]家", "家|;"},
      {"加[，。]信", "加信|;"},  // marks are passed over
      {"加[ .-]+信[，。]*号", "加信号|;"},
      {"加[-.]?信", "加信|;"},
      {"加[，微]信", "加|;信|;"},
      {"加[ -~]信", "加|;信|;"},
      {"说了(?:吧|吗|$|[，。])", "说了|;"},
      {"(?:^|[，。])谁说", "谁说|;"},
      {"[a-z]{3}", ""},
      {"加[v薇]信", "加v信|加薇信|;"},
      {"a\\.b", "a.b|;"},
      {"a\\db", "a|;b|;"},
      {"一|二三", "一|二三|;"},
      {"(?i)abc", ""},
      {"(?=x)abc", ""},
      {"a\\x41", ""},
      {"(abc", ""},
      {"a)b", ""},
      {"", ""},
  };
  for (const auto& test : kCases) EXPECT_EQ(Say(RequiredLiterals(test.pattern)), test.required) << test.pattern;
}

// Eleven letters thrice would be 1,331 texts: the first two are joined, the third is a set of its own.
TEST(RequiredLiterals, JoinsNoMoreThanAFewTexts) {
  const std::string letter = "[一丁七三上下不与专且世]";
  const auto sets = RequiredLiterals(letter + letter + letter);
  ASSERT_EQ(sets.size(), 2u);
  EXPECT_EQ(sets[0].size(), 121u);
  EXPECT_EQ(sets[1].size(), 11u);
}

}  // namespace
}  // namespace presend
