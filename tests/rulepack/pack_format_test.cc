// The layout of rule files: what changes, what stays, and that it is stable.
#include <gtest/gtest.h>

#include "rulepack/pack_format.h"

namespace presend {
namespace {

struct Case {
  const char* name;
  const char* before;
  const char* after;
};

class RuleFileFormat : public ::testing::TestWithParam<Case> {};

TEST_P(RuleFileFormat, IsLaidOutOnce) {
  const auto once = FormatRuleFile(GetParam().before);
  ASSERT_TRUE(once.ok()) << once.status();
  EXPECT_EQ(*once, GetParam().after);
  EXPECT_EQ(*FormatRuleFile(*once), *once);
}

INSTANTIATE_TEST_SUITE_P(
    All, RuleFileFormat,
    ::testing::ValuesIn(std::vector<Case>{
        {"Blanks", "\xEF\xBB\xBF- id: a \r\n  title: t\t\r\n\r\n\r\n- id: b\n\n", "- id: a\n  title: t\n\n- id: b\n"},
        {"KeysInOrder", "- title: t\n  id: a\n  action: block\n  reason: r\n", "- id: a\n  title: t\n  reason: r\n  action: block\n"},
        {"CommentsStayWithTheirKeys", "# file\n\n# rule\n- title: t  # of t\n  # of id\n  id: a\n",
         "# file\n\n# rule\n# of id\n- id: a\n  title: t  # of t\n"},
        {"NestedLinesMoveAlong", "- id: a\n  match:\n    words: [x]\n  title: t\n", "- id: a\n  title: t\n  match:\n    words: [x]\n"},
        {"EmptyLinesInsideGo", "- id: a\n\n  title: t\n- id: b\n", "- id: a\n  title: t\n\n- id: b\n"},
        {"FlowStyleStays", "- {title: t, id: a}\n", "- {title: t, id: a}\n"},
        {"ManifestStays", "name: jd\nplatform: {id: jd}\n", "name: jd\nplatform: {id: jd}\n"},
    }),
    [](const auto& info) { return info.param.name; });

TEST(RuleFileFormat, RefusesWhatItWouldChange) {
  EXPECT_FALSE(FormatRuleFile("- id: a\n  title: |\n    one\n\n    two\n").ok());
  EXPECT_FALSE(FormatRuleFile("- id: [a\n").ok());
}

TEST(WordListFormat, KeepsOrderAndComments) {
  EXPECT_EQ(FormatWordList("# 注释 \r\n乙 \n\n\n甲\n\n"), "# 注释\n乙\n\n甲\n");
}

}  // namespace
}  // namespace presend
