#include "rulepack/signature.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>

#include "absl/strings/escaping.h"
#include "rulepack/concat.h"

namespace presend {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Digest = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
using ReadKey = EVP_PKEY* (*)(BIO*, EVP_PKEY**, pem_password_cb*, void*);

constexpr size_t kKeyNameDigits = 16;
constexpr size_t kKeyBytes = 32;

// A key with a pass phrase must fail, not ask at a terminal.
int NoPassPhrase(char*, int, int, void*) { return -1; }

const unsigned char* Bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

absl::StatusOr<Key> KeyOf(std::string_view pem, ReadKey read, std::string_view kind) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
  Key key(read(in.get(), nullptr, &NoPassPhrase, nullptr), &EVP_PKEY_free);
  if (key == nullptr || EVP_PKEY_id(key.get()) != EVP_PKEY_ED25519) {
    return absl::InvalidArgumentError(Concat("not an Ed25519 ", kind, " key in PEM without a pass phrase"));
  }
  return key;
}

std::string NameOf(EVP_PKEY* key) {
  std::string raw(kKeyBytes, '\0');
  size_t size = raw.size();
  EVP_PKEY_get_raw_public_key(key, reinterpret_cast<unsigned char*>(raw.data()), &size);
  return Sha256(raw).substr(0, kKeyNameDigits);
}

}  // namespace

absl::StatusOr<Signature> Sign(std::string_view private_key_pem, std::string_view text) {
  const absl::StatusOr<Key> key = KeyOf(private_key_pem, &PEM_read_bio_PrivateKey, "private");
  if (!key.ok()) return key.status();
  const Digest digest(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  std::string bytes(64, '\0');
  size_t size = bytes.size();
  if (EVP_DigestSignInit(digest.get(), nullptr, nullptr, nullptr, key->get()) != 1 ||
      EVP_DigestSign(digest.get(), reinterpret_cast<unsigned char*>(bytes.data()), &size, Bytes(text), text.size()) != 1) {
    return absl::InternalError("OpenSSL cannot sign");
  }
  return Signature{NameOf(key->get()), bytes};
}

absl::Status Verify(std::string_view public_key_pem, std::string_view text, const Signature& signature) {
  const absl::StatusOr<Key> key = KeyOf(public_key_pem, &PEM_read_bio_PUBKEY, "public");
  if (!key.ok()) return key.status();
  const Digest digest(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  if (EVP_DigestVerifyInit(digest.get(), nullptr, nullptr, nullptr, key->get()) == 1 &&
      EVP_DigestVerify(digest.get(), Bytes(signature.bytes), signature.bytes.size(), Bytes(text), text.size()) == 1) {
    return absl::OkStatus();
  }
  return absl::PermissionDeniedError(
      Concat("signed by key ", signature.key, ", not by the trusted key ", NameOf(key->get()), ", or changed since"));
}

absl::StatusOr<std::string> KeyName(std::string_view public_key_pem) {
  const absl::StatusOr<Key> key = KeyOf(public_key_pem, &PEM_read_bio_PUBKEY, "public");
  if (!key.ok()) return key.status();
  return NameOf(key->get());
}

std::string Sha256(std::string_view bytes) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest, &size, EVP_sha256(), nullptr);
  return absl::BytesToHexString({reinterpret_cast<const char*>(digest), size});
}

}  // namespace presend
