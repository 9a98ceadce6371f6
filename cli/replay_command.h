// `presend replay`: archives through the rules.
#pragma once

namespace CLI {
class App;
}

namespace presend {

// Adds the subcommand; its run sets `exit_status`: 0 if every row was read, 1 if some were refused (see rejects.jsonl),
// 2 for bad usage, bad rules or inputs that cannot be opened.
void AddReplayCommand(CLI::App& app, int& exit_status);

}  // namespace presend
