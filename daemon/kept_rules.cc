#include "daemon/kept_rules.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "rulepack/durable_file.h"
#include "rulepack/loader.h"
#include "rulepack/pack_file.h"
#include "rulepack/rule_files.h"

namespace presend {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* kFormat = "presend.active/1";
constexpr const char* kPrefix = "kept-";
constexpr const char* kExtension = ".pack";

absl::Status ChangedMeanwhile(const std::string& from) {
  return absl::AbortedError(absl::StrCat(from, " changed while it was copied"));
}

absl::StatusOr<std::string> PackBytes(const std::string& from, const std::string& revision) {
  if (FilesOnDisk()->IsFile(from)) {
    const auto opened = OpenPackFile(from, "");
    if (!opened.ok() || opened->manifest.revision != revision) return ChangedMeanwhile(from);
    return FilesOnDisk()->Read(from);
  }
  const auto loaded = LoadPacks(from);
  if (!loaded.ok() || loaded->rules.revision != revision) return ChangedMeanwhile(from);
  return BuildPackFile(*loaded, from, "");
}

// What stands in a note becomes a path.
bool IsRevision(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isalnum(c) != 0; });
}

}  // namespace

std::string KeptRules::PathOf(const std::string& revision) const {
  return absl::StrCat(folder_, "/", kPrefix, revision, kExtension);
}

bool KeptRules::Has(const std::string& revision) const {
  const auto opened = OpenPackFile(PathOf(revision), "");
  return opened.ok() && opened->manifest.revision == revision;
}

absl::Status KeptRules::Keep(const std::string& from, const std::string& revision) const {
  const bool is_file = FilesOnDisk()->IsFile(from);
  if (!is_file && Has(revision)) return absl::OkStatus();
  const auto bytes = PackBytes(from, revision);
  if (!bytes.ok()) return bytes.status();
  const std::string path = PathOf(revision);
  if (const auto kept = FilesOnDisk()->Read(path); kept.ok() && *kept == *bytes) return absl::OkStatus();
  std::error_code error;
  fs::create_directories(folder_, error);
  return WriteDurably(path, *bytes);
}

void KeptRules::DropAllBut(const std::set<std::string>& revisions) const {
  std::set<std::string> wanted;
  for (const std::string& revision : revisions) wanted.insert(PathOf(revision));
  std::error_code error;
  for (const std::string& path : FilesOnDisk()->Entries(folder_)) {
    if (absl::StartsWith(path, absl::StrCat(folder_, "/", kPrefix)) && !wanted.contains(path)) fs::remove(path, error);
  }
}

absl::Status KeptRules::Write(const Note& note) const {
  std::error_code error;
  fs::create_directories(folder_, error);
  const Json json = {{"format", kFormat}, {"active", note.active}, {"folder", note.folder}};
  return WriteDurably(NotePath(), json.dump() + "\n");
}

absl::StatusOr<KeptRules::Note> KeptRules::Read() const {
  const auto text = FilesOnDisk()->Read(NotePath());
  if (!text.ok()) return text.status();
  const Json json = Json::parse(*text, nullptr, /*allow_exceptions=*/false);
  const auto field = [&json](const char* name) {
    const bool there = json.is_object() && json.contains(name) && json[name].is_string();
    return there ? json[name].get<std::string>() : std::string();
  };
  Note note{field("active"), field("folder")};
  if (field("format") == kFormat && IsRevision(note.active) && IsRevision(note.folder)) return note;
  return absl::DataLossError(absl::StrCat(NotePath(), ": damaged"));
}

}  // namespace presend
