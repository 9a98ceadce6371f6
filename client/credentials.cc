#include "client/credentials.h"

#include <openssl/ssl.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/security/tls_credentials_options.h"

namespace presend::client {
namespace {

using grpc::experimental::FileWatcherCertificateProvider;

constexpr unsigned kLookEverySeconds = 2;

// gRPC says nothing of bad files, and then never connects.
absl::Status CheckFiles(const TlsFiles& tls) {
  if (tls.certificate.empty() != tls.key.empty()) {
    return absl::InvalidArgumentError("tls: certificate and key go together; one of them is not named");
  }
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
  if (!tls.server_ca.empty() && SSL_CTX_load_verify_locations(context.get(), tls.server_ca.c_str(), nullptr) != 1) {
    return absl::InvalidArgumentError(absl::StrCat("tls: cannot read the certificate ", tls.server_ca));
  }
  if (tls.certificate.empty()) return absl::OkStatus();
  if (SSL_CTX_use_certificate_chain_file(context.get(), tls.certificate.c_str()) != 1) {
    return absl::InvalidArgumentError(absl::StrCat("tls: cannot read the certificate ", tls.certificate));
  }
  if (SSL_CTX_use_PrivateKey_file(context.get(), tls.key.c_str(), SSL_FILETYPE_PEM) != 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("tls: the key ", tls.key, " cannot be read, or is not of ", tls.certificate));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> Credentials(const std::optional<TlsFiles>& tls) {
  if (!tls) return grpc::InsecureChannelCredentials();
  if (absl::Status status = CheckFiles(*tls); !status.ok()) return status;
  grpc::experimental::TlsChannelCredentialsOptions options;
  if (!tls->server_ca.empty() || !tls->certificate.empty()) {
    options.set_certificate_provider(std::make_shared<FileWatcherCertificateProvider>(
        tls->key, tls->certificate, tls->server_ca, kLookEverySeconds));
  }
  if (!tls->server_ca.empty()) options.watch_root_certs();
  if (!tls->certificate.empty()) options.watch_identity_key_cert_pairs();
  return grpc::experimental::TlsCredentials(options);
}

absl::Status CheckToken(std::string_view token) {
  if (std::all_of(token.begin(), token.end(), absl::ascii_isgraph)) return absl::OkStatus();
  return absl::InvalidArgumentError("token: holds a space, a line break or another character that no header can carry");
}

}  // namespace presend::client
