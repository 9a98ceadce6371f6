// How a server is to run: flags, or a configuration file with the same names that flags override.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/conversation.h"
#include "wire/validation.h"

namespace CLI {
class App;
}

namespace presend {

struct ServeOptions {
  std::string config;                                // file
  std::string rules;                                 // folder of packs
  std::vector<std::string> listen{"127.0.0.1:7443"};  // host:port (port 0: any free one) or unix:/path, any number
  std::string log_level = "info";
  bool log_verdicts = false;   // one line a message that is not allowed: ids and rules, never its text
  bool admin_over_tcp = false;  // Reload is otherwise taken from Unix sockets only
  uint32_t drain_delay_ms = 0;        // between telling NOT_SERVING and refusing calls
  uint32_t drain_deadline_ms = 10'000;  // then calls that still run are cut off
  uint32_t message_bytes = 16u << 20;  // of one gRPC message
  uint32_t streams = 1000;             // concurrent calls of one connection
  uint32_t open_streams = 1000;        // ScreenStream calls open at once, of all connections
  wire::RequestLimits request;
  WindowLimits window;
};

// Adds the flags, and --config FILE: lines of `name = value` with the names of the flags, as TOML.
void AddServeOptions(CLI::App& app, ServeOptions& options);

// To be called when `app` has been parsed: takes from the configuration file, if one is named, what no flag says.
// Throws CLI::ParseError, as parsing does.
void ReadServeConfig(CLI::App& app);

// $PRESEND_RULES, else ./rules, else what is installed beside the binary; "rules" if there is none.
std::string DefaultRules();

}  // namespace presend
