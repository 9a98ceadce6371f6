#include "cli/fmt_command.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <vector>

#include "CLI/CLI.hpp"
#include "cli/complain.h"
#include "daemon/options.h"
#include "rulepack/concat.h"
#include "rulepack/pack_format.h"
#include "rulepack/rule_files.h"
#include "rulepack/source_file.h"

namespace presend {
namespace {

namespace fs = std::filesystem;

struct FmtOptions {
  std::string rules = DefaultRules();
  std::vector<std::string> files;
  bool check = false;
};

int Complain(const std::string& path, std::string_view what) {
  std::cerr << path << ": error: " << what << std::endl;
  return 2;
}

bool IsRuleText(const fs::path& path) { return path.extension() == ".yaml" || path.extension() == ".txt"; }

absl::StatusOr<std::vector<std::string>> FilesBelow(const std::string& folder) {
  if (absl::Status status = FilesOnDisk()->CheckListable(folder); !status.ok()) return status;
  std::vector<std::string> files;
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(folder, error)) {
    if (entry.is_regular_file(error) && IsRuleText(entry.path())) files.push_back(entry.path().string());
  }
  if (files.empty()) return absl::NotFoundError(Concat(folder, ": no rule file; they end in .yaml or .txt"));
  std::sort(files.begin(), files.end());
  return files;
}

// Through a file beside it, so that an interrupted run leaves the old text or the new one.
bool Replace(const std::string& path, const std::string& text) {
  const std::string beside = path + ".new";
  std::error_code error;
  if (!(std::ofstream(beside, std::ios::binary) << text << std::flush)) return false;
  fs::permissions(beside, fs::status(path).permissions(), error);
  fs::rename(beside, path, error);
  return !error;
}

int Format(const std::string& path, bool check) {
  if (!IsRuleText(path)) return Complain(path, "neither a rule file (.yaml) nor a word list (.txt)");
  const auto read = FilesOnDisk()->Read(path);
  if (!read.ok()) return presend::Complain(read.status());
  const std::string& before = *read;
  if (FirstInvalidUtf8(before) != std::string_view::npos) {
    return Complain(path, "not UTF-8; convert it first, e.g. iconv -f GB18030 -t UTF-8");
  }
  absl::StatusOr<std::string> after = path.ends_with(".yaml") ? FormatRuleFile(before) : FormatWordList(before);
  if (!after.ok()) return Complain(path, std::string(after.status().message()));
  if (*after == before) return 0;
  std::cout << path << std::endl;
  if (check) return 1;
  return Replace(path, *after) ? 0 : Complain(path, "cannot be written");
}

int FormatBelow(const std::string& folder, bool check) {
  const auto files = FilesBelow(folder);
  if (!files.ok()) return presend::Complain(files.status());
  int status = 0;
  for (const std::string& file : *files) status = std::max(status, Format(file, check));
  return status;
}

int Fmt(const FmtOptions& options) {
  if (options.files.empty()) return FormatBelow(options.rules, options.check);
  int status = 0;
  for (const std::string& file : options.files) {
    const bool folder = FilesOnDisk()->IsFolder(file);
    status = std::max(status, (folder ? FormatBelow : Format)(file, options.check));
  }
  return status;
}

}  // namespace

void AddFmtCommand(CLI::App& app, int& exit_status) {
  auto options = std::make_shared<FmtOptions>();
  CLI::App* command =
      app.add_subcommand("fmt", "Lay out rule files and word lists in one way; lists the files changed");
  command->add_option("--rules", options->rules, "Folder of rule packs");
  command->add_option("files", options->files, "Only these files or folders");
  command->add_flag("--check", options->check, "Change nothing; status 1 if a file would change");
  command->callback([options, &exit_status] { exit_status = Fmt(*options); });
}

}  // namespace presend
