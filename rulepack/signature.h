// Ed25519 signatures (RFC 8032) of pack files. Keys are PEM, as `openssl genpkey -algorithm ed25519` writes them.
//
// Thread-safe. Errors: INVALID_ARGUMENT if a key is none.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace presend {

struct Signature {
  std::string key;    // KeyName of who signed
  std::string bytes;  // 64
};

absl::StatusOr<Signature> Sign(std::string_view private_key_pem, std::string_view text);

// PERMISSION_DENIED if the signature is not that of the key for the text.
absl::Status Verify(std::string_view public_key_pem, std::string_view text, const Signature& signature);

// The first 16 hexadecimal digits of SHA-256 over the public key.
absl::StatusOr<std::string> KeyName(std::string_view public_key_pem);

// SHA-256 in hexadecimal.
std::string Sha256(std::string_view bytes);

}  // namespace presend
