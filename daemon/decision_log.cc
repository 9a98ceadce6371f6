#include "daemon/decision_log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "daemon/redaction.h"
#include "nlohmann/json.hpp"
#include "rulepack/durable_file.h"

namespace presend {
namespace {

constexpr auto kRetry = std::chrono::seconds(1);  // between two attempts to open a file that is gone

std::string NewPrefix() {
  std::random_device random;
  return absl::StrCat(absl::Hex(random(), absl::kZeroPad8), absl::Hex(random(), absl::kZeroPad8), "-");
}

std::string Shown(std::string_view text, LoggedText how) {
  return how == LoggedText::kFull ? std::string(text) : Redact(text);
}

nlohmann::ordered_json Findings(const v1::ScreenResponse& response, LoggedText how) {
  nlohmann::ordered_json findings = nlohmann::ordered_json::array();
  for (const v1::Finding& finding : response.findings()) {
    nlohmann::ordered_json one = {
        {"ruleId", finding.rule_id()}, {"begin", finding.span().begin()}, {"end", finding.span().end()}};
    if (how != LoggedText::kNone) one["matched"] = Shown(finding.matched(), how);
    findings.push_back(std::move(one));
  }
  return findings;
}

std::string Line(const v1::ScreenRequest& request, std::string_view tenant, std::string_view trace,
                 const v1::ScreenResponse& response, LoggedText how) {
  nlohmann::ordered_json line = {{"time", absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", absl::Now(), absl::UTCTimeZone())},
                                 {"decisionId", response.decision_id()},
                                 {"messageId", request.message_id()},
                                 {"conversationId", request.conversation_id()},
                                 {"platform", request.platform()},
                                 {"shop", request.shop()},
                                 {"agentId", request.agent_id()},
                                 {"verdict", v1::Verdict_Name(response.verdict())},
                                 {"revision", response.revision()},
                                 {"findings", Findings(response, how)}};
  if (!tenant.empty()) line["tenant"] = tenant;
  if (!trace.empty()) line["traceparent"] = trace;
  if (how != LoggedText::kNone) line["text"] = Shown(request.text(), how);
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace

DecisionLog::DecisionLog(const DecisionLogOptions& options) : options_(options), prefix_(NewPrefix()) {}

absl::StatusOr<std::unique_ptr<DecisionLog>> DecisionLog::Open(const DecisionLogOptions& options) {
  std::unique_ptr<DecisionLog> log(new DecisionLog(options));
  if (absl::Status status = log->OpenFile(); !status.ok()) return status;
  log->writer_ = std::thread([raw = log.get()] { raw->Run(); });
  return log;
}

DecisionLog::~DecisionLog() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  if (writer_.joinable()) writer_.join();
  if (fd_ >= 0) close(fd_);
}

void DecisionLog::Add(const v1::ScreenRequest& request, std::string_view tenant, std::string_view trace,
                      v1::ScreenResponse& response) {
  response.set_decision_id(absl::StrCat(prefix_, absl::Hex(next_.fetch_add(1, std::memory_order_relaxed))));
  if (!options_.all && response.verdict() == v1::VERDICT_ALLOW) return;
  std::string line = Line(request, tenant, trace, response, options_.text);
  const std::lock_guard lock(mutex_);
  if (queued_bytes_ + line.size() > options_.queue_bytes) {
    dropped_.fetch_add(1, std::memory_order_relaxed);
    return;
  }
  queued_bytes_ += line.size();
  lines_.push_back(std::move(line));
  if (lines_.size() == 1) changed_.notify_one();
}

void DecisionLog::Reopen() {
  {
    const std::lock_guard lock(mutex_);
    reopen_ = true;
  }
  changed_.notify_all();
}

DecisionLog::Counts DecisionLog::counts() const {
  return {written_.load(std::memory_order_relaxed), dropped_.load(std::memory_order_relaxed)};
}

absl::Status DecisionLog::OpenFile() {
  if (fd_ >= 0) close(fd_);
  fd_ = open(options_.file.c_str(), O_CREAT | O_APPEND | O_RDWR | O_CLOEXEC, 0640);
  if (fd_ < 0) return absl::UnavailableError(absl::StrCat("cannot open ", options_.file, ": ", strerror(errno)));
  struct stat found {};
  // A device is as good as a file, but is never renamed.
  file_size_ = fstat(fd_, &found) == 0 && S_ISREG(found.st_mode) ? static_cast<uint64_t>(found.st_size) : UINT64_MAX;
  if (file_size_ != UINT64_MAX) EndCutLine();
  return absl::OkStatus();
}

// A process that was killed may have left half a line; the next one must not be glued to it.
void DecisionLog::EndCutLine() {
  char last = '\n';
  if (file_size_ > 0) (void)!pread(fd_, &last, 1, static_cast<off_t>(file_size_ - 1));
  if (last != '\n' && WriteAll(fd_, "\n")) ++file_size_;
}

void DecisionLog::Run() {
  std::unique_lock lock(mutex_);
  while (!stop_ || !lines_.empty()) {
    changed_.wait(lock, [this] { return stop_ || reopen_ || !lines_.empty(); });
    std::deque<std::string> lines = std::exchange(lines_, {});
    queued_bytes_ = 0;
    const bool reopen = std::exchange(reopen_, false);
    lock.unlock();
    if (reopen || fd_ < 0) (void)OpenFile();
    Write(lines);
    lock.lock();
    if (fd_ < 0 && !stop_) changed_.wait_for(lock, kRetry, [this] { return stop_; });
  }
}

void DecisionLog::Write(std::deque<std::string>& lines) {
  for (const std::string& line : lines) {
    if (file_size_ != UINT64_MAX && file_size_ + line.size() > options_.file_bytes && file_size_ > 0) Rotate();
    if (fd_ < 0 || !WriteAll(fd_, line)) {
      // No half a line, so that the next one can be read.
      if (fd_ >= 0 && file_size_ != UINT64_MAX) (void)!ftruncate(fd_, static_cast<off_t>(file_size_));
      dropped_.fetch_add(1, std::memory_order_relaxed);
      continue;
    }
    written_.fetch_add(1, std::memory_order_relaxed);
    if (file_size_ != UINT64_MAX) file_size_ += line.size();
  }
}

void DecisionLog::Rotate() {
  const auto name = [&](uint32_t i) { return i == 0 ? options_.file : absl::StrCat(options_.file, ".", i); };
  if (options_.files == 0) (void)unlink(name(0).c_str());
  for (uint32_t i = options_.files; i > 0; --i) (void)rename(name(i - 1).c_str(), name(i).c_str());
  (void)OpenFile();
}

}  // namespace presend
