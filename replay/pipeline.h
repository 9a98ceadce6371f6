// The stages of a replay on all cores: read and link and write in order, parse and screen wherever there is a core.
//
// Few batches are on their way at once, whatever the archive's size. What is written does not depend on the threads.
#pragma once

#include <functional>

#include "absl/status/status.h"
#include "replay/batch.h"

namespace presend::replay {

struct Stages {
  std::function<bool(Batch&)> read;                      // in order; false at the end
  std::function<void(int worker, Batch&)> parse;         // at once, one call a worker
  std::function<void(Batch&)> link;                      // in order
  std::function<void(int worker, Batch&)> screen;        // at once, one call a worker
  std::function<absl::Status(Batch&)> write;             // in order; an error ends the run
};

// Runs until everything read is written, or a write fails. `first`: the sequence number of the first batch.
absl::Status RunPipeline(const Stages& stages, int workers, uint64_t first);

}  // namespace presend::replay
