#include <unistd.h>

#include <iostream>
#include <memory>
#include <optional>
#include <vector>

#include "CLI/CLI.hpp"
#include "cli/complain.h"
#include "absl/strings/str_cat.h"
#include "cli/answer_text.h"
#include "cli/answerer.h"
#include "cli/commands.h"
#include "cli/line_reader.h"
#include "daemon/options.h"
#include "engine/utf8.h"
#include "wire/json.h"

namespace presend {
namespace {

constexpr int kBadInput = 2;
constexpr int kChunk = 256;                 // messages answered at once; fewer if the input makes us wait
constexpr size_t kChunkBytes = 1u << 20;    // of their texts

struct ScreenOptions {
  std::string rules;
  std::string platform = "jd";
  std::string sender = "agent";
  std::string input = "text";
  std::string format = "text";
  std::string server;
  std::string file = "-";
  bool explain = false;
};

bool IsUtf8(std::string_view text) {
  const char* const end = text.data() + text.size();
  for (const char* p = text.data(); p < end;) {
    const DecodedCodePoint decoded = DecodeUtf8(p, end);
    if (!decoded.valid) return false;
    p += decoded.length;
  }
  return true;
}

void WriteAll(std::string& text) {
  for (size_t done = 0; done < text.size();) {
    const ssize_t count = write(STDOUT_FILENO, text.data() + done, text.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw std::runtime_error("cannot write the answers");
    done += static_cast<size_t>(count);
  }
  text.clear();
}

// One run over one input.
class ScreenRun {
 public:
  ScreenRun(const ScreenOptions& options, Answerer& answerer, LineReader& reader)
      : options_(options), answerer_(answerer), reader_(reader), paint_(Painter::ForStandardOutput()) {}

  int Run() {
    std::string_view line;
    while (reader_.Next(line)) {
      if (!Take(line)) return kBadInput;
      const bool full = batch_.requests_size() >= kChunk || bytes_ >= kChunkBytes;
      if ((full || !reader_.Ready()) && !Flush()) return kBadInput;
    }
    if (!Flush()) return kBadInput;
    return reader_.status().ok() ? 0 : Fail(std::string(reader_.status().message()));
  }

 private:
  static int Fail(const std::string& message) {
    std::cerr << "presend: " << message << std::endl;
    return kBadInput;
  }

  // What was read before is answered before the complaint.
  bool Refuse(uint64_t line, std::string_view message) {
    if (!Flush()) return false;
    std::cerr << reader_.name() << ':' << line << ": error: " << message << std::endl;
    return false;
  }

  bool Take(std::string_view line) {
    if (options_.input == "json" && line.find_first_not_of(" \t") == std::string_view::npos) return true;
    v1::ScreenRequest& request = *batch_.add_requests();
    const std::string fault = Read(line, request);
    if (!fault.empty()) {
      batch_.mutable_requests()->RemoveLast();
      return Refuse(reader_.line_number(), fault);
    }
    if (request.platform().empty()) request.set_platform(options_.platform);
    if (request.sender().empty()) request.set_sender(options_.sender);
    if (options_.explain) request.set_explain(true);
    lines_.push_back(reader_.line_number());
    bytes_ += line.size();
    return true;
  }

  // What is wrong with the line; empty if nothing.
  std::string Read(std::string_view line, v1::ScreenRequest& request) const {
    if (!IsUtf8(line)) return "not UTF-8; convert it first, e.g. iconv -f GB18030 -t UTF-8";
    if (options_.input == "text") {
      request.set_text(line.data(), line.size());
      return "";
    }
    const absl::Status status = wire::ParseJson(line, request);
    return status.ok() ? "" : absl::StrCat("not a ScreenRequest: ", status.message());
  }

  bool Flush() {
    if (batch_.requests_size() == 0) return true;
    answers_.mutable_responses()->Clear();
    int failed = -1;
    const absl::Status status = answerer_.Answer(batch_, answers_, failed);
    for (int i = 0; i < answers_.responses_size(); ++i) Print(i);
    WriteAll(out_);
    const uint64_t line = failed >= 0 && failed < static_cast<int>(lines_.size()) ? lines_[failed] : 0;
    batch_.mutable_requests()->Clear();
    lines_.clear();
    bytes_ = 0;
    if (status.ok()) return true;
    if (line != 0) return Refuse(line, std::string(status.message()));
    return Fail(std::string(status.message())) == 0;
  }

  void Print(int i) {
    if (options_.format == "json") {
      wire::AppendJson(answers_.responses(i), out_);
      out_ += '\n';
    } else {
      AppendAnswer(absl::StrCat(reader_.name(), ":", lines_[i]), batch_.requests(i).text(), answers_.responses(i),
                   paint_, out_);
    }
  }

  const ScreenOptions& options_;
  Answerer& answerer_;
  LineReader& reader_;
  const Painter paint_;
  v1::ScreenBatchRequest batch_;
  v1::ScreenBatchResponse answers_;
  std::vector<uint64_t> lines_;  // of the requests
  size_t bytes_ = 0;
  std::string out_;
};

int Screen(const ScreenOptions& options) {
  auto reader = LineReader::Open(options.file);
  if (!reader.ok()) return Complain(reader.status());
  absl::StatusOr<std::unique_ptr<Answerer>> answerer =
      options.server.empty() ? AnswerHere(options.rules.empty() ? DefaultRules() : options.rules)
                             : AnswerAt(options.server);
  if (!answerer.ok()) return Complain(answerer.status());
  return ScreenRun(options, **answerer, *reader).Run();
}

}  // namespace

void AddScreenCommand(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand("screen", "Screen messages, one a line");
  auto options = std::make_shared<ScreenOptions>();
  command->add_option("--rules", options->rules, "Folder of rule packs (default: $PRESEND_RULES, ./rules, installed)");
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
