#include <algorithm>
#include <iostream>
#include <memory>

#include "CLI/CLI.hpp"
#include "cli/answer_text.h"
#include "cli/answerer.h"
#include "cli/commands.h"
#include "cli/complain.h"
#include "cli/kept_rules.h"
#include "daemon/options.h"
#include "rulepack/source_file.h"
#include "wire/json.h"

namespace presend {
namespace {

struct ExplainOptions {
  std::string rules;
  std::string cache = DefaultCache();
  std::string platform = "jd";
  std::string shop;
  std::string sender = "agent";
  std::string format = "text";
  std::string server;
  std::vector<std::string> recent;
  std::string text;
};

v1::ScreenBatchRequest RequestOf(const ExplainOptions& options) {
  v1::ScreenBatchRequest batch;
  v1::ScreenRequest& request = *batch.add_requests();
  request.set_platform(options.platform);
  request.set_shop(options.shop);
  request.set_sender(options.sender);
  request.set_text(options.text);
  request.set_explain(true);
  for (const std::string& text : options.recent) request.add_recent(text);
  return batch;
}

bool IsUtf8(std::string_view text) { return FirstInvalidUtf8(text) == std::string_view::npos; }

int Explain(const ExplainOptions& options) {
  if (!IsUtf8(options.text) || !std::all_of(options.recent.begin(), options.recent.end(), IsUtf8)) {
    return Complain(absl::InvalidArgumentError("the message is not UTF-8; is the terminal set to another encoding?"));
  }
  absl::StatusOr<std::unique_ptr<Answerer>> answerer =
      options.server.empty() ? AnswerHere(options.rules.empty() ? DefaultRules() : options.rules, options.cache)
                             : AnswerAt(options.server);
  if (!answerer.ok()) return Complain(answerer.status());
  v1::ScreenBatchResponse answers;
  std::vector<absl::Status> faults;
  const absl::Status status = (*answerer)->Answer(RequestOf(options), answers, faults);
  if (!status.ok()) return Complain(status);
  if (!faults[0].ok()) return Complain(faults[0]);
  std::string out;
  if (options.format == "json") {
    wire::AppendJson(answers.responses(0), out);
    out += '\n';
  } else {
    AppendAnswer("", options.text, answers.responses(0), Painter::ForStandardOutput(), out);
  }
  std::cout << out << std::flush;
  return 0;
}

}  // namespace

void AddExplainCommand(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand("explain", "Show how one message is read and what became of each hit");
  auto options = std::make_shared<ExplainOptions>();
  command->add_option("--rules", options->rules, "Folder of rule packs (default: $PRESEND_RULES, ./rules, installed)");
  AddCacheOption(*command, options->cache);
  command->add_option("--platform", options->platform, "Platform")->capture_default_str();
  command->add_option("--shop", options->shop, "Shop");
  command->add_option("--sender", options->sender, "agent, robot, buyer or system")->capture_default_str();
  command->add_option("--format", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->add_option("--server", options->server, "Ask a server instead: host:port or unix:/path");
  command->add_option("--recent", options->recent, "Earlier messages of the sender, oldest first");
  command->add_option("text", options->text, "The message")->required();
  command->callback([options, &exit_status] { exit_status = Explain(*options); });
}

}  // namespace presend
