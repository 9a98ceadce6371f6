#include "cli/diff_command.h"

#include <iostream>
#include <memory>

#include "CLI/CLI.hpp"
#include "absl/strings/numbers.h"
#include "cli/complain.h"
#include "cli/kept_rules.h"
#include "cli/terminal.h"
#include "rulepack/pack_diff.h"

namespace presend {
namespace {

struct DiffOptions {
  std::string before;
  std::string after;
  std::string corpus;
  std::string platform = "jd";
  std::string format = "text";
  std::string max_new_blocks;
  size_t most_changes = 50;
};

struct BlockLimit {
  double number = 0;
  bool share = false;  // in percent of the messages
};

// "0.1%" or "5".
std::optional<BlockLimit> ParseLimit(std::string text) {
  BlockLimit limit{.share = text.ends_with('%')};
  if (limit.share) text.pop_back();
  if (!absl::SimpleAtod(text, &limit.number) || !(limit.number >= 0)) return std::nullopt;
  return limit;
}

// What CLI11 says of a value: empty if it is good. An empty one is not: it may be a variable that was never set.
std::string CheckLimit(const std::string& text) {
  return ParseLimit(text) ? "" : "must be a number such as 5 or a share such as 0.1%, not \"" + text + "\"";
}

int Judge(const DiffOptions& options, const PackDiff& diff) {
  if (options.max_new_blocks.empty()) return 0;
  const auto limit = ParseLimit(options.max_new_blocks);
  const double most = limit->share ? limit->number / 100 * static_cast<double>(diff.messages) : limit->number;
  if (static_cast<double>(diff.new_blocks) <= most) return 0;
  std::cerr << "presend: " << diff.new_blocks << " messages are newly blocked, more than " << options.max_new_blocks
            << std::endl;
  return 1;
}

int Diff(const DiffOptions& options) {
  const auto before = LoadKeptRules(options.before, {.run_examples = false});
  if (!before.ok()) return Complain(before.status());
  const auto after = LoadKeptRules(options.after, {.run_examples = false});
  if (!after.ok()) return Complain(after.status());
  const auto corpus = ReadCorpus(options.corpus, options.platform, (*after)->rules().platforms);
  if (!corpus.ok()) return Complain(corpus.status());
  const auto diff = DiffPacks(**before, **after, *corpus);
  if (!diff.ok()) return Complain(diff.status());
  const std::string report = DiffReport(*diff, options.format, options.most_changes);
  std::cout << (options.format == "text" ? PrintableLines(report) : report) << std::flush;
  return Judge(options, *diff);
}

}  // namespace

void AddDiffCommand(CLI::App& app, int& exit_status) {
  auto options = std::make_shared<DiffOptions>();
  CLI::App* command = app.add_subcommand("diff", "What another version of the rules changes on real messages");
  command->add_option("old", options->before, "Folder of the rules as they were")->required();
  command->add_option("new", options->after, "Folder of the rules as they would be")->required();
  command->add_option("--corpus", options->corpus, "Messages, one a line; .jsonl: one object a line")->required();
  command->add_option("--platform", options->platform, "Platform of messages that name none");
  command->add_option("--format", options->format, "text, markdown, html or json")
      ->check(CLI::IsMember({"text", "markdown", "html", "json"}));
  command
      ->add_option("--max-new-blocks", options->max_new_blocks,
                   "Messages that may be newly blocked, such as 0.1% or 5; more: exit status 1")
      ->check(CheckLimit);
  command->add_option("--most-changes", options->most_changes, "At most so many messages are listed")
      ->check(CLI::Range(0, 1'000'000));
  command->callback([options, &exit_status] { exit_status = Diff(*options); });
}

}  // namespace presend
