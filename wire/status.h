// absl::Status and gRPC's status, both ways, with details (google.rpc.BadRequest, RetryInfo, PreconditionFailure).
//
// In an absl::Status a detail is a payload under its type URL; on the wire it is an Any in google.rpc.Status.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/support/status.h"

namespace presend::wire {

// One field of a request and what is wrong with it.
struct FieldViolation {
  std::string field;  // its path in JSON spelling: requests[3].conversationId
  std::string description;
};

// INVALID_ARGUMENT with a BadRequest. `violations` must not be empty.
absl::Status BadRequest(const std::vector<FieldViolation>& violations);

// RESOURCE_EXHAUSTED with a RetryInfo.
absl::Status TryAgainLater(std::string_view message, absl::Duration delay);

// FAILED_PRECONDITION with a violation of type RULES for each line of the diagnostics.
absl::Status BadRules(std::string_view diagnostics);

grpc::Status ToGrpc(const absl::Status& status);
absl::Status FromGrpc(const grpc::Status& status);
void FillStatus(const absl::Status& status, google::rpc::Status& out);

// The violations that a status carries; empty if it carries none.
std::vector<FieldViolation> FieldViolations(const absl::Status& status);

// The delay of the RetryInfo that a status carries, at least 0; nothing if it carries none.
std::optional<absl::Duration> RetryDelay(const absl::Status& status);

}  // namespace presend::wire
