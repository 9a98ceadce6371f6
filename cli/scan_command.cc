#include "cli/scan_command.h"

#include <unistd.h>

#include <cerrno>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "CLI/CLI.hpp"
#include "cli/complain.h"
#include "cli/line_reader.h"
#include "daemon/options.h"
#include "engine/verdict_names.h"
#include "nlohmann/json.hpp"
#include "replay/json_text.h"
#include "replay/verdict_memory.h"
#include "rulepack/loader.h"

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
  std::string platform = "jd";
  bool stdio = false;
};

struct ScanRow {
  std::string text, platform, shop, sender;
  std::vector<std::string> recent;
};

// Undoes the escapes of TabSeparated.
std::string Unescape(std::string_view field) {
  std::string plain;
  for (size_t i = 0; i < field.size(); ++i) {
    if (field[i] != '\\' || i + 1 >= field.size()) {
      plain += field[i];
      continue;
    }
    const char c = field[++i];
    plain += c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c == '0' ? '\0' : c == 'b' ? '\b' : c == 'f' ? '\f' : c;
  }
  return plain;
}

void AppendEscaped(std::string_view field, std::string& out) {
  for (const char c : field) {
    if (c == '\t') out += "\\t";
    else if (c == '\n') out += "\\n";
    else if (c == '\\') out += "\\\\";
    else out += c;
  }
}

// text, platform, shop, sender, then any number of recent messages, oldest first; only the text must be there.
const char* ReadTsv(std::string_view line, ScanRow& row) {
  std::string* const fields[] = {&row.text, &row.platform, &row.shop, &row.sender};
  for (size_t i = 0;; ++i) {
    const size_t tab = line.find('\t');
    const std::string field = Unescape(line.substr(0, tab));
    if (i < 4) *fields[i] = field;
    else row.recent.push_back(field);
    if (tab == std::string_view::npos) return nullptr;
    line.remove_prefix(tab + 1);
  }
}

const char* ReadJson(std::string_view line, ScanRow& row) {
  const auto json = nlohmann::json::parse(line, nullptr, false);
  if (!json.is_object()) return "not a JSON object";
  const auto text = [&](const char* name, std::string& to) {
    const auto found = json.find(name);
    if (found == json.end() || found->is_null()) return true;
    if (!found->is_string()) return false;
    to = found->get<std::string>();
    return true;
  };
  if (!json.contains("text")) return "no \"text\"";
  if (!text("text", row.text) || !text("platform", row.platform) || !text("shop", row.shop) || !text("sender", row.sender)) {
    return "a field is not a string";
  }
  if (json.contains("recent")) {
    if (!json["recent"].is_array()) return "\"recent\" is not a list";
    for (const auto& each : json["recent"]) {
      if (!each.is_string()) return "\"recent\" holds something else than strings";
      row.recent.push_back(each);
    }
  }
  return nullptr;
}

bool ParseSenderName(std::string_view name, Sender& sender) {
  if (name.empty() || name == "agent") sender = Sender::kAgent;
  else if (name == "robot") sender = Sender::kRobot;
  else if (name == "buyer") sender = Sender::kBuyer;
  else if (name == "system") sender = Sender::kSystem;
  else return false;
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

class Worker {
 public:
  Worker(const ScanOptions& options, std::shared_ptr<const Screener> screener, LineReader& reader)
      : options_(options), screener_(screener), memory_(screener, kRemembered), reader_(reader) {}

  bool Run() {
    for (std::string_view line; reader_.Next(line);) {
      Answer(line);
      const bool due = out_.size() >= kFlushBytes || !reader_.Ready();
      if (due && !Flush()) return false;
    }
    return Flush();
  }

 private:
  void Answer(std::string_view line) {
    ScanRow row;
    const char* fault = options_.input == "tsv" ? ReadTsv(line, row) : ReadJson(line, row);
    Message message;
    if (row.platform.empty()) row.platform = options_.platform;
    if (fault == nullptr && !ParseSenderName(row.sender, message.sender)) fault = "unknown sender";
    if (fault == nullptr && !screener_->HasPlatform(row.platform)) fault = "unknown platform";
    std::string json = "{";
    if (fault != nullptr) {
      AppendJsonMember("error", fault, json);
      json += '}';
    } else {
      message.text = row.text;
      message.platform = row.platform;
      message.shop = row.shop;
      message.recent.assign(row.recent.begin(), row.recent.end());
      json = VerdictJson(memory_.Screen(message));
    }
    const std::string& output = options_.output.empty() ? options_.input : options_.output;
    if (output == "tsv") AppendEscaped(json, out_);
    else out_ += json;
    out_ += '\n';
  }

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

  const ScanOptions& options_;
  std::shared_ptr<const Screener> screener_;
  replay::VerdictMemory memory_;
  LineReader& reader_;
  std::string out_;
};

int Scan(const ScanOptions& options) {
  const auto screener = LoadScreener(options.rules);
  if (!screener.ok()) return Complain(screener.status());
  auto reader = LineReader::Open("-");
  if (!reader.ok()) return Complain(reader.status());
  Worker worker(options, *screener, *reader);
  return worker.Run() ? 0 : 2;
}

}  // namespace

void AddScanCommand(CLI::App& app, int& exit_status) {
  auto options = std::make_shared<ScanOptions>();
  CLI::App* command = app.add_subcommand("scan", "Worker of a distributed engine: rows in, as many verdicts out");
  command->add_flag("--stdio", options->stdio, "Read standard input, write standard output")->required();
  command->add_option("--rules", options->rules, "Folder of rule packs");
  command->add_option("--input", options->input, "tsv: text, platform, shop, sender, recent…; jsonl: an object a line")
      ->check(CLI::IsMember({"tsv", "jsonl"}))
      ->capture_default_str();
  command->add_option("--output", options->output, "tsv or jsonl (default: as the input)")->check(CLI::IsMember({"tsv", "jsonl"}));
  command->add_option("--platform", options->platform, "Platform of rows that name none")->capture_default_str();
  command->callback([options, &exit_status] { exit_status = Scan(*options); });
}

}  // namespace presend
