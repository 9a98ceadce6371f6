// Every decision as one JSON line in a file, written aside: a full disk or a slow one loses lines, which are counted,
// and never delays an answer.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "presend/v1/screening.pb.h"

namespace presend {

// What is written of the text of a message: nothing, the text with all that could name a person masked, or all.
enum class LoggedText : uint8_t { kNone, kMasked, kFull };

struct DecisionLogOptions {
  std::string file;  // empty: no decision log
  LoggedText text = LoggedText::kMasked;
  bool all = false;                  // also decisions to allow
  uint64_t file_bytes = 256u << 20;  // then a new file is begun; FILE.1 is the last one, FILE.2 the one before
  uint32_t files = 8;                // kept besides the one being written
  uint64_t queue_bytes = 8u << 20;   // of lines that wait to be written; more are dropped
};

// Thread-safe.
class DecisionLog {
 public:
  // UNAVAILABLE if the file cannot be opened.
  static absl::StatusOr<std::unique_ptr<DecisionLog>> Open(const DecisionLogOptions& options);
  // Writes what waits.
  ~DecisionLog();

  // Gives the decision an id, in `response` too, and queues its line. `trace` is the caller's traceparent, or empty.
  void Add(const v1::ScreenRequest& request, std::string_view tenant, std::string_view trace,
           v1::ScreenResponse& response);

  // Opens the file anew, for those who rotate it themselves.
  void Reopen();

  struct Counts {
    uint64_t written = 0;
    uint64_t dropped = 0;  // the queue was full, or the file could not be written
  };
  Counts counts() const;

 private:
  explicit DecisionLog(const DecisionLogOptions& options);
  absl::Status OpenFile();
  void EndCutLine();
  void Run();
  void Write(std::deque<std::string>& lines);
  void Rotate();

  const DecisionLogOptions options_;
  const std::string prefix_;  // of ids: no two processes share one
  std::atomic<uint64_t> next_{1};
  std::atomic<uint64_t> written_{0}, dropped_{0};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> lines_;
  uint64_t queued_bytes_ = 0;
  bool reopen_ = false;
  bool stop_ = false;
  int fd_ = -1;              // of the writing thread from here on
  uint64_t file_size_ = 0;
  std::thread writer_;
};

}  // namespace presend
