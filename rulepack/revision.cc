#include "rulepack/revision.h"

#include <openssl/evp.h>

#include <memory>

#include "absl/strings/escaping.h"
#include "rulepack/concat.h"

namespace presend {

std::string RevisionOf(const SourceTree& tree, const std::string& root) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  EVP_DigestInit_ex(digest.get(), EVP_sha256(), nullptr);
  for (const auto& [path, file] : tree.files()) {
    // Lengths keep the end of one field from being taken for the beginning of the next.
    std::string_view below = path;
    if (below.starts_with(root)) below.remove_prefix(root.size());
    const std::string field = Concat(below.size(), " ", below, " ", file->text().size(), " ");
    EVP_DigestUpdate(digest.get(), field.data(), field.size());
    EVP_DigestUpdate(digest.get(), file->text().data(), file->text().size());
  }
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  EVP_DigestFinal_ex(digest.get(), bytes, &length);
  return absl::BytesToHexString({reinterpret_cast<const char*>(bytes), 6});
}

}  // namespace presend
