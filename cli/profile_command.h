// `presend profile`: what each rule does on a body of messages, held against earlier figures.
#pragma once

namespace CLI {
class App;
}

namespace presend {

// Adds the subcommand; its run sets `exit_status`: 0, 1 if false alarms rose, 2 for bad rules or bad input, or if the gate lets a known violation pass.
void AddProfileCommand(CLI::App& app, int& exit_status);

}  // namespace presend
