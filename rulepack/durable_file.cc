#include "rulepack/durable_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "absl/strings/str_cat.h"

namespace presend {
namespace {

// A rename is on the disk once its folder is.
bool SyncFolderOf(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path();
  const int fd = open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = fd >= 0 && fsync(fd) == 0;
  if (fd >= 0) close(fd);
  return synced;
}

bool WriteDraft(const std::string& draft, std::string_view content) {
  const int fd = open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
  if (fd < 0) return false;
  const bool written = WriteAll(fd, content) && fsync(fd) == 0;
  const int reason = errno;
  close(fd);
  errno = reason;
  return written;
}

}  // namespace

absl::Status WriteDurably(const std::string& path, std::string_view content) {
  const std::string draft = path + ".new";
  if (WriteDraft(draft, content) && rename(draft.c_str(), path.c_str()) == 0 && SyncFolderOf(path)) {
    return absl::OkStatus();
  }
  const int reason = errno;
  (void)unlink(draft.c_str());
  return absl::UnavailableError(absl::StrCat(path, ": cannot be written: ", std::strerror(reason)));
}

bool WriteAll(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = write(fd, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    text.remove_prefix(static_cast<size_t>(count));
  }
  return true;
}

}  // namespace presend
