// `presend fmt`: lays rule files and word lists out in the one way.
#pragma once

namespace CLI {
class App;
}

namespace presend {

// Adds the subcommand; its run sets `exit_status`: 0 if done, 1 if --check found work, 2 if a file cannot be laid out.
void AddFmtCommand(CLI::App& app, int& exit_status);

}  // namespace presend
