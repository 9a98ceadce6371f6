// What gRPC does by itself with the calls of a channel: https://github.com/grpc/grpc/blob/master/doc/service_config.md
#pragma once

#include <string>

#include "client/options.h"

namespace presend::client {

// In JSON: addresses in turn, leaving out those that say NOT_SERVING; second tries, bounded when many calls fail.
std::string ServiceConfig(const Options& options);

}  // namespace presend::client
