#include "cli/diff_command.h"

#include <iostream>
#include <memory>

#include "CLI/CLI.hpp"
#include "cli/complain.h"
#include "absl/strings/numbers.h"
#include "rulepack/loader.h"
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

// "0.1%" is a share of the messages, "5" a number of them.
std::optional<double> MostNewBlocks(std::string limit, size_t messages) {
  const bool share = limit.ends_with('%');
  if (share) limit.pop_back();
  double number = 0;
  if (!absl::SimpleAtod(limit, &number) || !(number >= 0)) return std::nullopt;
  return share ? number / 100 * static_cast<double>(messages) : number;
}

int Judge(const DiffOptions& options, const PackDiff& diff) {
  if (options.max_new_blocks.empty()) return 0;
  const auto most = MostNewBlocks(options.max_new_blocks, diff.messages);
  if (!most) return Complain(absl::InvalidArgumentError("--max-new-blocks must be a number or a share such as 0.1%"));
  if (static_cast<double>(diff.new_blocks) <= *most) return 0;
  std::cerr << "presend: 新增拦截 " << diff.new_blocks << " 条，超过上限 " << options.max_new_blocks << std::endl;
  return 1;
}

int Diff(const DiffOptions& options) {
  const auto before = LoadScreener(options.before, {.run_examples = false});
  if (!before.ok()) return Complain(before.status());
  const auto after = LoadScreener(options.after, {.run_examples = false});
  if (!after.ok()) return Complain(after.status());
  const auto corpus = ReadCorpus(options.corpus, options.platform);
  if (!corpus.ok()) return Complain(corpus.status());
  const auto diff = DiffPacks(**before, **after, *corpus);
  if (!diff.ok()) return Complain(diff.status());
  std::cout << DiffReport(*diff, options.format, options.most_changes) << std::flush;
  return Judge(options, *diff);
}

}  // namespace

void AddDiffCommand(CLI::App& app, int& exit_status) {
  auto options = std::make_shared<DiffOptions>();
  CLI::App* command = app.add_subcommand("diff", "比较两版规则在历史消息上的差别");
  command->add_option("old", options->before, "旧规则目录")->required();
  command->add_option("new", options->after, "新规则目录")->required();
  command->add_option("--corpus", options->corpus, "消息文件：每行一条；.jsonl 为每行一个对象")->required();
  command->add_option("--platform", options->platform, "消息未注明时的平台");
  command->add_option("--format", options->format, "text、markdown、html 或 json")
      ->check(CLI::IsMember({"text", "markdown", "html", "json"}));
  command->add_option("--max-new-blocks", options->max_new_blocks, "允许新增的拦截，如 0.1% 或 5；超过则退出码为 1");
  command->add_option("--most-changes", options->most_changes, "最多列出多少条消息");
  command->callback([options, &exit_status] { exit_status = Diff(*options); });
}

}  // namespace presend
