#include "rulepack/loader.h"

#include <algorithm>
#include <filesystem>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "rulepack/canonical_word.h"
#include "rulepack/concat.h"
#include "rulepack/overlay.h"
#include "rulepack/revision.h"
#include "rulepack/rule_builder.h"
#include "rulepack/rule_check.h"
#include "rulepack/word_list.h"

namespace presend {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kManifest = "pack.yaml";

bool IsPack(const fs::path& folder) {
  std::error_code error;
  return fs::is_regular_file(folder / kManifest, error);
}

// Sorted, so that a load does not depend on the file system.
std::vector<fs::path> Entries(const fs::path& folder) {
  std::vector<fs::path> entries;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) entries.push_back(entry.path());
  std::sort(entries.begin(), entries.end());
  return entries;
}

std::vector<fs::path> PackFolders(const fs::path& directory) {
  if (IsPack(directory)) return {directory};
  std::vector<fs::path> packs = Entries(directory);
  std::erase_if(packs, [](const fs::path& folder) { return !IsPack(folder); });
  return packs;
}

std::vector<fs::path> RuleFiles(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const fs::path& place : {folder, folder / "rules"}) {
    for (const fs::path& file : Entries(place)) {
      if (file.extension() == ".yaml" && file.filename() != kManifest) files.push_back(file);
    }
  }
  return files;
}

class Load {
 public:
  Load(fs::path directory, absl::CivilDay today) : directory_(std::move(directory)), today_(today) {}

  absl::StatusOr<LoadedRules> Run() {
    const std::vector<fs::path> folders = PackFolders(directory_);
    if (folders.empty()) return absl::NotFoundError(Concat("no rule pack in ", directory_.string()));
    for (const fs::path& folder : folders) ReadPack(folder);
    if (IsPack(directory_)) BorrowPlatforms();
    CheckIds(packs_, log_);
    for (const PackSource& pack : packs_) BuildRules(pack);
    ReadOverlays(directory_.string(), today_, *tree_, log_, out_.rules.rules);
    out_.rules.revision = RevisionOf(*tree_, directory_.string());
    out_.diagnostics = log_.Sorted();
    out_.sources = tree_;
    return std::move(out_);
  }

 private:
  const SourceFile* Open(const fs::path& path) {
    const auto file = tree_->Open(path.string());
    if (file.ok()) return *file;
    log_.Error({}, std::string(file.status().message()));
    return nullptr;
  }

  void ReadPack(const fs::path& folder) {
    PackSource pack{.folder = folder.string()};
    const SourceFile* file = Open(folder / kManifest);
    if (file == nullptr) return;
    pack.at = {file, 1, 0};
    if (auto manifest = ReadManifest(*file, log_)) {
      pack.manifest = *std::move(manifest);
      if (pack.manifest.platform) AddPlatform(*pack.manifest.platform, pack.manifest.platform_at);
    }
    for (const fs::path& path : RuleFiles(folder)) {
      const SourceFile* rule_file = Open(path);
      if (rule_file == nullptr) continue;
      std::vector<RuleSource> rules = ReadRuleFile(*rule_file, log_);
      std::move(rules.begin(), rules.end(), std::back_inserter(pack.rules));
    }
    ReadLexicon(folder / "lexicon.txt");
    packs_.push_back(std::move(pack));
  }

  void AddPlatform(const Platform& platform, SourcePoint at) {
    if (std::find(platforms_.begin(), platforms_.end(), platform.id) != platforms_.end()) {
      return log_.Error(at, Concat("the platform \"", platform.id, "\" is described by two packs"));
    }
    platforms_.push_back(platform.id);
    out_.rules.platforms.push_back(platform);
  }

  // The packs beside a lone one are not read but for who they are.
  void BorrowPlatforms() {
    std::error_code error;
    const fs::path here = fs::canonical(directory_, error);
    for (const fs::path& folder : Entries(here.parent_path())) {
      if (folder == here || !IsPack(folder)) continue;
      Diagnostics unheard;
      SourceTree aside;
      const auto file = aside.Open((folder / kManifest).string());
      const auto manifest = file.ok() ? ReadManifest(**file, unheard) : std::nullopt;
      const bool told = manifest && manifest->platform;
      if (!told || std::find(platforms_.begin(), platforms_.end(), manifest->platform->id) != platforms_.end()) continue;
      AddPlatform(*manifest->platform, packs_[0].at);
    }
  }

  void ReadLexicon(const fs::path& path) {
    std::error_code error;
    if (!fs::exists(path, error)) return;
    const SourceFile* file = Open(path);
    if (file == nullptr) return;
    for (const NumberedWord& line : ReadNumberedWords(*file, log_)) {
      if (line.number < 0) log_.Error(line.word.at, "a frequency must not be negative");
      out_.rules.lexicon.push_back({CanonicalWord(line.word.text), line.number});
    }
  }

  void BuildRules(const PackSource& pack) {
    RuleBuilder builder(pack, platforms_, *tree_, log_);
    for (const RuleSource& source : pack.rules) {
      CheckedRule rule = builder.Build(source);
      CheckRule(rule, log_);
      CheckDates(source);
      if (!Holds(source)) rule.rule.mode = Mode::kOff;
      out_.examples.push_back({rule.rule.id, rule.at, std::move(rule.examples)});
      out_.rules.rules.push_back(std::move(rule.rule));
    }
  }

  bool Holds(const RuleSource& rule) const {
    return (!rule.from || *rule.from <= today_) && (!rule.until || today_ <= *rule.until);
  }

  void CheckDates(const RuleSource& rule) {
    if (rule.from && rule.until && *rule.until < *rule.from) log_.Error(rule.at, "until lies before from");
    if (rule.until && *rule.until < today_) {
      log_.Warning(rule.at, Concat("the rule ", rule.id.text, " has ended on ", absl::FormatCivilTime(*rule.until)),
                   "delete it or move until");
    }
  }

  fs::path directory_;
  absl::CivilDay today_;
  std::shared_ptr<SourceTree> tree_ = std::make_shared<SourceTree>();
  Diagnostics log_;
  LoadedRules out_;
  std::vector<PackSource> packs_;
  std::vector<std::string> platforms_;
};

absl::CivilDay TodayInChina() { return absl::ToCivilDay(absl::Now(), absl::FixedTimeZone(8 * 60 * 60)); }

}  // namespace

bool LoadedRules::ok() const {
  return std::none_of(diagnostics.begin(), diagnostics.end(),
                      [](const Diagnostic& d) { return d.severity == Severity::kError; });
}

absl::StatusOr<LoadedRules> LoadPacks(const std::string& directory, const LoadOptions& options) {
  return Load(directory, options.today.value_or(TodayInChina())).Run();
}

absl::Status StatusOf(const LoadedRules& loaded) {
  if (loaded.ok()) return absl::OkStatus();
  std::string text;
  for (const Diagnostic& diagnostic : loaded.diagnostics) Append(text, Format(diagnostic));
  return absl::InvalidArgumentError(text);
}

}  // namespace presend
