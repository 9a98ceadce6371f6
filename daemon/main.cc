// presendd: the server by itself.
#include "CLI/CLI.hpp"
#include "daemon/options.h"
#include "daemon/server.h"

int main(int argc, char** argv) {
  CLI::App app("presend's server: screens chat messages before they are sent", "presendd");
  presend::ServeOptions options;
  presend::AddServeOptions(app, options);
  try {
    app.parse(argc, argv);
    presend::ReadServeConfig(app);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return presend::Serve(options);
}
