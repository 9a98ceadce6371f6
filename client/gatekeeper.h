// Asks the daemon about each message before it is sent. Start here.
//
//   auto gate = Gatekeeper::Connect("unix:/run/presend/presend.sock", FailurePolicy::kFailOpen);
//   if (!gate.ok()) …                                     // an option is wrong; a daemon that is down is not an error
//   const Outcome outcome = (*gate)->Screen(request);
//   if (outcome.MaySend()) …                              // the verdict, or the policy if there is none
//
// One for the process and all its threads: it holds one connection to each address, which carries many calls at once.
// A failure is never a verdict. What becomes of messages without one is the policy that the caller had to name, and
// each use of it is counted.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/circuit_breaker.h"
#include "client/counters.h"
#include "client/options.h"
#include "client/outcome.h"
#include "grpcpp/support/status.h"
#include "presend/v1/screening.pb.h"

namespace presend::client {

// Thread-safe.
class Gatekeeper {
 public:
  // `target` as gRPC names it: "unix:/path", "host:port", "dns:///name:port" (all its addresses), or
  // "ipv4:10.0.0.1:7443,10.0.0.2:7443". `policy` is for messages that get no verdict. Begins to connect, and does not
  // wait for it. INVALID_ARGUMENT, with the name of the option that is wrong.
  //
  // With several addresses each remembers only its own part of a conversation: send `recent` along.
  static absl::StatusOr<std::unique_ptr<Gatekeeper>> Connect(const std::string& target, FailurePolicy policy,
                                                             const Options& options = {});
  // Waits for asynchronous calls that run; not from within one. No other call may be made by then.
  ~Gatekeeper();

  // Whether there is a connection, at the latest after `timeout`. For the start of a gateway; calls need it not.
  bool WaitUntilConnected(absl::Duration timeout);

  // Blocks for as long as the timeout at most.
  Outcome Screen(const v1::ScreenRequest& request, const CallOptions& call = {});

  // The outcome of each request, in their order. By far the cheapest way to ask about many. A request that is refused
  // does not take the others with it: they are asked again without it, within the same timeout.
  std::vector<Outcome> ScreenBatch(const v1::ScreenBatchRequest& batch, const CallOptions& call = {});

  // The same without blocking. `done` is called once: by a thread of gRPC, which it must not hold up, or before the
  // function returns if there is nothing to wait for.
  void ScreenAsync(v1::ScreenRequest request, std::function<void(Outcome)> done, const CallOptions& call = {});
  void ScreenBatchAsync(v1::ScreenBatchRequest batch, std::function<void(std::vector<Outcome>)> done,
                        const CallOptions& call = {});

  // Another bearer token for calls from now on. INVALID_ARGUMENT if no header can carry it; the old one then stays.
  absl::Status SetToken(std::string_view token);

  Counters counters() const;
  CircuitBreaker::State breaker() const;

 private:
  struct Parts;
  struct PendingCall;
  struct PendingBatch;
  explicit Gatekeeper(std::unique_ptr<Parts> parts);
  void Finish(std::unique_ptr<PendingCall> pending, const grpc::Status& status);
  void Ask(std::unique_ptr<PendingBatch> batch);
  const std::unique_ptr<Parts> parts_;
};

}  // namespace presend::client
