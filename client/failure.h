// What went wrong, from what gRPC says of a call.
#pragma once

#include <optional>
#include <variant>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "client/outcome.h"
#include "presend/v1/screening.pb.h"

namespace presend::client {

// An outcome, before the policy is applied.
struct Failure {
  NoVerdict reason;
  absl::Status status;  // never OK
  absl::Duration retry_after = absl::ZeroDuration();
};
using Answer = std::variant<v1::ScreenResponse, Failure>;

// Why a call that ended with `status`, which is not OK, brought no verdict. A daemon that wants fewer calls says how
// long to wait; RESOURCE_EXHAUSTED without that is about the size of the message.
Failure FailureOf(absl::Status status);

// The response if it holds a verdict; one that this client does not know is none.
Answer AnswerOf(v1::ScreenResponse response);

// Why `request` is not even sent: a text that is not UTF-8 fails as if the daemon were broken, and with it all messages
// of its batch. Nothing if it can be sent.
std::optional<Failure> FailureIn(const v1::ScreenRequest& request);

}  // namespace presend::client
