#include "cli/fmt_command.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <vector>

#include "CLI/CLI.hpp"
#include "daemon/options.h"
#include "rulepack/pack_format.h"
#include "rulepack/source_file.h"

namespace presend {
namespace {

namespace fs = std::filesystem;

struct FmtOptions {
  std::string rules = DefaultRules();
  std::vector<std::string> files;
  bool check = false;
};

std::vector<std::string> FilesBelow(const std::string& directory) {
  std::vector<std::string> files;
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(directory, error)) {
    const auto extension = entry.path().extension();
    if (entry.is_regular_file() && (extension == ".yaml" || extension == ".txt")) files.push_back(entry.path().string());
  }
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

int Complain(const std::string& path, std::string_view what) {
  std::cerr << path << ": error: " << what << std::endl;
  return 2;
}

int Format(const std::string& path, bool check) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return Complain(path, "cannot be read");
  const std::string before((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  if (FirstInvalidUtf8(before) != std::string_view::npos) return Complain(path, "not UTF-8");
  absl::StatusOr<std::string> after = path.ends_with(".yaml") ? FormatRuleFile(before) : FormatWordList(before);
  if (!after.ok()) return Complain(path, std::string(after.status().message()));
  if (*after == before) return 0;
  std::cout << path << std::endl;
  if (check) return 1;
  return Replace(path, *after) ? 0 : Complain(path, "cannot be written");
}

int Fmt(const FmtOptions& options) {
  int status = 0;
  const auto files = options.files.empty() ? FilesBelow(options.rules) : options.files;
  if (files.empty()) return Complain(options.rules, "no rule file");
  for (const std::string& file : files) status = std::max(status, Format(file, options.check));
  return status;
}

}  // namespace

void AddFmtCommand(CLI::App& app, int& exit_status) {
  auto options = std::make_shared<FmtOptions>();
  CLI::App* command = app.add_subcommand("fmt", "统一规则文件与词表的写法，列出改动的文件");
  command->add_option("--rules", options->rules, "规则目录");
  command->add_option("files", options->files, "只处理这些文件");
  command->add_flag("--check", options->check, "只检查，不改写");
  command->callback([options, &exit_status] { exit_status = Fmt(*options); });
}

}  // namespace presend
