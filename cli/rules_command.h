// `presend rules`: tells about the rules of a server that runs, and changes them.
#pragma once

namespace CLI {
class App;
}

namespace presend {

// Adds the subcommand; its run sets `exit_status`: 0 if the server did what it was asked, 1 if it refused, 2 for bad
// usage.
void AddRulesCommand(CLI::App& app, int& exit_status);

}  // namespace presend
