// The connection to the daemon, or to several.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "client/options.h"
#include "grpcpp/channel.h"

namespace presend::client {

// A channel that connects at once and anew whenever it has to, spreads calls over all addresses of `target` that are up
// and say that they serve, and tries again as `options` say. INVALID_ARGUMENT if an option is out of range, or a file
// cannot be read or does not fit.
absl::StatusOr<std::shared_ptr<grpc::Channel>> OpenChannel(const std::string& target, const Options& options);

}  // namespace presend::client
