#include "daemon/options.h"

#include <cstdlib>
#include <filesystem>

#include "CLI/CLI.hpp"

namespace presend {

void AddServeOptions(CLI::App& app, ServeOptions& options) {
  app.add_option("--config", options.config, "File of options: lines of name = value; flags override it")
      ->check(CLI::ExistingFile);
  app.add_option("--rules", options.rules, "Folder of rule packs")->envname("PRESEND_RULES");
  app.add_option("--listen", options.listen, "host:port or unix:/path; may be given several times")
      ->capture_default_str();
  app.add_option("--log-level", options.log_level, "debug, info, warning or error")
      ->check(CLI::IsMember({"debug", "info", "warning", "error"}))
      ->capture_default_str();
  app.add_flag("--log-verdicts", options.log_verdicts, "Log each message that is not allowed (without its text)");
  app.add_flag("--admin-over-tcp", options.admin_over_tcp, "Take Reload over TCP as well as over Unix sockets");
  app.add_option("--drain-delay-ms", options.drain_delay_ms, "Time between NOT_SERVING and refusing calls")
      ->capture_default_str();
  app.add_option("--drain-deadline-ms", options.drain_deadline_ms, "Time for running calls to end")
      ->capture_default_str();
  app.add_option("--max-message-bytes", options.message_bytes, "Largest gRPC message")->capture_default_str();
  app.add_option("--max-concurrent-calls", options.streams, "Calls at once on one connection")->capture_default_str();
  app.add_option("--max-open-streams", options.open_streams, "ScreenStream calls open at once")
      ->capture_default_str();
  app.add_option("--max-text-bytes", options.request.text_bytes, "Longest text")->capture_default_str();
  app.add_option("--max-batch", options.request.batch, "Most requests of a batch")->capture_default_str();
  app.add_option("--window-messages", options.window.messages, "Messages remembered a sender; 0: none")
      ->capture_default_str();
  app.add_option("--window-conversations", options.window.conversations, "Conversations remembered")
      ->capture_default_str();
  app.add_option("--window-bytes", options.window.bytes, "Memory for conversations")->capture_default_str();
  app.add_option("--window-age-ms", options.window.age_ms, "How long a message is recent")->capture_default_str();
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
