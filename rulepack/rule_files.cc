#include "rulepack/rule_files.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "rulepack/concat.h"

namespace presend {
namespace {

namespace fs = std::filesystem;

// No function of fs::… that throws is called: rules are read beside live traffic.
class Disk : public RuleFiles {
 public:
  std::vector<std::string> Entries(const std::string& folder) const override {
    std::vector<std::string> entries;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
      entries.push_back(it->path().string());
    }
    std::sort(entries.begin(), entries.end());
    return entries;
  }

  absl::Status CheckListable(const std::string& folder) const override {
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
      if (it->is_symlink(error) || !it->is_directory(error)) continue;
      if (absl::Status below = CheckListable(it->path().string()); !below.ok()) return below;
    }
    return error ? absl::NotFoundError(Concat(folder, ": ", error.message())) : absl::OkStatus();
  }

  bool IsFile(const std::string& path) const override {
    std::error_code error;
    return fs::is_regular_file(path, error);
  }

  bool IsFolder(const std::string& path) const override {
    std::error_code error;
    return fs::is_directory(path, error);
  }

  absl::StatusOr<std::string> Read(const std::string& path) const override {
    if (!IsFile(path))
      return absl::NotFoundError(Concat(IsFolder(path) ? "a folder, not a file: " : "no such file: ", path));
    std::error_code error;
    const uintmax_t size = fs::file_size(path, error);
    if (error || size > kLargestSource) return absl::ResourceExhaustedError(Concat("larger than 64 MB: ", path));
    std::ifstream stream(path, std::ios::binary);
    std::string content(size, '\0');
    if (!stream.read(content.data(), static_cast<std::streamsize>(size)) && !stream.eof()) {
      return absl::NotFoundError(Concat("cannot be read: ", path, ": ", std::strerror(errno)));
    }
    content.resize(static_cast<size_t>(stream.gcount()));  // it may have been cut short meanwhile
    return content;
  }
};

}  // namespace

std::shared_ptr<const RuleFiles> FilesOnDisk() { return std::make_shared<Disk>(); }

}  // namespace presend
