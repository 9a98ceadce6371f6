// Every subcommand, one file each.
#pragma once

namespace CLI {
class App;
}

namespace presend {

// Each adds its subcommand; when it has run, `exit_status` says how: 0 it ran, 1 it found what it was to look for,
// 2 bad usage, bad input or bad rules. Both must outlive the parsing.
void AddScreenCommand(CLI::App& app, int& exit_status);
void AddExplainCommand(CLI::App& app, int& exit_status);
void AddServeCommand(CLI::App& app, int& exit_status);
void AddVersionCommand(CLI::App& app, int& exit_status);

// All of them, and those for rule packs.
void AddCommands(CLI::App& app, int& exit_status);

}  // namespace presend
