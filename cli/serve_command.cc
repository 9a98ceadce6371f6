#include <memory>

#include "CLI/CLI.hpp"
#include "cli/commands.h"
#include "daemon/server.h"

namespace presend {

void AddServeCommand(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand("serve", "Serve gRPC: the daemon (presendd is the same)");
  auto options = std::make_shared<ServeOptions>();
  AddServeOptions(*command, *options);
  command->callback([command, options, &exit_status] {
    ReadServeConfig(*command);
    exit_status = Serve(*options);
  });
}

}  // namespace presend
