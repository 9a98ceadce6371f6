// The `presend` command.
#include <iostream>

#include "CLI/CLI.hpp"
#include "cli/commands.h"

namespace {

constexpr int kBadUsage = 2;

int Run(int argc, char** argv) {
  CLI::App app("presend screens chat messages before they are sent", "presend");
  app.require_subcommand(1);
  int exit_status = 0;
  presend::AddCommands(app, exit_status);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kBadUsage;
  }
  return exit_status;
}

}  // namespace

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  try {
    return Run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "presend: " << error.what() << '\n';
    return kBadUsage;
  }
}
