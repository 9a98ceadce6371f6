// Cuts inputs, one after the other, into batches that end where a record ends. Boundaries depend on the bytes alone,
// and a reader that resumes at the end of a batch cuts as the first one did.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "replay/archive_input.h"
#include "replay/batch.h"

namespace presend::replay {

inline constexpr size_t kBatchBytes = 1 << 20;
inline constexpr size_t kLongestRecord = 8 << 20;   // longer ones are refused
inline constexpr size_t kLongestQuoted = 256 << 10;  // of a record with an open quote
inline constexpr size_t kPadding = 64;               // that parsers may read past the end

struct ReadPosition {
  uint32_t input = 0;
  uint64_t offset = 0;  // in the input's text
  uint64_t line = 1;
};

// Not safe to share between threads.
class BatchReader {
 public:
  // Takes opened inputs, in order.
  explicit BatchReader(std::vector<ArchiveInput> inputs) : inputs_(std::move(inputs)) {}

  // Goes to where an earlier reader stopped. OUT_OF_RANGE if an input has become shorter.
  absl::Status Resume(const ReadPosition& position);

  // Fills a cleared batch; false at the end of all inputs. Damage in an input ends it: the batch holds what came
  // before, and a reject that says so.
  bool Next(Batch& batch);

  uint64_t raw_position() const;  // bytes read, of all inputs
  uint64_t raw_size() const;      // of all inputs; 0 if one is unknown

 private:
  void Begin();
  bool Fill(size_t target);
  size_t Boundary();
  void RefuseOverlong(Batch& batch);
  void Take(Batch& batch, size_t size);
  void RefuseCut(Batch& batch);
  void EndInput(Batch& batch);

  std::vector<ArchiveInput> inputs_;
  uint32_t input_ = 0;
  std::string pending_;     // read, not yet handed out
  uint64_t offset_ = 0;     // of pending_ in the input
  uint64_t line_ = 1;
  bool begun_ = false;
  bool ended_ = false;      // the current input
  std::string damage_;      // why it ended early
  uint64_t done_bytes_ = 0;
};

}  // namespace presend::replay
