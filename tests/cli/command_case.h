// A table's row: a command line, and what a shell sees of it.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/cli/command_line.h"

namespace presend::testing {

struct CommandCase {
  const char* name;
  std::vector<std::string> arguments;
  int exit_status = 0;
  std::vector<std::string> out;  // parts of the output; none: there is none
  std::vector<std::string> err;  // parts of what goes to standard error; none: nothing does
};

inline void PrintTo(const CommandCase& c, std::ostream* out) { *out << c.name; }
inline std::string NameOf(const ::testing::TestParamInfo<CommandCase>& info) { return info.param.name; }

inline void ExpectParts(const std::string& text, const std::vector<std::string>& parts) {
  if (parts.empty()) {
    EXPECT_EQ(text, "");
  }
  for (const std::string& part : parts) EXPECT_THAT(text, ::testing::HasSubstr(part));
}

inline void Expect(const Workspace& workspace, const CommandCase& c) {
  EXPECT_EQ(workspace.Run(c.arguments), c.exit_status) << workspace.out() << workspace.err();
  ExpectParts(workspace.out(), c.out);
  ExpectParts(workspace.err(), c.err);
}

}  // namespace presend::testing
