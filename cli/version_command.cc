#include <hs/hs.h>

#include <iostream>

#include "CLI/CLI.hpp"
#include "cli/commands.h"

namespace presend {

void AddVersionCommand(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand("version", "Show the versions of presend and of what it stands on");
  command->callback([&exit_status] {
    std::cout << "presend " << PRESEND_VERSION << "\nhyperscan " << hs_version() << '\n';
    exit_status = 0;
  });
}

}  // namespace presend
