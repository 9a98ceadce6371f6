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
      {"明天?到", "明|;到|;"},
      {"明天+到", "明天|;到|;"},
      {"(?:今天|明天)(?:一定|肯定)到", "今天|明天|;一定|肯定|;到|;"},
      {"(?:今天|[0-9]天内)到", "今天|天内|;到|;"},
      {"(?:今天|[0-9])到", "到|;"},
      {"(?:今天)?到货", "到货|;"},
      {"(?:今天){0,2}到货", "到货|;"},
      {"(?:今天){1,2}到货", "今天|;到货|;"},
      {"哦{1,3}", "哦|;"},
      {"[a-z]{3}", ""},
      {"加[vｖ]信", "加|;信|;"},
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

}  // namespace
}  // namespace presend
