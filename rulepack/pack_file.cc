#include "rulepack/pack_file.h"

#include <algorithm>
#include <set>

#include "absl/strings/escaping.h"
#include "nlohmann/json.hpp"
#include "rulepack/concat.h"
#include "rulepack/pack_archive.h"
#include "rulepack/signature.h"

namespace presend {
namespace {

using Json = nlohmann::ordered_json;
using Contents = ArchivedFiles;

constexpr std::string_view kFormat = "presend.pack/1";
constexpr std::string_view kManifestEntry = "manifest.json";
constexpr std::string_view kSignatureEntry = "signature.json";
constexpr std::string_view kFolder = "rules/";

std::string Below(std::string_view path, std::string_view directory) {
  if (path.starts_with(directory)) path.remove_prefix(directory.size());
  while (path.starts_with('/')) path.remove_prefix(1);
  return std::string(path);
}

PackManifest ManifestOf(const LoadedRules& rules, const std::string& directory) {
  PackManifest manifest;
  manifest.revision = rules.rules.revision;
  for (const Platform& platform : rules.rules.platforms) manifest.platforms.push_back(platform.id);
  manifest.rules = rules.rules.rules.size();
  for (const Rule& rule : rules.rules.rules) manifest.words += rule.words.size();
  for (const auto& [path, file] : rules.sources->files()) {
    manifest.files.push_back({Below(path, directory), file->text().size(), Sha256(file->text())});
  }
  return manifest;
}

std::string ToText(const PackManifest& manifest) {
  Json files = Json::array();
  for (const PackManifest::File& file : manifest.files) {
    files.push_back({{"path", file.path}, {"bytes", file.bytes}, {"sha256", file.sha256}});
  }
  const Json json = {{"format", kFormat},           {"revision", manifest.revision}, {"platforms", manifest.platforms},
                     {"rules", manifest.rules},     {"words", manifest.words},       {"files", files}};
  return json.dump(1) + "\n";
}

std::optional<PackManifest> ParseManifest(const std::string& text) {
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object() || json.value("format", "") != kFormat) return std::nullopt;
  PackManifest manifest;
  try {
    manifest.revision = json.at("revision");
    manifest.platforms = json.at("platforms").get<std::vector<std::string>>();
    manifest.rules = json.at("rules");
    manifest.words = json.at("words");
    for (const Json& file : json.at("files")) manifest.files.push_back({file.at("path"), file.at("bytes"), file.at("sha256")});
  } catch (const Json::exception&) {  // the library's only way to tell a wrong shape
    return std::nullopt;
  }
  return manifest;
}

std::string ToText(const Signature& signature) {
  return Json{{"key", signature.key}, {"ed25519", absl::Base64Escape(signature.bytes)}}.dump(1) + "\n";
}

std::optional<Signature> ParseSignature(const std::string& text) {
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object() || !json.contains("key") || !json["key"].is_string()) return std::nullopt;
  if (!json.contains("ed25519") || !json["ed25519"].is_string()) return std::nullopt;
  Signature signature{json["key"], ""};
  if (!absl::Base64Unescape(json["ed25519"].get<std::string>(), &signature.bytes)) return std::nullopt;
  return signature;
}

// The files of the manifest, each with the content that the manifest says.
absl::Status CheckFiles(const std::string& path, const PackManifest& manifest, const Contents& contents) {
  std::set<std::string> named;
  for (const PackManifest::File& file : manifest.files) {
    const auto found = contents.find(*named.insert(Concat(kFolder, file.path)).first);
    if (found == contents.end()) return DamagedPack(path, Concat(file.path, " is missing"));
    if (Sha256(found->second) != file.sha256) return DamagedPack(path, Concat(file.path, " differs from the manifest"));
  }
  for (const auto& [name, content] : contents) {
    if (name.starts_with(kFolder) && !named.contains(name)) return DamagedPack(path, Concat(name, " is not in the manifest"));
  }
  return absl::OkStatus();
}

