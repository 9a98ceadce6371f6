#include "cli/replay_command.h"

#include <glob.h>
#include <malloc.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <memory>

#include "CLI/CLI.hpp"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "cli/complain.h"
#include "cli/kept_rules.h"
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
    if (!any) return absl::NotFoundError(absl::StrCat(pattern, ": no such file"));
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
                    absl::SimpleAtoi(parts[1], &options.shards) && options.shard >= 1 &&
                    options.shard <= options.shards;
  if (!read) return absl::InvalidArgumentError("--shard must be n/k, such as 1/4 (n counts from 1)");
  --options.shard;
  return absl::OkStatus();
}

void ShowProgress(const replay::Progress& now) {
  const double rate = now.seconds > 0 ? static_cast<double>(now.records) / now.seconds : 0;
  std::string line =
      absl::StrFormat("\r%d rows  %.0f rows/s  findings %d  rejected %d", now.records, rate, now.findings, now.rejects);
  if (now.raw_size > 0 && now.raw_bytes > 0) {
    const double share = std::min(1.0, static_cast<double>(now.raw_bytes) / static_cast<double>(now.raw_size));
    absl::StrAppendFormat(&line, "  %.0f%%  %.0f s left", share * 100, now.seconds * (1 - share) / share);
  }
  std::cerr << line << "\x1b[K" << std::flush;
}

void Conclude(const ReplayArguments& arguments, const replay::ReplayResult& result) {
  const replay::Counts total = result.tally.Total();
  int64_t findings = 0;
  for (int i = 0; i < kCategoryCount; ++i) findings += total.of(static_cast<Category>(i));
  const double seconds = std::max(result.seconds, 1e-9);
  std::cerr << absl::StrFormat(
      "%d rows, %d of them messages of agents and robots; %d findings; %d rejected; %.1f s, %.0f rows/s\n",
      result.tally.records, total[replay::Count::kAgentMessages] + total[replay::Count::kRobotMessages], findings,
      result.tally.rejects, seconds, static_cast<double>(result.tally.records) / seconds);
  std::cerr << absl::StrFormat(
      "thread time: parsing %.2f s, screening %.2f s (engine %.2f s; %d verdicts were known)\n",
      static_cast<double>(result.tally.parsing_ns) * 1e-9, static_cast<double>(result.tally.screening_ns) * 1e-9,
      static_cast<double>(result.tally.engine_ns) * 1e-9, result.tally.remembered);
  std::cerr << "results are in " << arguments.replay.out << std::endl;
  if (result.tally.rejects > 0)
    std::cerr << "rejected rows and the reasons are in " << arguments.replay.out << "/rejects.jsonl" << std::endl;
}

int Run(ReplayArguments& arguments) {
  mallopt(M_MMAP_THRESHOLD, 1 << 20);  // large buffers go back to the system as soon as they are free
  if (arguments.replay.out.empty()) return Complain(absl::InvalidArgumentError("name the output folder with --out"));
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
  CLI::App* command = app.add_subcommand("replay", "Put archived chats through the rules: findings, report");
  command
      ->add_option("files", options.files,
                   "CSV, TSV, JSONL, JSON, xlsx, perhaps compressed (gz zst xz bz2); wildcards; - for standard input")
      ->required();
  command->add_option("--out", options.out, "Output folder");
  command->add_option("--rules", arguments->rules, "Folder of rule packs");
  command->add_option("--against", arguments->against, "Other rules: what they would change");
  command->add_option("--map", arguments->map,
                      "Columns, such as text=聊天内容,agent=客服,time=时间, or a file that says so");
  command->add_option("--roles", options.roles, "What roles are called, such as 掌柜=agent,小蜜=robot");
  command->add_option("--input", options.input.format, "auto, jsonl, json, csv, tsv or xlsx")
      ->check(CLI::IsMember({"auto", "jsonl", "json", "csv", "tsv", "xlsx"}));
  command->add_option("--encoding", options.input.encoding, "auto, or the name of an encoding, such as GB18030");
  command->add_option("--sheet", options.input.sheet, "Name of the worksheet (default: the first)");
  command->add_option(
      "--teams", options.teams,
      "Sheet of agents and teams (CSV or xlsx, columns 客服, 团队, perhaps 店铺), for files without a column of teams");
  command->add_option("--time-zone", options.time_zone, "Zone of the times")->capture_default_str();
  command->add_option("--platform", options.platform, "Platform where no column names it")->capture_default_str();
  command->add_option("--shop", options.shop, "Shop where no column names it");
  command->add_option("--shard", arguments->shard, "Only part n of k: n/k");
  command->add_option("--threads", options.threads, "Threads (default: all cores)");
  command->add_option("--seed", options.seed, "Seed of samples")->capture_default_str();
  command
      ->add_option("--samples", options.samples,
                   "Samples kept of each rule, ten times as many messages without findings of each platform; for "
                   "report and review")
      ->capture_default_str();
  command
      ->add_option("--remember", options.remembered, "Verdicts that each thread keeps for repeated messages; 0: none")
      ->capture_default_str();
  command->add_option("--format", arguments->formats, "html, csv, json, junit, sarif, review; several with commas")
      ->delimiter(',')
      ->check(CLI::IsMember({"html", "csv", "json", "junit", "sarif", "review"}))
      ->capture_default_str();
  command->add_flag("--show-personal-data", arguments->personal,
                    "Do not mask personal data in report, JUnit and SARIF");
  command->add_flag("--merge", arguments->merge, "Merge the output folders of all parts (FILES are these folders)");
  command->add_option("--checkpoint-seconds", options.checkpoint_seconds, "Seconds between checkpoints")
      ->capture_default_str();
  command->add_flag("--restart", options.restart, "Begin anew whatever the checkpoint says");
  command->add_flag("--quiet", arguments->quiet, "No progress, no summary");
  command->callback([arguments, &exit_status] { exit_status = Run(*arguments); });
}

}  // namespace presend
