// `presend check`: reads rule packs and says what is wrong with them.
#pragma once

namespace CLI {
class App;
}

namespace presend {

// Adds the subcommand; its run sets `exit_status`: 0 if there are no errors, 2 if there are; with --strict 1 if there are
// warnings.
void AddCheckCommand(CLI::App& app, int& exit_status);

}  // namespace presend