absl::Status CheckSigner(const std::string& path, const Contents& contents, std::string_view public_key_pem,
                         PackManifest& manifest) {
  const auto found = contents.find(std::string(kSignatureEntry));
  std::optional<Signature> signature;
  if (found != contents.end()) {
    signature = ParseSignature(found->second);
    if (!signature) return DamagedPack(path, "the signature is none");
    manifest.key = signature->key;
  }
  if (public_key_pem.empty()) return absl::OkStatus();
  if (!signature) return absl::PermissionDeniedError(Concat(path, ": not signed; build it with --key"));
  const absl::Status status = Verify(public_key_pem, contents.at(std::string(kManifestEntry)), *signature);
  return absl::Status(status.code(), status.ok() ? "" : ToAbsl(Concat(path, ": ", ToStd(status.message()))));
}

class PackedFiles : public RuleFiles {
 public:
  PackedFiles(const std::string& root, Contents contents) {
    for (auto& [name, content] : contents) {
      if (!name.starts_with(kFolder)) continue;
      std::string path = Concat(root, "/", std::string_view(name).substr(kFolder.size()));
      for (size_t slash = path.rfind('/'); slash > root.size() && slash != std::string::npos; slash = path.rfind('/', slash - 1)) {
        folders_.insert(path.substr(0, slash));
      }
      files_.emplace(std::move(path), std::move(content));
    }
    folders_.insert(root);
  }

  absl::Status CheckListable(const std::string&) const override { return absl::OkStatus(); }

  std::vector<std::string> Entries(const std::string& folder) const override {
    std::vector<std::string> entries;
    const auto direct = [&](const std::string& path) {
      return path.size() > folder.size() && path.starts_with(folder + "/") && path.find('/', folder.size() + 1) == std::string::npos;
    };
    for (const auto& [path, content] : files_) {
      if (direct(path)) entries.push_back(path);
    }
    std::copy_if(folders_.begin(), folders_.end(), std::back_inserter(entries), direct);
    std::sort(entries.begin(), entries.end());
    return entries;
  }

  bool IsFile(const std::string& path) const override { return files_.contains(path); }
  bool IsFolder(const std::string& path) const override { return folders_.contains(path); }

  absl::StatusOr<std::string> Read(const std::string& path) const override {
    const auto found = files_.find(path);
    if (found == files_.end()) return absl::NotFoundError(Concat("no such file: ", path));
    return found->second;
  }

 private:
  Contents files_;
  std::set<std::string> folders_;
};

}  // namespace

absl::StatusOr<std::string> BuildPackFile(const LoadedRules& rules, const std::string& directory,
                                          std::string_view private_key_pem) {
  if (const absl::Status status = StatusOf(rules); !status.ok()) return status;
  const PackManifest manifest = ManifestOf(rules, directory);
  const std::string text = ToText(manifest);
  std::vector<ArchiveEntry> entries = {{std::string(kManifestEntry), text}};
  if (!private_key_pem.empty()) {
    const absl::StatusOr<Signature> signature = Sign(private_key_pem, text);
    if (!signature.ok()) return signature.status();
    entries.push_back({std::string(kSignatureEntry), ToText(*signature)});
  }
  for (const auto& [path, file] : rules.sources->files()) {
    entries.push_back({Concat(kFolder, Below(path, directory)), std::string(file->text())});
  }
  return PackArchive(entries);
}

absl::StatusOr<OpenedPackFile> OpenPackFile(const std::string& path, std::string_view public_key_pem) {
  if (FilesOnDisk()->IsFolder(path)) return absl::InvalidArgumentError(Concat("a folder, not a pack file: ", path));
  if (!FilesOnDisk()->IsFile(path)) return absl::NotFoundError(Concat("no such file: ", path));
  absl::StatusOr<Contents> contents = UnpackArchive(path);
  if (!contents.ok()) return contents.status();
  const auto text = contents->find(std::string(kManifestEntry));
  std::optional<PackManifest> manifest;
  if (text != contents->end()) manifest = ParseManifest(text->second);
  if (!manifest) return DamagedPack(path, "it has no manifest");
  if (const absl::Status status = CheckFiles(path, *manifest, *contents); !status.ok()) return status;
  if (const absl::Status status = CheckSigner(path, *contents, public_key_pem, *manifest); !status.ok()) return status;
  return OpenedPackFile{*std::move(manifest), std::make_shared<PackedFiles>(path, *std::move(contents))};
}

}  // namespace presend
