// Transport security from files.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "daemon/options.h"
#include "grpcpp/security/server_credentials.h"

namespace presend {

// For TCP listeners: plain without a certificate, else TLS, with clients' certificates checked if there is a CA for
// them. The files are looked at every few seconds and taken when they have changed; new connections then see the new
// ones. INVALID_ARGUMENT if a file is missing, or key and certificate do not fit.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> TcpCredentials(const TlsOptions& options);

}  // namespace presend
