// Notices that a folder of rules has changed: files written, a folder renamed over it, a symbolic link swapped.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace presend {

// Watches by inotify, which sees nothing of what other machines write to a network file system.
class FolderWatch {
 public:
  // `changed` is called by the watching thread when something in the folder, or the folder itself, has changed and
  // then been left alone for `quiet`. It is called again if anything changes meanwhile. The folder need not exist.
  // RESOURCE_EXHAUSTED if the system has no more watches.
  static absl::StatusOr<std::unique_ptr<FolderWatch>> Start(const std::string& folder, std::chrono::milliseconds quiet,
                                                            std::function<void()> changed);
  ~FolderWatch();

 private:
  struct Parts;
  explicit FolderWatch(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace presend
