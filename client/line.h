// The line to the daemon: what every call on it needs, and what is learned from how it ends.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "client/call_limit.h"
#include "client/circuit_breaker.h"
#include "client/failure.h"
#include "client/options.h"
#include "grpcpp/grpcpp.h"
#include "presend/v1/screening.grpc.pb.h"

namespace presend::client {

// Thread-safe.
class Line {
 public:
  struct Terms {
    absl::Time deadline;
    std::string traceparent;  // empty: none
  };
  struct Call {
    grpc::ClientContext context;
    CircuitBreaker::Admission admission;
    CallLimit::Ticket ticket;
  };

  Line(std::shared_ptr<grpc::Channel> channel, const Options& options);

  // Prepares `call`, which must be fresh. If it returns nothing, the call is to be made with its context on stub(), and
  // End must follow; else it says why no call is to be made.
  std::optional<Failure> Begin(const Terms& terms, Call& call);

  // Why the call brought nothing; nothing if it brought a response.
  std::optional<Failure> End(const Call& call, const grpc::Status& status);

  absl::Status SetToken(std::string_view token);

  v1::ScreeningService::Stub& stub() const { return *stub_; }
  grpc::Channel& channel() const { return *channel_; }
  const CircuitBreaker& breaker() const { return breaker_; }

 private:
  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<v1::ScreeningService::Stub> stub_;
  CircuitBreaker breaker_;
  CallLimit limit_;
  std::mutex token_mutex_;
  std::string authorization_;  // the header's value; empty: none
};

}  // namespace presend::client
