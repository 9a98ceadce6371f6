#include "cli/commands.h"

#include "CLI/CLI.hpp"
#include "cli/check_command.h"
#include "cli/diff_command.h"
#include "cli/fmt_command.h"
#include "cli/pack_command.h"
#include "cli/profile_command.h"
#include "cli/replay_command.h"
#include "cli/review_command.h"
#include "cli/rules_command.h"
#include "cli/scan_command.h"
#include "cli/test_command.h"

namespace presend {

void AddCommands(CLI::App& app, int& exit_status) {
  AddScreenCommand(app, exit_status);
  AddExplainCommand(app, exit_status);
  AddCheckCommand(app, exit_status);
  AddTestCommand(app, exit_status);
  AddFmtCommand(app, exit_status);
  AddDiffCommand(app, exit_status);
  AddProfileCommand(app, exit_status);
  AddPackCommand(app, exit_status);
  AddReplayCommand(app, exit_status);
  AddReviewCommand(app, exit_status);
  AddScanCommand(app, exit_status);
  AddServeCommand(app, exit_status);
  AddRulesCommand(app, exit_status);
  AddVersionCommand(app, exit_status);
}

}  // namespace presend
