// The archive that a pack file is: tar under zstd, the same bytes for the same content.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace presend {

struct ArchiveEntry {
  std::string path;
  std::string content;
};

using ArchivedFiles = std::map<std::string, std::string>;  // content by path

// The archive's bytes, entries in the order given.
absl::StatusOr<std::string> PackArchive(const std::vector<ArchiveEntry>& entries);

// DATA_LOSS if it is broken, or holds anything but files with paths that stay inside; RESOURCE_EXHAUSTED if it would
// unpack to more than 512 MB.
absl::StatusOr<ArchivedFiles> UnpackArchive(const std::string& path);

// DATA_LOSS, in the words of pack files.
absl::Status DamagedPack(const std::string& path, std::string_view what);

}  // namespace presend
