// How the client proves who it is, and knows the daemon.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "client/options.h"
#include "grpcpp/security/credentials.h"

namespace presend::client {

// INVALID_ARGUMENT if a file cannot be read, or key and certificate do not fit.
absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> Credentials(const std::optional<TlsFiles>& tls);

// INVALID_ARGUMENT if an HTTP header cannot carry the token: it often ends with the newline of a file.
absl::Status CheckToken(std::string_view token);

}  // namespace presend::client
