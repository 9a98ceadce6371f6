// presendd: the server by itself.
#include "CLI/CLI.hpp"
#include "daemon/options.h"
#include "daemon/server.h"

// Read by jemalloc: a thread of its own gives memory back that has not been used for ten seconds.
extern "C" const char* const malloc_conf;
const char* const malloc_conf = "background_thread:true";

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
