// Replays archives: every message of agents and robots through the rules, every finding with its file and row.
//
// Writes to the output folder: findings.jsonl, rejects.jsonl, summary.json, checkpoint (while it runs) and what
// `formats` asks for. One replay a folder at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/screener.h"
#include "replay/archive_input.h"
#include "replay/tally.h"

namespace presend::replay {

struct ReplayOptions {
  std::vector<std::string> files;          // "-" is standard input
  std::string out;                          // folder; made if it is not there
  InputOptions input;
  std::string roles;                        // "掌柜=agent,…"
  std::string teams;                        // a sheet of agents and their teams
  std::string time_zone = "Asia/Shanghai";
  std::string platform = "jd";              // of rows that name none
  std::string shop;
  uint32_t shard = 0, shards = 1;
  int threads = 0;                          // 0: as many as there are cores
  uint64_t seed = 1;                        // of the samples
  size_t samples = 40;                      // kept of each rule, and ten times as many clean messages of a platform
  size_t remembered = 1 << 15;              // verdicts of repeated messages that each thread keeps; 0: none
  double checkpoint_seconds = 3;            // between checkpoints; 0: after each batch
  bool restart = false;                     // forget a checkpoint
};

struct Progress {
  uint64_t raw_bytes = 0, raw_size = 0;     // raw_size 0: unknown
  int64_t records = 0, findings = 0, rejects = 0;
  double seconds = 0;
};

struct ReplayResult {
  Tally tally;
  double seconds = 0;
  bool resumed = false;
};

// Told while it runs; `said` gets lines for people before the run (columns, encodings, resumption).
struct ReplayListener {
  std::function<void(const std::string&)> said = [](const std::string&) {};
  std::function<void(const Progress&)> progressed = [](const Progress&) {};
};

// INVALID_ARGUMENT or NOT_FOUND for inputs that cannot be opened or options that do not fit. `against` may be null.
absl::StatusOr<ReplayResult> Replay(const ReplayOptions& options, std::shared_ptr<const Screener> screener,
                                    std::shared_ptr<const Screener> against, const ReplayListener& listener);

}  // namespace presend::replay
