#include "daemon/tls.h"

#include <openssl/ssl.h>

#include <fstream>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/security/tls_credentials_options.h"

namespace presend {
namespace {

constexpr unsigned kLookEverySeconds = 2;

// gRPC says nothing of bad files, and then refuses every connection.
absl::Status CheckFiles(const TlsOptions& options) {
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free);
  if (SSL_CTX_use_certificate_chain_file(context.get(), options.certificate.c_str()) != 1) {
    return absl::InvalidArgumentError(absl::StrCat("cannot read the certificate ", options.certificate));
  }
  if (SSL_CTX_use_PrivateKey_file(context.get(), options.key.c_str(), SSL_FILETYPE_PEM) != 1) {
    return absl::InvalidArgumentError(absl::StrCat("the key ", options.key, " cannot be read, or is not of ",
                                                   options.certificate));
  }
  if (!options.client_ca.empty() &&
      SSL_CTX_load_verify_locations(context.get(), options.client_ca.c_str(), nullptr) != 1) {
    return absl::InvalidArgumentError(absl::StrCat("cannot read the certificate ", options.client_ca));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> TcpCredentials(const TlsOptions& options) {
  if (options.certificate.empty()) return grpc::InsecureServerCredentials();
  if (absl::Status status = CheckFiles(options); !status.ok()) return status;
  auto provider = std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(
      options.key, options.certificate, options.client_ca, kLookEverySeconds);
  grpc::experimental::TlsServerCredentialsOptions tls(std::move(provider));
  tls.watch_identity_key_cert_pairs();
  if (!options.client_ca.empty()) {
    tls.watch_root_certs();
    tls.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  }
  return grpc::experimental::TlsServerCredentials(tls);
}

}  // namespace presend
