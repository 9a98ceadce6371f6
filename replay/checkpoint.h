// Where a replay stands: after a kill, the next run goes on from here and writes what an undisturbed one would have.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "replay/batch_reader.h"
#include "replay/tally.h"

namespace presend::replay {

struct Checkpoint {
  std::string run;            // fingerprint of inputs, options and rules: another run's checkpoint is of no use
  ReadPosition position;
  uint64_t sequence = 0;      // of the next batch
  uint64_t findings_size = 0, rejects_size = 0, changes_size = 0;
  double seconds = 0;         // worked so far
  Tally tally;
  std::string conversations;  // of the tracker
};

absl::Status WriteCheckpoint(const std::string& path, const Checkpoint& checkpoint);
// NOT_FOUND if there is none, DATA_LOSS if it is damaged.
absl::StatusOr<Checkpoint> ReadCheckpoint(const std::string& path);

}  // namespace presend::replay
