#include "cli/replay_command.h"

#include <glob.h>
#include <malloc.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <memory>

#include "CLI/CLI.hpp"
#include "cli/complain.h"
#include "cli/kept_rules.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "daemon/options.h"
#include "replay/outcome.h"
#include "replay/output_file.h"
#include "replay/replay.h"

namespace presend {
namespace {

struct ReplayArguments {
  std::string rules = DefaultRules();
  std::string against, map, shard;
  std::vector<std::string> formats{"html", "csv", "json"};
  bool quiet = false, personal = false, merge = false;
  replay::ReplayOptions replay;
};

// Patterns that the shell has left alone, sorted as glob sorts them.
absl::StatusOr<std::vector<std::string>> Expand(const std::vector<std::string>& patterns) {
  std::vector<std::string> files;
  for (const std::string& pattern : patterns) {
    if (pattern.find_first_of("*?[") == std::string::npos || access(pattern.c_str(), F_OK) == 0) {
      files.push_back(pattern);
      continue;
    }
    glob_t found{};
    const bool any = glob(pattern.c_str(), GLOB_BRACE, nullptr, &found) == 0;
    for (size_t i = 0; any && i < found.gl_pathc; ++i) files.emplace_back(found.gl_pathv[i]);
    globfree(&found);
    if (!any) return absl::NotFoundError(absl::StrCat(pattern, "：没有这样的文件"));
  }
  return files;
}

absl::StatusOr<replay::ColumnMap> ReadMap(const std::string& map) {
  std::string text = map;
  if (!map.empty() && map.find('=') == std::string::npos) {
    if (absl::Status status = replay::ReadWhole(map, text); !status.ok()) return status;
  }
  return replay::ColumnMap::Parse(text);
}

absl::Status ReadShard(const std::string& text, replay::ReplayOptions& options) {
  if (text.empty()) return absl::OkStatus();
  const std::vector<std::string> parts = absl::StrSplit(text, '/');
  const bool read = parts.size() == 2 && absl::SimpleAtoi(parts[0], &options.shard) &&
                    absl::SimpleAtoi(parts[1], &options.shards) && options.shard >= 1 && options.shard <= options.shards;
  if (!read) return absl::InvalidArgumentError("--shard 应写成 n/k，如 1/4（n 从 1 开始）");
  --options.shard;
  return absl::OkStatus();
}

void ShowProgress(const replay::Progress& now) {
  const double rate = now.seconds > 0 ? static_cast<double>(now.records) / now.seconds : 0;
  std::string line = absl::StrFormat("\r%d 行  %.0f 行/秒  发现 %d  拒收 %d", now.records, rate, now.findings, now.rejects);
  if (now.raw_size > 0 && now.raw_bytes > 0) {
    const double share = std::min(1.0, static_cast<double>(now.raw_bytes) / static_cast<double>(now.raw_size));
    absl::StrAppendFormat(&line, "  %.0f%%  剩余 %.0f 秒", share * 100, now.seconds * (1 - share) / share);
  }
  std::cerr << line << "\x1b[K" << std::flush;
}

void Conclude(const ReplayArguments& arguments, const replay::ReplayResult& result) {
  const replay::Counts total = result.tally.Total();
  int64_t findings = 0;
  for (int i = 0; i < kCategoryCount; ++i) findings += total.of(static_cast<Category>(i));
  const double seconds = std::max(result.seconds, 1e-9);
  std::cerr << absl::StrFormat("%d 行，其中客服与机器人消息 %d 条；发现 %d 处；拒收 %d 行；%.1f 秒，每秒 %.0f 行\n",
                               result.tally.records,
                               total[replay::Count::kAgentMessages] + total[replay::Count::kRobotMessages], findings,
                               result.tally.rejects, seconds, static_cast<double>(result.tally.records) / seconds);
  std::cerr << absl::StrFormat("线程时间：解析 %.2f 秒，筛查 %.2f 秒（引擎 %.2f 秒，另有 %d 条消息的结论已知）\n",
                               static_cast<double>(result.tally.parsing_ns) * 1e-9,
                               static_cast<double>(result.tally.screening_ns) * 1e-9,
                               static_cast<double>(result.tally.engine_ns) * 1e-9, result.tally.remembered);
  std::cerr << "结果在 " << arguments.replay.out << std::endl;
  if (result.tally.rejects > 0) std::cerr << "拒收的行和原因在 " << arguments.replay.out << "/rejects.jsonl" << std::endl;
}

int Run(ReplayArguments& arguments) {
  mallopt(M_MMAP_THRESHOLD, 1 << 20);  // large buffers go back to the system as soon as they are free
  if (arguments.replay.out.empty()) return Complain(absl::InvalidArgumentError("请用 --out 指明输出目录"));
  auto files = Expand(arguments.replay.files);
  if (!files.ok()) return Complain(files.status());
  arguments.replay.files = *files;
  auto columns = ReadMap(arguments.map);
  if (!columns.ok()) return Complain(columns.status());
  arguments.replay.input.columns = *columns;
  if (absl::Status status = ReadShard(arguments.shard, arguments.replay); !status.ok()) return Complain(status);
  const auto screener = LoadKeptRules(arguments.rules);
  if (!screener.ok()) return Complain(screener.status());
  std::shared_ptr<const Screener> against;
  if (!arguments.against.empty()) {
    const auto other = LoadKeptRules(arguments.against);
    if (!other.ok()) return Complain(other.status());
    against = *other;
  }
  replay::ReplayListener listener;
  const bool terminal = isatty(STDERR_FILENO) && !arguments.quiet;
  if (!arguments.quiet) listener.said = [](const std::string& line) { std::cerr << line << std::endl; };
  if (terminal) listener.progressed = ShowProgress;
  const replay::ScreeningRules rules = replay::ScreeningRules::Create(*screener, against);
  replay::OutcomeOptions outcome{arguments.replay.out, arguments.replay.files, arguments.formats, arguments.personal};
  if (arguments.merge) {
    const auto whole = replay::MergeShards(arguments.replay.files, arguments.replay.out);
    const absl::Status status = whole.ok() ? replay::WriteOutcome(*whole, rules, outcome) : whole.status();
    return status.ok() ? 0 : Complain(status);
  }
  const auto result = replay::Replay(arguments.replay, *screener, against, listener);
  if (terminal) std::cerr << std::endl;
  if (!result.ok()) return Complain(result.status());
  if (absl::Status status = replay::WriteOutcome(result->tally, rules, outcome); !status.ok()) return Complain(status);
  if (!arguments.quiet) Conclude(arguments, *result);
  return result->tally.rejects > 0 ? 1 : 0;
}

}  // namespace

void AddReplayCommand(CLI::App& app, int& exit_status) {
  auto arguments = std::make_shared<ReplayArguments>();
  auto& options = arguments->replay;
  CLI::App* command = app.add_subcommand("replay", "回放聊天记录：逐条过规则，出明细与报告");
  command->add_option("files", options.files, "CSV、TSV、JSONL、JSON、xlsx，可压缩（gz zst xz bz2），可用通配符，- 为标准输入")->required();
  command->add_option("--out", options.out, "输出目录");
  command->add_option("--rules", arguments->rules, "规则目录");
  command->add_option("--against", arguments->against, "另一套规则：比较两者的不同");
  command->add_option("--map", arguments->map, "列映射，如 text=聊天内容,agent=客服,time=时间；或写有映射的文件");
  command->add_option("--roles", options.roles, "角色的写法，如 掌柜=agent,小蜜=robot");
  command->add_option("--input", options.input.format, "auto、jsonl、json、csv、tsv 或 xlsx")
      ->check(CLI::IsMember({"auto", "jsonl", "json", "csv", "tsv", "xlsx"}));
  command->add_option("--encoding", options.input.encoding, "auto，或编码名称，如 GB18030");
  command->add_option("--sheet", options.input.sheet, "工作表名称（默认第一个）");
  command->add_option("--teams", options.teams, "客服与团队的对应表（CSV 或 xlsx，列：客服、团队，可有店铺）；文件没有团队列时用");
  command->add_option("--time-zone", options.time_zone, "时间所在时区")->capture_default_str();
  command->add_option("--platform", options.platform, "没有平台列时的平台")->capture_default_str();
  command->add_option("--shop", options.shop, "没有店铺列时的店铺");
  command->add_option("--shard", arguments->shard, "只做第 n 份，共 k 份：n/k");
  command->add_option("--threads", options.threads, "线程数（默认全部核心）");
  command->add_option("--seed", options.seed, "抽样的种子")->capture_default_str();
  command->add_option("--samples", options.samples, "每条规则留存多少处样本，未发现问题的消息每个平台留十倍；供报告与复核")->capture_default_str();
  command->add_option("--remember", options.remembered, "每个线程记住多少条重复消息的结论，0 为不记")->capture_default_str();
  command->add_option("--format", arguments->formats, "html、csv、json、junit、sarif、review，可用逗号分开")
      ->delimiter(',')
      ->check(CLI::IsMember({"html", "csv", "json", "junit", "sarif", "review"}))
      ->capture_default_str();
  command->add_flag("--show-personal-data", arguments->personal, "报告、JUnit 与 SARIF 里不遮盖个人信息");
  command->add_flag("--merge", arguments->merge, "把各份的输出目录合成一份（FILES 为那些目录）");
  command->add_option("--checkpoint-seconds", options.checkpoint_seconds, "每隔多少秒记一次检查点")->capture_default_str();
  command->add_flag("--restart", options.restart, "不理会检查点，从头开始");
  command->add_flag("--quiet", arguments->quiet, "不显示进度与小结");
  command->callback([arguments, &exit_status] { exit_status = Run(*arguments); });
}

}  // namespace presend
