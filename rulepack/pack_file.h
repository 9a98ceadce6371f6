// A pack file: rule packs as one file, content-addressed and signed, the unit that a fleet loads.
//
// A tar archive under zstd. Its first entry, manifest.json, names the revision and every file with its SHA-256; its
// second, signature.json, holds an Ed25519 signature of the manifest's bytes, if there is one; the files follow.
// Reading checks all of it before anything is used. Equal rules give equal manifests, whoever builds them, wherever.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "rulepack/loader.h"
#include "rulepack/rule_files.h"

namespace presend {

struct PackManifest {
  struct File {
    std::string path;  // below the packs' folder
    uint64_t bytes = 0;
    std::string sha256;
  };
  std::string revision;  // RevisionOf
  std::vector<std::string> platforms;
  uint64_t rules = 0;
  uint64_t words = 0;
  std::vector<File> files;          // by path
  std::optional<std::string> key;   // KeyName of who signed; absent: unsigned
};

// What makes up the rules, and nothing else that lay in the folder. `private_key_pem` empty: unsigned. INVALID_ARGUMENT
// if the rules have errors or the key is none.
absl::StatusOr<std::string> BuildPackFile(const LoadedRules& rules, const std::string& directory,
                                          std::string_view private_key_pem);

struct OpenedPackFile {
  PackManifest manifest;
  std::shared_ptr<const RuleFiles> files;  // as if `path` were the folder
};

// NOT_FOUND if there is none, DATA_LOSS if it is damaged, PERMISSION_DENIED if a key is given and it did not sign.
absl::StatusOr<OpenedPackFile> OpenPackFile(const std::string& path, std::string_view public_key_pem);

}  // namespace presend
