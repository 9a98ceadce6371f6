// Where the output goes: a reader that has seen enough, a full disk, a stream that was closed.
#include "tests/cli/command_case.h"

namespace presend {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using testing::LinesOf;
using ::testing::StartsWith;
using testing::Workspace;

struct Reader {
  const char* name;
  std::string command;  // of sh
};

void PrintTo(const Reader& reader, std::ostream* out) { *out << reader.name; }

class Output : public ::testing::TestWithParam<Reader> {
 protected:
  Output() {
    workspace_.WriteRules("天猫", "after");
    std::string week;
    for (int i = 0; i < 20'000; ++i) week += "去淘宝\n";
    workspace_.Write("week.txt", week);
    EXPECT_EQ(workspace_.Run({"pack", "build", "--out", "a.pack"}), 0);
  }

  const Workspace workspace_;
};

// Killed by the signal, as any command of a shell; or told of the closed pipe.
TEST_P(Output, MayBeClosedEarly) {
  EXPECT_EQ(workspace_.Shell("{ $PRESEND " + GetParam().command + "; echo \"status $?\" >&2; } | head -1"), 0);
  EXPECT_EQ(LinesOf(workspace_.out()).size(), 1u);
  EXPECT_THAT(workspace_.err(), AnyOf("status 0\n", "status 141\n"));
  EXPECT_EQ(workspace_.Shell("trap '' PIPE; { $PRESEND " + GetParam().command + "; echo \"status $?\" >&2; } | true"),
            0);
  EXPECT_THAT(workspace_.err(), AnyOf("status 0\n", HasSubstr("presend: standard output")));
}

TEST_P(Output, ThatIsLostIsSaid) {
  for (const char* lost : {" >/dev/full", " >&-"}) {
    EXPECT_EQ(workspace_.Shell("$PRESEND " + GetParam().command + lost), 2) << lost;
    EXPECT_THAT(workspace_.err(), StartsWith("presend: standard output"));
  }
}

INSTANTIATE_TEST_SUITE_P(
    , Output,
    ::testing::Values(Reader{"ScreenText", "screen week.txt"}, Reader{"ScreenJson", "screen --format json week.txt"},
                      Reader{"Explain", "explain 去淘宝"}, Reader{"Diff", "diff rules after --corpus week.txt"},
                      Reader{"Profile", "profile --corpus week.txt"}, Reader{"Inspect", "pack inspect a.pack"},
                      Reader{"TestJson", "test --format json"}, Reader{"Version", "version"}, Reader{"Help", "--help"}),
    [](const auto& info) { return info.param.name; });

TEST(ClosedOutput, IsNotWrittenIntoTheNextFile) {
  const Workspace workspace;
  EXPECT_EQ(workspace.Shell("$PRESEND pack build --out a.pack >&-"), 2);
  EXPECT_EQ(workspace.Run({"pack", "inspect", "a.pack"}), 0) << workspace.err();
}

}  // namespace
}  // namespace presend
