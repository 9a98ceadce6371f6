#include "rulepack/database_folder.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <utility>
#include <vector>

#include "rulepack/concat.h"
#include "rulepack/rule_files.h"
#include "rulepack/signature.h"

namespace presend {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kExtension = ".hsdb";
constexpr size_t kDigest = 64;  // hexadecimal digits

// Whether the process that was writing the file is no more: its number, as Keep has it, is the end of the name.
bool IsLeftBehind(std::string_view path) {
  const size_t dot = path.rfind('.');
  if (dot == std::string_view::npos || !path.substr(0, dot).ends_with(kExtension)) return false;
  pid_t writer = 0;
  const auto [end, error] = std::from_chars(path.data() + dot + 1, path.data() + path.size(), writer);
  if (error != std::errc() || end != path.data() + path.size() || writer <= 0) return false;
  return writer != getpid() && kill(writer, 0) != 0 && errno == ESRCH;
}

}  // namespace

std::optional<std::string> DatabaseFolder::Find(std::string_view recipe) {
  const std::string path = PathOf(recipe);
  absl::StatusOr<std::string> content = FilesOnDisk()->Read(path);
  if (!content.ok() || content->size() < kDigest) return std::nullopt;
  const std::string_view bytes = std::string_view(*content).substr(kDigest);
  if (Sha256(bytes) != content->substr(0, kDigest)) return std::nullopt;
  std::error_code error;
  fs::last_write_time(path, fs::file_time_type::clock::now(), error);  // it is in use
  content->erase(0, kDigest);
  return *std::move(content);
}

// Under a name of its own first: another process sees the old file or the whole new one.
void DatabaseFolder::Keep(std::string_view recipe, std::string_view bytes) {
  std::error_code error;
  fs::create_directories(folder_, error);
  const std::string path = PathOf(recipe);
  const std::string beside = Concat(path, ".", getpid());
  const bool written =
      static_cast<bool>(std::ofstream(beside, std::ios::binary) << Sha256(bytes) << bytes << std::flush);
  if (written) fs::rename(beside, path, error);
  if (!written || error) fs::remove(beside, error);
  DropOldest();
}

void DatabaseFolder::DropLeftBehind() const {
  std::error_code error;
  for (const std::string& path : FilesOnDisk()->Entries(folder_)) {
    if (IsLeftBehind(path)) fs::remove(path, error);
  }
}

std::string DatabaseFolder::PathOf(std::string_view recipe) const {
  return Concat(folder_, "/", Sha256(recipe), kExtension);
}

void DatabaseFolder::DropOldest() const {
  std::vector<std::pair<fs::file_time_type, fs::path>> files;
  std::error_code error;
  for (const std::string& path : FilesOnDisk()->Entries(folder_)) {
    if (path.ends_with(kExtension)) files.emplace_back(fs::last_write_time(path, error), path);
  }
  if (files.size() <= kMostFiles) return;
  std::sort(files.begin(), files.end());
  for (size_t i = 0; i + kMostFiles < files.size(); ++i) fs::remove(files[i].second, error);
}

}  // namespace presend
