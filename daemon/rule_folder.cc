#include "daemon/rule_folder.h"

#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <thread>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "rulepack/database_folder.h"
#include "rulepack/loader.h"
#include "rulepack/rule_files.h"

namespace presend {
namespace {

namespace fs = std::filesystem;

constexpr int kTries = 4;
constexpr auto kPause = std::chrono::milliseconds(200);

using Stamp = std::tuple<ino_t, off_t, time_t, long>;

// Tells any write, rename or removal below the folder.
std::map<std::string, Stamp> Stamps(const std::string& folder) {
  std::map<std::string, Stamp> stamps;
  const auto note = [&stamps](const fs::path& path) {
    struct stat found {};
    if (stat(path.c_str(), &found) != 0) return;
    stamps[path.string()] = {found.st_ino, found.st_size, found.st_mtim.tv_sec, found.st_mtim.tv_nsec};
  };
  note(folder);
  std::error_code error;
  const auto follow = fs::directory_options::follow_directory_symlink | fs::directory_options::skip_permission_denied;
  for (fs::recursive_directory_iterator it(folder, follow, error), end; !error && it != end; it.increment(error)) {
    note(it->path());
  }
  return stamps;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Screener>> LoadRuleFolder(const std::string& folder,
                                                               const RuleFolderOptions& options) {
  DatabaseFolder cache(options.cache);
  if (!options.cache.empty()) cache.DropLeftBehind();
  LoadOptions how{.store = options.cache.empty() ? nullptr : &cache};
  if (!options.trusted_key.empty()) {
    absl::StatusOr<std::string> key = FilesOnDisk()->Read(options.trusted_key);
    if (!key.ok()) return key.status();
    how.trusted_key = *std::move(key);
  }
  for (int i = 0; i < kTries; ++i) {
    if (i > 0) std::this_thread::sleep_for(kPause);
    const auto before = Stamps(folder);
    auto loaded = LoadScreener(folder, how);
    if (Stamps(folder) == before) return loaded;
  }
  return absl::AbortedError(absl::StrCat(folder, " changes while it is read"));
}

}  // namespace presend
