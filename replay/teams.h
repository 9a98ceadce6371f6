// Which team an agent belongs to, where the archive itself does not say.
#pragma once

#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"

namespace presend::replay {

// Immutable once read; safe to share between threads.
class Teams {
 public:
  // A sheet with the columns 客服 and 团队, and 店铺 where names of agents come twice. INVALID_ARGUMENT without these
  // columns, or if an agent is in two teams.
  static absl::StatusOr<Teams> Read(const std::string& path);
  // What is said of the agent in the shop, else of the agent anywhere; empty if nothing is. Valid as long as this lives.
  std::string_view Of(std::string_view shop, std::string_view agent) const;

 private:
  absl::flat_hash_map<std::string, std::string> teams_;  // "agent", or "agent\nshop"
};

}  // namespace presend::replay
