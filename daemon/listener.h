// A gRPC server on its addresses.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/options.h"
#include "grpcpp/grpcpp.h"

namespace presend {

struct Listener {
  std::unique_ptr<grpc::Server> server;
  std::vector<std::string> addresses;  // with the ports that were chosen
};

// What else than services a listener offers.
enum class Extras : uint8_t {
  kNone,
  kReflection,
  kReflectionAndChannelz,
};

// Listens; health is NOT_SERVING until it is said otherwise. The services must outlive it. INVALID_ARGUMENT for bad
// certificates; UNAVAILABLE if an address cannot be listened on.
absl::StatusOr<Listener> Listen(const std::vector<std::string>& addresses, const ServeOptions& options,
                                const std::vector<grpc::Service*>& services, Extras extras);

// Whether only this machine can reach the address: a Unix socket or a loopback address.
bool IsOfThisMachine(const std::string& address);

// Tells health checks about all services of presend, and the server as a whole.
void SetHealth(grpc::Server& server, bool serving);

}  // namespace presend
