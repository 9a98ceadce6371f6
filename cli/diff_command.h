// `presend diff`: what a change of rules would have done to messages of the past.
#pragma once

namespace CLI {
class App;
}

namespace presend {

// Adds the subcommand; its run sets `exit_status`: 0, 1 if there are too many new blocks, 2 for bad rules or a bad corpus.
void AddDiffCommand(CLI::App& app, int& exit_status);

}  // namespace presend
