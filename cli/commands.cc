#include "cli/commands.h"

#include "CLI/CLI.hpp"
#include "cli/rules_command.h"

#if __has_include("cli/check_command.h")
#include "cli/check_command.h"
#endif
#if __has_include("cli/test_command.h")
#include "cli/test_command.h"
#endif
#if __has_include("cli/fmt_command.h")
#include "cli/fmt_command.h"
#endif
#if __has_include("cli/diff_command.h")
#include "cli/diff_command.h"
#endif
#if __has_include("cli/profile_command.h")
#include "cli/profile_command.h"
#endif
#if __has_include("cli/replay_command.h")
#include "cli/replay_command.h"
#endif
#if __has_include("cli/scan_command.h")
#include "cli/scan_command.h"
#endif

namespace presend {

void AddCommands(CLI::App& app, int& exit_status) {
  AddScreenCommand(app, exit_status);
  AddExplainCommand(app, exit_status);
#if __has_include("cli/check_command.h")
  AddCheckCommand(app, exit_status);
#endif
#if __has_include("cli/test_command.h")
  AddTestCommand(app, exit_status);
#endif
#if __has_include("cli/fmt_command.h")
  AddFmtCommand(app, exit_status);
#endif
#if __has_include("cli/diff_command.h")
  AddDiffCommand(app, exit_status);
#endif
#if __has_include("cli/profile_command.h")
  AddProfileCommand(app, exit_status);
#endif
#if __has_include("cli/replay_command.h")
  AddReplayCommand(app, exit_status);
#endif
#if __has_include("cli/scan_command.h")
  AddScanCommand(app, exit_status);
#endif
  AddServeCommand(app, exit_status);
  AddRulesCommand(app, exit_status);
  AddVersionCommand(app, exit_status);
}

}  // namespace presend
