// `presend pack`: makes one file of a folder of rule packs, and says what is in such a file.
#pragma once

namespace CLI {
class App;
}

namespace presend {

// Adds the subcommand; its run sets `exit_status`: 0 if done, 2 if the rules are bad, or the file or a key is.
void AddPackCommand(CLI::App& app, int& exit_status);

}  // namespace presend
