#include "cli/scan_command.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "cli/binary_row_reader.h"
#include "cli/complain.h"
#include "cli/kept_rules.h"
#include "cli/line_reader.h"
#include "cli/row_binary.h"
#include "cli/scan_row.h"
#include "daemon/options.h"
#include "engine/verdict_names.h"
#include "replay/json_text.h"
#include "replay/verdict_memory.h"

namespace presend {
namespace {

using replay::AppendJsonKey;
using replay::AppendJsonMember;
using replay::AppendJsonString;

constexpr size_t kFlushBytes = 64 << 10;
constexpr size_t kRemembered = 1 << 15;

struct ScanOptions {
  std::string rules = DefaultRules();
  std::string input = "tsv";
  std::string output;  // empty: as the input
  std::string format;  // of both, if given
  std::string platform = "jd";
  bool stdio = false, recent = false;
};

bool ParseSenderName(std::string_view name, Sender& sender) {
  if (name.empty() || name == "agent")
    sender = Sender::kAgent;
  else if (name == "robot")
    sender = Sender::kRobot;
  else if (name == "buyer")
    sender = Sender::kBuyer;
  else if (name == "system")
    sender = Sender::kSystem;
  else
    return false;
  return true;
}

std::string VerdictJson(const Verdict& verdict) {
  std::string out = "{";
  AppendJsonMember("verdict", ActionName(verdict.action), out);
  AppendJsonKey("findings", out);
  out += '[';
  for (const Finding& finding : verdict.findings) {
    out += out.back() == '[' ? "{" : ",{";
    AppendJsonMember("rule", finding.rule_id, out);
    AppendJsonMember("category", CategoryName(finding.category), out);
    AppendJsonMember("action", ActionName(finding.action), out);
    AppendJsonMember("begin", finding.range.bytes.begin, out);
    AppendJsonMember("end", finding.range.bytes.end, out);
    AppendJsonMember("matched", finding.matched, out);
    AppendJsonMember("reason", finding.reason, out);
    out += '}';
  }
  out += ']';
  if (verdict.rewritten_text) {
    AppendJsonKey("rewrite", out);
    AppendJsonString(*verdict.rewritten_text, out);
  }
  return out + "}";
}

// The verdict on each row, or the reason why there is none, as a row of the output.
class RowAnswerer {
 public:
  RowAnswerer(const ScanOptions& options, std::shared_ptr<const Screener> screener)
      : options_(options), screener_(screener), memory_(screener, kRemembered) {}

  void Answer(const ScanRow& row, const char* fault) {
    const std::string_view platform = row.platform.empty() ? options_.platform : row.platform;
    if (fault == nullptr && !ParseSenderName(row.sender, message_.sender)) fault = "unknown sender";
    if (fault == nullptr && !screener_->HasPlatform(platform)) fault = "unknown platform";
    if (fault != nullptr) {
      json_ = "{";
      AppendJsonMember("error", fault, json_);
      json_ += '}';
      return Write();
    }
    message_.text = row.text;
    message_.platform = platform;
    message_.shop = row.shop;
    message_.recent.assign(row.recent.begin(), row.recent.end());
    json_ = VerdictJson(memory_.Screen(message_));
    Write();
  }

  bool full() const { return out_.size() >= kFlushBytes; }

  bool Flush() {
    for (size_t done = 0; done < out_.size();) {
      const ssize_t count = write(STDOUT_FILENO, out_.data() + done, out_.size() - done);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return false;
      done += static_cast<size_t>(count);
    }
    out_.clear();
    return true;
  }

 private:
  void Write() {
    if (options_.output == "rowbinary") return AppendBinaryField(json_, out_);
    if (options_.output == "tsv")
      AppendTsvField(json_, out_);
    else
      out_ += json_;
    out_ += '\n';
  }

  const ScanOptions& options_;
  std::shared_ptr<const Screener> screener_;
  replay::VerdictMemory memory_;
  Message message_;
  std::string json_, out_;
};

absl::Status Gone() { return absl::UnavailableError(absl::StrCat("<stdout>: ", std::strerror(errno))); }

absl::Status ScanLines(const ScanOptions& options, RowAnswerer& answerer) {
  auto reader = LineReader::Open("-");
  if (!reader.ok()) return reader.status();
  const auto read = options.input == "tsv" ? ReadTsvRow : ReadJsonRow;
  ScanRow row;
  for (std::string_view line; reader->Next(line);) {
    answerer.Answer(row, read(line, row));
    if ((answerer.full() || !reader->Ready()) && !answerer.Flush()) return Gone();
  }
  return answerer.Flush() ? reader->status() : Gone();
}

absl::Status ScanBinary(const ScanOptions& options, RowAnswerer& answerer) {
  BinaryRowReader reader(STDIN_FILENO, options.recent);
  for (ScanRow row; reader.Next(row);) {
    answerer.Answer(row, reader.fault());
    if ((answerer.full() || !reader.Ready()) && !answerer.Flush()) return Gone();
  }
  if (!answerer.Flush()) return Gone();
  return reader.fault() == nullptr ? absl::OkStatus() : absl::DataLossError(absl::StrCat("<stdin>: ", reader.fault()));
}

// As ClickHouse spells them, and as this command does.
const std::map<std::string, std::string>& Formats() {
  static const auto& formats = *new std::map<std::string, std::string>{{"tabseparated", "tsv"},
                                                                       {"jsoneachrow", "jsonl"},
                                                                       {"rowbinary", "rowbinary"},
                                                                       {"tsv", "tsv"},
                                                                       {"jsonl", "jsonl"}};
  return formats;
}

int Scan(ScanOptions& options) {
  if (!options.format.empty()) options.input = options.output = options.format;
  if (options.output.empty()) options.output = options.input;
  const auto screener = LoadKeptRules(options.rules);
  if (!screener.ok()) return Complain(screener.status());
  RowAnswerer answerer(options, *screener);
  const absl::Status status =
      options.input == "rowbinary" ? ScanBinary(options, answerer) : ScanLines(options, answerer);
  return status.ok() ? 0 : Complain(status);
}

}  // namespace

void AddScanCommand(CLI::App& app, int& exit_status) {
  auto options = std::make_shared<ScanOptions>();
  CLI::App* command = app.add_subcommand("scan", "Worker of a distributed engine: rows in, as many verdicts out");
  command->add_flag("--stdio", options->stdio, "Read standard input, write standard output")->required();
  command->add_option("--rules", options->rules, "Folder of rule packs");
  const auto formats = CLI::CheckedTransformer(Formats(), CLI::ignore_case);
  command->add_option("--format", options->format, "Of input and output: TabSeparated, JSONEachRow or RowBinary")
      ->transform(formats);
  command
      ->add_option("--input", options->input,
                   "tsv: text, platform, shop, sender, recent…; jsonl: an object a line; rowbinary")
      ->transform(formats)
      ->capture_default_str();
  command->add_option("--output", options->output, "tsv, jsonl or rowbinary (default: as the input)")
      ->transform(formats);
  command->add_flag("--recent", options->recent, "RowBinary has a fifth column: recent messages, Array(String)");
  command->add_option("--platform", options->platform, "Platform of rows that name none")->capture_default_str();
  command->callback([options, &exit_status] { exit_status = Scan(*options); });
}

}  // namespace presend
