#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <iostream>
#include <memory>
#include <system_error>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "cli/answer_text.h"
#include "cli/answerer.h"
#include "cli/commands.h"
#include "cli/complain.h"
#include "cli/kept_rules.h"
#include "cli/line_reader.h"
#include "daemon/options.h"
#include "replay/json_text.h"
#include "rulepack/source_file.h"
#include "wire/json.h"
#include "wire/status.h"

namespace presend {
namespace {

constexpr int kBadInput = 2;
constexpr size_t kChunk = 256;            // lines answered at once; fewer if the input makes us wait
constexpr size_t kChunkBytes = 1u << 20;  // of these lines
constexpr size_t kMostComplaints = 10;    // about lines, one by one; all have an answer of their own

struct ScreenOptions {
  std::string rules;
  std::string cache = DefaultCache();
  std::string platform = "jd";
  std::string sender = "agent";
  std::string input = "text";
  std::string format = "text";
  std::string server;
  std::string file = "-";
  bool explain = false;
};

void WriteAll(std::string& text) {
  for (size_t done = 0; done < text.size();) {
    const ssize_t count = write(STDOUT_FILENO, text.data() + done, text.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw std::system_error(errno, std::generic_category(), "standard output");
    done += static_cast<size_t>(count);
  }
  text.clear();
}

// Where every message is of the platform and the sender of the flags, a fault in these is no fault of a line.
bool BlamesFlags(const absl::Status& fault) {
  const auto violations = wire::FieldViolations(fault);
  return std::any_of(violations.begin(), violations.end(), [](const wire::FieldViolation& violation) {
    return violation.field == "platform" || violation.field == "sender";
  });
}

// One run over one input. Each line has its answer; one that cannot be screened has an error for it.
class ScreenRun {
 public:
  ScreenRun(const ScreenOptions& options, Answerer& answerer, LineReader& reader)
      : options_(options), answerer_(answerer), reader_(reader), paint_(Painter::ForStandardOutput()) {}

  int Run() {
    std::string_view line;
    while (reader_.Next(line)) {
      Take(line);
      const bool full = lines_.size() >= kChunk || bytes_ >= kChunkBytes;
      if (!full && reader_.Ready()) continue;
      if (const absl::Status status = Flush(); !status.ok()) return Complain(status);
    }
    if (const absl::Status status = Flush(); !status.ok()) return Complain(status);
    if (!reader_.status().ok()) return Complain(reader_.status());
    if (faulty_ > kMostComplaints) {
      std::cerr << "presend: " << faulty_ - kMostComplaints << " more lines could not be screened" << std::endl;
    }
    return faulty_ > 0 ? kBadInput : 0;
  }

 private:
  struct Line {
    uint64_t number = 0;
    int request = -1;   // of the batch; -1: it holds none
    std::string fault;  // then: why not
  };

  void Take(std::string_view line) {
    if (options_.input == "json" && line.find_first_not_of(" \t") == std::string_view::npos) return;
    lines_.push_back({.number = reader_.line_number()});
    bytes_ += line.size();
    v1::ScreenRequest& request = *batch_.add_requests();
    lines_.back().fault = Read(line, request);
    if (!lines_.back().fault.empty()) return batch_.mutable_requests()->RemoveLast();
    lines_.back().request = batch_.requests_size() - 1;
    if (request.platform().empty()) request.set_platform(options_.platform);
    if (request.sender().empty()) request.set_sender(options_.sender);
    if (options_.explain) request.set_explain(true);
  }

  // What is wrong with the line; empty if nothing.
  std::string Read(std::string_view line, v1::ScreenRequest& request) const {
    if (const size_t byte = FirstInvalidUtf8(line); byte != std::string_view::npos) {
      return absl::StrCat("not UTF-8 at byte ", byte + 1, "; convert it first, e.g. iconv -f GB18030 -t UTF-8");
    }
    if (options_.input == "text") {
      request.set_text(line.data(), line.size());
      return "";
    }
    const absl::Status status = wire::ParseJson(line, request);
    return status.ok() ? "" : absl::StrCat("not a ScreenRequest: ", status.message());
  }

  absl::Status Flush() {
    absl::Status status;
    if (batch_.requests_size() > 0) status = answerer_.Answer(batch_, answers_, faults_);
    for (size_t i = 0; status.ok() && i < lines_.size(); ++i) status = Print(lines_[i]);
    WriteAll(out_);
    std::cerr << complaints_ << std::flush;
    complaints_.clear();
    batch_.mutable_requests()->Clear();
    lines_.clear();
    bytes_ = 0;
    return status;
  }

  absl::Status Print(const Line& line) {
    if (line.request < 0) {
      PrintFault(line, line.fault, "");
      return absl::OkStatus();
    }
    const v1::ScreenRequest& request = batch_.requests(line.request);
    const absl::Status& fault = faults_[static_cast<size_t>(line.request)];
    if (!fault.ok() && options_.input == "text" && BlamesFlags(fault)) return fault;
    if (fault.ok()) {
      PrintAnswer(line, request, answers_.responses(line.request));
    } else {
      PrintFault(line, std::string(fault.message()), request.message_id());
    }
    return absl::OkStatus();
  }

  void PrintAnswer(const Line& line, const v1::ScreenRequest& request, const v1::ScreenResponse& answer) {
    if (options_.format == "json") {
      wire::AppendJson(answer, out_);
      out_ += '\n';
    } else {
      AppendAnswer(absl::StrCat(reader_.name(), ":", line.number), request.text(), answer, paint_, out_);
    }
  }

  // An error is no verdict: who looks for one does not find it.
  void PrintFault(const Line& line, const std::string& fault, const std::string& message_id) {
    const std::string place = absl::StrCat(reader_.name(), ":", line.number, ": ");
    if (options_.format == "json") {
      out_ += '{';
      replay::AppendJsonMember("messageId", message_id, out_);
      replay::AppendJsonMember("error", fault, out_);
      out_ += "}\n";
    } else {
      absl::StrAppend(&out_, paint_(Colour::kFaint, place), paint_(Colour::kRed, "ERROR"), " ", Printable(fault), "\n");
    }
    if (++faulty_ <= kMostComplaints) absl::StrAppend(&complaints_, place, "error: ", Printable(fault), "\n");
  }

  const ScreenOptions& options_;
  Answerer& answerer_;
  LineReader& reader_;
  const Painter paint_;
  v1::ScreenBatchRequest batch_;
  v1::ScreenBatchResponse answers_;
  std::vector<absl::Status> faults_;  // of the requests
  std::vector<Line> lines_;
  size_t bytes_ = 0;
  size_t faulty_ = 0;  // lines
  std::string out_, complaints_;
};

int Screen(const ScreenOptions& options) {
  auto reader = LineReader::Open(options.file);
  if (!reader.ok()) return Complain(reader.status());
  absl::StatusOr<std::unique_ptr<Answerer>> answerer =
      options.server.empty() ? AnswerHere(options.rules.empty() ? DefaultRules() : options.rules, options.cache)
                             : AnswerAt(options.server);
  if (!answerer.ok()) return Complain(answerer.status());
  return ScreenRun(options, **answerer, *reader).Run();
}

}  // namespace

void AddScreenCommand(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand("screen", "Screen messages, one a line");
  auto options = std::make_shared<ScreenOptions>();
  command->add_option("--rules", options->rules, "Folder of rule packs (default: $PRESEND_RULES, ./rules, installed)");
  AddCacheOption(*command, options->cache);
  command->add_option("--platform", options->platform, "Platform of messages that name none")->capture_default_str();
  command->add_option("--sender", options->sender, "Sender of messages that name none")->capture_default_str();
  command->add_option("--input", options->input, "text: one message a line; json: one ScreenRequest a line")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->add_option("--format", options->format, "text: for people; json: one ScreenResponse a line")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->add_option("--server", options->server, "Ask a server instead: host:port or unix:/path");
  command->add_flag("--explain", options->explain, "Show the views and what became of each hit");
  command->add_option("file", options->file, "File, or - for standard input")->capture_default_str();
  command->callback([options, &exit_status] { exit_status = Screen(*options); });
}

}  // namespace presend
