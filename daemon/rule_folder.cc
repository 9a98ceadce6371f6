#include "daemon/rule_folder.h"

#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <thread>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "rulepack/loader.h"

namespace presend {
namespace {

namespace fs = std::filesystem;

constexpr int kTries = 4;
constexpr auto kPause = std::chrono::milliseconds(200);

using Stamp = std::tuple<ino_t, off_t, time_t, long>;

// Tells any write, rename or removal below the folder.
std::map<std::string, Stamp> Stamps(const std::string& folder) {
  std::map<std::string, Stamp> stamps;
  std::error_code error;
  const auto follow = fs::directory_options::follow_directory_symlink | fs::directory_options::skip_permission_denied;
  for (fs::recursive_directory_iterator it(folder, follow, error), end; !error && it != end; it.increment(error)) {
    struct stat found {};
    if (stat(it->path().c_str(), &found) != 0) continue;
    stamps[it->path().string()] = {found.st_ino, found.st_size, found.st_mtim.tv_sec, found.st_mtim.tv_nsec};
  }
  return stamps;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Screener>> LoadRuleFolder(const std::string& folder) {
  for (int i = 0; i < kTries; ++i) {
    if (i > 0) std::this_thread::sleep_for(kPause);
    const auto before = Stamps(folder);
    auto loaded = LoadScreener(folder);
    if (Stamps(folder) == before) return loaded;
  }
  return absl::AbortedError(absl::StrCat(folder, " changes while it is read"));
}

}  // namespace presend
