// `presend test`: runs the examples inside of rules.
#pragma once

namespace CLI {
class App;
}

namespace presend {

// Adds the subcommand; its run sets `exit_status`: 0 if all pass, 1 if one fails, 2 for rules that do not load.
void AddTestCommand(CLI::App& app, int& exit_status);

}  // namespace presend
