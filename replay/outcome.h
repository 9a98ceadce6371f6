// What a replay leaves behind for people and pipelines, made from its tally and findings.jsonl.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "replay/replay.h"

namespace presend::replay {

struct OutcomeOptions {
  std::string out;                     // the folder of the replay
  std::vector<std::string> files;      // for people
  std::vector<std::string> formats;    // html, csv, json, junit, sarif, review
  bool show_personal_data = false;     // in report.html, junit.xml and findings.sarif
};

// summary.json (always), tally.json (always, for merging), report.html, findings.csv, junit.xml, findings.sarif.
absl::Status WriteOutcome(const Tally& tally, const ScreeningRules& rules, const OutcomeOptions& options);

// The tally that an earlier replay of any shard has left in its folder.
absl::StatusOr<Tally> ReadTally(const std::string& out);

// Adds up the folders of all shards: findings by file and row, rejects, tally. NOT_FOUND for a folder without results.
absl::StatusOr<Tally> MergeShards(const std::vector<std::string>& folders, const std::string& out);

}  // namespace presend::replay
