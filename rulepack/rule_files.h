// Where the files of rule packs lie: in a folder of the disk, or inside of one pack file.
//
// Paths are those that diagnostics print. Thread-safe once constructed.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace presend {

inline constexpr size_t kLargestSource = 64u << 20;  // bytes

class RuleFiles {
 public:
  virtual ~RuleFiles() = default;

  // The paths of what lies directly in the folder, sorted; none if there is no such folder.
  virtual std::vector<std::string> Entries(const std::string& folder) const = 0;
  // OK if the folder and those below it can be listed: what Entries leaves out would be rules that nobody misses.
  virtual absl::Status CheckListable(const std::string& folder) const = 0;
  virtual bool IsFile(const std::string& path) const = 0;
  virtual bool IsFolder(const std::string& path) const = 0;
  // NOT_FOUND if it cannot be read, RESOURCE_EXHAUSTED above kLargestSource; either names the path.
  virtual absl::StatusOr<std::string> Read(const std::string& path) const = 0;
};

std::shared_ptr<const RuleFiles> FilesOnDisk();

}  // namespace presend
