#include "daemon/options.h"

#include <cstdlib>
#include <filesystem>
#include <map>

#include "CLI/CLI.hpp"

namespace presend {
namespace {

void AddPlaces(CLI::App& app, ServeOptions& options) {
  app.add_option("--config", options.config, "File of options: lines of name = value; flags override it")
      ->check(CLI::ExistingFile);
  app.add_option("--rules", options.rules, "Folder of rule packs, or pack file")->envname("PRESEND_RULES");
  app.add_option("--trusted-key", options.trusted_key,
                 "Ed25519 public key in PEM: only pack files signed by it are loaded");
  app.add_option("--cache", options.cache, "Folder for compiled databases: large packs load in a moment the next time");
  app.add_option("--state", options.state,
                 "Folder of copies of the active rules: promotions and roll-backs outlive a restart");
  app.add_option("--candidates", options.candidates,
                 "Folder of rule folders and pack files to try beside the active ones");
  app.add_option("--listen", options.listen, "host:port or unix:/path; may be given several times")
      ->capture_default_str();
  app.add_option("--admin-listen", options.admin_listen,
                 "The same, for operators: then status, changes, explanations and reflection are there only");
  app.add_option("--http", options.http, "host:port for JSON over HTTP");
  app.add_option("--metrics", options.metrics, "host:port for Prometheus: /metrics, /healthz, /readyz");
  app.add_flag("--watch,!--no-watch", options.watch, "Reload when the rules change (on unless --no-watch)");
  app.add_option("--watch-quiet-ms", options.watch_quiet_ms, "How long the rules must rest before they are read")
      ->capture_default_str();
  app.add_flag("--wait-for-rules", options.wait_for_rules, "Start with bad rules, and answer once they are good");
}

void AddLogs(CLI::App& app, ServeOptions& options) {
  app.add_option("--log-level", options.log_level, "debug, info, warning or error")
      ->check(CLI::IsMember({"debug", "info", "warning", "error"}))
      ->capture_default_str();
  app.add_flag("--log-verdicts", options.log_verdicts, "Log each message that is not allowed (without its text)");
  DecisionLogOptions& decisions = options.decisions;
  app.add_option("--decision-log", decisions.file, "File for one JSON line a message that is not allowed");
  app.add_flag("--decision-log-all", decisions.all, "Also for messages that are allowed");
  app.add_option("--decision-log-text", decisions.text, "none, masked (numbers, ids, addresses) or full")
      ->transform(CLI::CheckedTransformer(std::map<std::string, LoggedText>{
          {"none", LoggedText::kNone}, {"masked", LoggedText::kMasked}, {"full", LoggedText::kFull}}))
      ->default_str("masked");
  app.add_option("--decision-log-bytes", decisions.file_bytes, "Size of a file before the next is begun")
      ->capture_default_str();
  app.add_option("--decision-log-files", decisions.files, "Old files kept")->capture_default_str();
  app.add_option("--decision-log-queue-bytes", decisions.queue_bytes, "Lines that may wait to be written")
      ->capture_default_str();
}

void AddDoors(CLI::App& app, ServeOptions& options) {
  app.add_flag("--admin-over-tcp", options.admin_over_tcp, "Serve operators on --listen over TCP as well");
  app.add_option("--tokens", options.tokens, "File of bearer tokens: NAME ROLES sha256:HEX [expires=DAY] [rate=N]");
  auto* certificate = app.add_option("--tls-certificate", options.tls.certificate, "PEM; with it TCP speaks TLS only, JSON as well");
  auto* key = app.add_option("--tls-key", options.tls.key, "PEM");
  certificate->needs(key);
  key->needs(certificate);
  app.add_option("--tls-client-ca", options.tls.client_ca, "PEM; clients then need a certificate of it")
      ->needs(certificate);
}

void AddLimits(CLI::App& app, ServeOptions& options) {
  ConnectionOptions& connection = options.connection;
  const auto limit = [&app](const char* flag, auto& value, const char* what) {
    app.add_option(flag, value, what)->capture_default_str();
  };
  limit("--drain-delay-ms", options.drain_delay_ms, "Time between NOT_SERVING and refusing calls");
  limit("--drain-deadline-ms", options.drain_deadline_ms, "Time for running calls to end");
  limit("--max-wait-ms", options.longest_wait_ms, "Turn calls away while others wait longer; 0: never");
  limit("--max-message-bytes", connection.message_bytes, "Largest gRPC message or HTTP body");
  limit("--max-concurrent-calls", connection.streams, "Calls at once on one connection");
  limit("--max-memory-bytes", connection.memory_bytes, "Memory for what is being received and sent");
  limit("--keepalive-ms", connection.keepalive_ms, "Idle time before a client is asked whether it is there; 0: never");
  limit("--keepalive-timeout-ms", connection.keepalive_timeout_ms, "Time for its answer");
  limit("--max-connection-age-ms", connection.age_ms, "Then a client must connect anew; 0: never");
  limit("--max-connection-age-grace-ms", connection.age_grace_ms, "Time for its calls to end");
  limit("--max-connection-idle-ms", connection.idle_ms, "Then a connection without calls is closed; 0: never");
  limit("--max-http-connections", options.http_connections, "HTTP connections at once");
  limit("--max-open-streams", options.open_streams, "ScreenStream calls open at once");
  limit("--max-text-bytes", options.request.text_bytes, "Longest text");
  limit("--max-batch", options.request.batch, "Most requests of a batch");
  limit("--window-messages", options.window.messages, "Messages remembered a sender; 0: none");
  limit("--window-conversations", options.window.conversations, "Conversations remembered");
  limit("--window-bytes", options.window.bytes, "Memory for conversations");
  limit("--window-age-ms", options.window.age_ms, "How long a message is recent");
}

}  // namespace

void AddServeOptions(CLI::App& app, ServeOptions& options) {
  AddPlaces(app, options);
  AddLogs(app, options);
  AddDoors(app, options);
  AddLimits(app, options);
}

void ReadServeConfig(CLI::App& app) {
  const CLI::Option* named = app.get_option("--config");
  if (named->count() == 0) return;
  for (const CLI::ConfigItem& item : CLI::ConfigTOML().from_file(named->as<std::string>())) {
    CLI::Option* option = app.get_option_no_throw("--" + item.name);
    if (option == nullptr || !item.parents.empty()) throw CLI::ConfigError::Extras(item.fullname());
    if (option->count() > 0) continue;  // a flag has said it
    option->clear();
    for (const std::string& value : item.inputs) option->add_result(value);
    option->run_callback();
  }
}

std::string DefaultRules() {
  namespace fs = std::filesystem;
  if (const char* named = std::getenv("PRESEND_RULES"); named != nullptr && *named != '\0') return named;
  std::error_code error;
  if (fs::is_directory("rules", error)) return "rules";
  const fs::path binary = fs::read_symlink("/proc/self/exe", error);
  const fs::path installed = binary.parent_path().parent_path() / "share/presend/rules";
  return !error && fs::is_directory(installed, error) ? installed.string() : "rules";
}

}  // namespace presend
