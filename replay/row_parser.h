// Records of a batch to rows: nothing is copied that can be pointed at, nothing allocated a row.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "replay/batch.h"
#include "replay/columns.h"
#include "replay/teams.h"
#include "replay/timestamp.h"

namespace presend::replay {

// What rows are read against; shared by all threads, immutable.
struct RowRules {
  TimeReader time{absl::UTCTimeZone()};
  RoleNames roles;
  absl::flat_hash_map<std::string, std::string> platforms;  // names as archives write them → id
  std::string default_platform;                             // id; of rows that name none
  std::string default_shop;
  Teams teams;                                              // of agents whose rows name none
  uint32_t shard = 0, shards = 1;                            // only conversations of the shard are taken
};

// Whether a row without a role column is of an agent: yes. Not safe to share between threads; cheap to keep.
class RowParser {
 public:
  explicit RowParser(const RowRules& rules);
  ~RowParser();
  // Fills rows, cells and conversations; what cannot be read goes to the batch's rejects.
  void Parse(Batch& batch);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace presend::replay
