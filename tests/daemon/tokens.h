// What a token file holds of a token.
#pragma once

#include <openssl/sha.h>

#include <string>

#include "absl/strings/escaping.h"

namespace presend::testing {

inline std::string DigestOf(const std::string& token) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(token.data()), token.size(), digest);
  return "sha256:" + absl::BytesToHexString({reinterpret_cast<char*>(digest), sizeof digest});
}

}  // namespace presend::testing
