#include "rulepack/loader.h"

#include <algorithm>
#include <filesystem>
#include <memory>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "rulepack/canonical_word.h"
#include "rulepack/concat.h"
#include "rulepack/overlay.h"
#include "rulepack/pack_file.h"
#include "rulepack/revision.h"
#include "rulepack/rule_builder.h"
#include "rulepack/rule_check.h"
#include "rulepack/word_list.h"

namespace presend {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kManifest = "pack.yaml";

// Paths are those of `directory` and below, as diagnostics name them.
class Folders {
 public:
  explicit Folders(const RuleFiles& files) : files_(files) {}

  bool IsPack(const fs::path& folder) const { return files_.IsFile((folder / kManifest).string()); }
  bool IsFile(const fs::path& path) const { return files_.IsFile(path.string()); }

  std::vector<fs::path> Packs(const fs::path& directory) const {
    std::vector<fs::path> packs;
    for (const std::string& entry : files_.Entries(directory.string())) {
      if (IsPack(entry)) packs.push_back(entry);
    }
    return packs;
  }

  std::vector<fs::path> RuleFiles(const fs::path& pack) const {
    std::vector<fs::path> found;
    for (const fs::path& place : {pack, pack / "rules"}) {
      for (const fs::path file : files_.Entries(place.string())) {
        if (file.extension() == ".yaml" && file.filename() != kManifest) found.push_back(file);
      }
    }
    return found;
  }

 private:
  const presend::RuleFiles& files_;
};

class Load {
 public:
  Load(fs::path directory, std::shared_ptr<const RuleFiles> files, absl::CivilDay today, DatabaseStore* store)
      : directory_(std::move(directory)),
        today_(today),
        store_(store),
        tree_(std::make_shared<SourceTree>(std::move(files))) {}

  absl::StatusOr<LoadedRules> Run() {
    if (absl::Status s = CheckFolder(); !s.ok()) return s;
    const bool is_pack = folders_.IsPack(directory_);
    const auto folders = is_pack ? std::vector{directory_} : folders_.Packs(directory_);
    if (folders.empty()) {
      return absl::NotFoundError(
          Concat("no rule pack in ", directory_.string(), ": a pack is a folder with a pack.yaml"));
    }
    for (const fs::path& folder : folders) ReadPack(folder);
    if (is_pack && !packs_.empty()) BorrowPlatforms();
    CheckIds(packs_, log_);
    for (const PackSource& pack : packs_) BuildRules(pack);
    CheckPatterns(patterns_, store_, log_);
    ReadOverlays(directory_.string(), today_, *tree_, log_, out_.rules.rules);
    out_.rules.revision = RevisionOf(*tree_, directory_.string());
    out_.diagnostics = log_.Sorted();
    out_.sources = tree_;
    return std::move(out_);
  }

 private:
  absl::Status CheckFolder() const {
    const absl::Status status = tree_->from().CheckListable(directory_.string());
    if (status.ok()) return status;
    return absl::Status(status.code(),
                        Concat(status.message(), "; --rules names a folder of rule packs, or a pack file"));
  }

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
    auto manifest = ReadManifest(*file, log_);
    if (!manifest) return;  // each of its rules would be wrong as well
    pack.manifest = *std::move(manifest);
    if (pack.manifest.platform) AddPlatform(*pack.manifest.platform, pack.manifest.platform_at);
    for (const fs::path& path : folders_.RuleFiles(folder)) {
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
    for (const fs::path& folder : folders_.Packs(here.parent_path())) {
      if (folder == here) continue;
      Diagnostics unheard;
      SourceTree aside;
      const auto file = aside.Open((folder / kManifest).string());
      const auto manifest = file.ok() ? ReadManifest(**file, unheard) : std::nullopt;
      const bool told = manifest && manifest->platform;
      if (!told || std::find(platforms_.begin(), platforms_.end(), manifest->platform->id) != platforms_.end())
        continue;
      AddPlatform(*manifest->platform, packs_[0].at);
    }
  }

  void ReadLexicon(const fs::path& path) {
    if (!folders_.IsFile(path)) return;
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
      std::move(rule.patterns.begin(), rule.patterns.end(), std::back_inserter(patterns_));
      out_.examples.push_back({rule.rule.id, rule.at, std::move(rule.examples)});
      out_.words.push_back({rule.at, std::move(rule.words), std::move(rule.exceptions)});
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
  DatabaseStore* store_;
  std::shared_ptr<SourceTree> tree_;
  Folders folders_{tree_->from()};
  Diagnostics log_;
  LoadedRules out_;
  std::vector<PackSource> packs_;
  std::vector<std::string> platforms_;
  std::vector<LocatedText> patterns_;  // of all rules
};

// A folder cannot be signed; where signatures are asked for, only pack files will do.
absl::StatusOr<std::shared_ptr<const RuleFiles>> FilesOf(const std::string& place, const std::string& trusted_key) {
  std::shared_ptr<const RuleFiles> disk = FilesOnDisk();
  if (disk->IsFile(place)) {
    absl::StatusOr<OpenedPackFile> opened = OpenPackFile(place, trusted_key);
    if (!opened.ok()) return opened.status();
    return std::move(opened->files);
  }
  if (trusted_key.empty()) return disk;
  return absl::PermissionDeniedError(
      Concat(place, ": a folder is not signed; load a file of `presend pack build --key`"));
}

absl::CivilDay TodayInChina() { return absl::ToCivilDay(absl::Now(), absl::FixedTimeZone(8 * 60 * 60)); }

}  // namespace

bool LoadedRules::ok() const {
  return std::none_of(diagnostics.begin(), diagnostics.end(),
                      [](const Diagnostic& d) { return d.severity == Severity::kError; });
}

absl::StatusOr<LoadedRules> LoadPacks(const std::string& directory, const LoadOptions& options) {
  absl::StatusOr<std::shared_ptr<const RuleFiles>> files = FilesOf(directory, options.trusted_key);
  if (!files.ok()) return files.status();
  return Load(directory, *std::move(files), options.today.value_or(TodayInChina()), options.store).Run();
}

absl::Status StatusOf(const LoadedRules& loaded) {
  if (loaded.ok()) return absl::OkStatus();
  std::string text;
  for (const Diagnostic& diagnostic : loaded.diagnostics) Append(text, Format(diagnostic));
  return absl::InvalidArgumentError(text);
}

}  // namespace presend
