// How a server is to run: flags, or a configuration file with the same names that flags override.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "daemon/decision_log.h"
#include "engine/conversation.h"
#include "wire/validation.h"

namespace CLI {
class App;
}

namespace presend {

// What gRPC does with connections. 0: no limit.
struct ConnectionOptions {
  uint32_t message_bytes = 16u << 20;  // of one gRPC message, or one HTTP body
  uint32_t streams = 1000;             // concurrent calls of one connection
  uint64_t memory_bytes = 512u << 20;  // for all that is being received and sent
  uint32_t keepalive_ms = 60'000;      // idle time before the other side is asked whether it is still there
  uint32_t keepalive_timeout_ms = 20'000;
  uint32_t age_ms = 0;             // then a client has to connect anew, perhaps to another server
  uint32_t age_grace_ms = 10'000;  // for its calls that still run
  uint32_t idle_ms = 0;            // without any call
};

// Certificates in PEM. Read again when they change. For TCP only: Unix sockets have file permissions.
struct TlsOptions {
  std::string certificate;  // file; empty: no TLS
  std::string key;          // file
  std::string client_ca;    // file; empty: clients need no certificate
};

struct ServeOptions {
  std::string config;                                 // file
  std::string rules;                                  // folder of packs, or pack file
  std::string trusted_key;                            // file, PEM; if named, only pack files that it signed are loaded
  std::string cache;                                  // folder for compiled databases; empty: compiled at each start
  std::string state;                                  // folder of what outlives a restart (KeptRules); empty: nothing
  std::string candidates;                             // folder of folders of packs; empty: no candidates
  std::vector<std::string> listen{"127.0.0.1:7443"};  // host:port (port 0: any free one) or unix:/path, any number
  std::vector<std::string> admin_listen;              // the same, for operators
  std::string http;                                   // host:port for JSON; empty: none
  std::string metrics;                                // host:port for Prometheus; empty: none
  std::string tokens;                                 // file; empty: everybody may call
  std::string log_level = "info";
  bool log_verdicts = false;            // one line a message that is not allowed: ids and rules, never its text
  bool admin_over_tcp = false;          // without admin_listen, operators are otherwise served on Unix sockets only
  bool watch = true;                    // the rules, and reload when they change
  bool wait_for_rules = false;          // starts without rules if they are bad, and answers once they are good
  uint32_t watch_quiet_ms = 500;        // how long the folder must rest before it is read
  uint32_t longest_wait_ms = 100;       // calls are turned away while others wait longer than this; 0: never
  uint32_t drain_delay_ms = 0;          // between telling NOT_SERVING and refusing calls
  uint32_t drain_deadline_ms = 10'000;  // then calls that still run are cut off
  uint32_t open_streams = 1000;         // ScreenStream calls open at once, of all connections
  uint32_t http_connections = 1000;     // at once
  ConnectionOptions connection;
  TlsOptions tls;
  DecisionLogOptions decisions;
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
