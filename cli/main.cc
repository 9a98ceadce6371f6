// The `presend` command.
#include <fcntl.h>

#include <iostream>

#include "CLI/CLI.hpp"
#include "cli/commands.h"

namespace {

constexpr int kBadUsage = 2;

// A standard stream that the caller has closed would lend its number to the next file opened, and what is printed
// would land there. /dev/null the wrong way round fails instead, as the closed stream did.
void HoldStandardStreams() {
  for (int stream = 0; stream <= 2; ++stream) {
    if (fcntl(stream, F_GETFD) < 0) (void)open("/dev/null", stream == 0 ? O_WRONLY : stream == 1 ? O_RDONLY : O_RDWR);
  }
}

// What could not be printed is lost, whatever the command says of itself.
int Printed(int exit_status) {
  if (std::cout.flush()) return exit_status;
  std::cerr << "presend: standard output cannot be written: it is closed, or its disk is full" << std::endl;
  return kBadUsage;
}

int Run(int argc, char** argv) {
  CLI::App app("presend screens chat messages before they are sent", "presend");
  app.require_subcommand(1);
  app.set_version_flag("--version", PRESEND_VERSION);
  int exit_status = 0;
  presend::AddCommands(app, exit_status);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return Printed(app.exit(error) == 0 ? 0 : kBadUsage);
  }
  return Printed(exit_status);
}

}  // namespace

int main(int argc, char** argv) {
  HoldStandardStreams();
  std::ios::sync_with_stdio(false);
  try {
    return Run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "presend: " << error.what() << '\n';
    return kBadUsage;
  }
}
