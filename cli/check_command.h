// `presend check`: reads rule packs and says what is wrong with them.
#pragma once

namespace CLI {
class App;
}

namespace presend {

// Adds the subcommand; its run sets `exit_status`: 0 if nothing is, 2 if there are errors.
void AddCheckCommand(CLI::App& app, int& exit_status);

}  // namespace presend
