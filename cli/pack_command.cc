#include "cli/pack_command.h"

#include <filesystem>
#include <iostream>
#include <memory>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "cli/complain.h"
#include "daemon/options.h"
#include "nlohmann/json.hpp"
#include "replay/output_file.h"
#include "rulepack/examples.h"
#include "rulepack/pack_file.h"
#include "rulepack/rule_files.h"

namespace presend {
namespace {

namespace fs = std::filesystem;

struct PackOptions {
  std::string rules = DefaultRules();
  std::string out;
  std::string key;
  std::string file;
  std::string format = "text";
};

// An absent path gives an empty text.
absl::StatusOr<std::string> TextOf(const std::string& path) {
  return path.empty() ? std::string() : FilesOnDisk()->Read(path);
}

absl::Status About(const std::string& path, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat(path, ": ", status.message()));
}

// In a folder the file is named by its content.
std::string Place(const std::string& out, const std::string& revision) {
  std::error_code error;
  if (!out.empty() && !fs::is_directory(out, error)) return out;
  return (fs::path(out) / (revision + ".pack")).string();
}

int Build(const PackOptions& options) {
  const auto key = TextOf(options.key);
  if (!key.ok()) return Complain(key.status());
  const auto loaded = LoadPacks(options.rules);
  if (!loaded.ok()) return Complain(loaded.status());
  if (const absl::Status status = CheckExamples(*loaded); !status.ok()) return Complain(status);
  const auto bytes = BuildPackFile(*loaded, options.rules, *key);
  if (!bytes.ok()) return Complain(options.key.empty() ? bytes.status() : About(options.key, bytes.status()));
  const std::string path = Place(options.out, loaded->rules.revision);
  // At once: who watches the place sees the old file or the whole new one.
  if (absl::Status status = replay::WriteAtomically(path, *bytes); !status.ok()) return Complain(status);
  std::cout << path << std::endl;
  return 0;
}

void PrintText(const PackManifest& manifest, const std::string& signer) {
  std::cout << "revision   " << manifest.revision << "\nplatforms ";
  for (const std::string& platform : manifest.platforms) std::cout << ' ' << platform;
  std::cout << "\nrules      " << manifest.rules << "\nwords      " << manifest.words << "\nsignature  " << signer << "\n";
  for (const PackManifest::File& file : manifest.files) {
    std::cout << file.sha256 << "  " << file.bytes << "  " << file.path << '\n';
  }
}

void PrintJson(const PackManifest& manifest, const std::string& signer) {
  nlohmann::ordered_json files = nlohmann::ordered_json::array();
  for (const PackManifest::File& file : manifest.files) {
    files.push_back({{"path", file.path}, {"bytes", file.bytes}, {"sha256", file.sha256}});
  }
  const nlohmann::ordered_json json = {{"revision", manifest.revision}, {"platforms", manifest.platforms},
                                       {"rules", manifest.rules},       {"words", manifest.words},
                                       {"signature", signer},           {"files", files}};
  std::cout << json.dump() << '\n';
}

int Inspect(const PackOptions& options) {
  const auto key = TextOf(options.key);
  if (!key.ok()) return Complain(key.status());
  const auto opened = OpenPackFile(options.file, *key);
  if (!opened.ok()) return Complain(opened.status());
  const PackManifest& manifest = opened->manifest;
  std::string signer = manifest.key ? "key " + *manifest.key : "none";
  if (manifest.key) signer += key->empty() ? " (not checked: give --key)" : " (good)";
  (options.format == "json" ? PrintJson : PrintText)(manifest, signer);
  return 0;
}

}  // namespace

void AddPackCommand(CLI::App& app, int& exit_status) {
  auto options = std::make_shared<PackOptions>();
  CLI::App* command = app.add_subcommand("pack", "Rule packs as one file, content-addressed and signed");
  command->require_subcommand(1);

  CLI::App* build = command->add_subcommand("build", "Make a pack file; prints its path");
  build->add_option("--rules", options->rules, "Folder of rule packs");
  build->add_option("--out", options->out, "File, or folder for a file named by its revision (default: here)");
  build->add_option("--key", options->key, "Ed25519 private key in PEM to sign with");
  build->callback([options, &exit_status] { exit_status = Build(*options); });

  CLI::App* inspect = command->add_subcommand("inspect", "Check a pack file and say what is in it");
  inspect->add_option("file", options->file, "Pack file")->required();
  inspect->add_option("--key", options->key, "Ed25519 public key in PEM that must have signed it");
  inspect->add_option("--format", options->format, "text or json")->check(CLI::IsMember({"text", "json"}));
  inspect->callback([options, &exit_status] { exit_status = Inspect(*options); });
}

}  // namespace presend
