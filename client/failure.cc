#include "client/failure.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/stubs/common.h"
#include "wire/status.h"

namespace presend::client {
namespace {

bool IsUtf8(const std::string& text) { return google::protobuf::internal::IsStructurallyValidUTF8(text); }

NoVerdict ReasonOf(absl::StatusCode code, bool wants_pause) {
  switch (code) {
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kCancelled:  // gRPC gave the last try up
      return NoVerdict::kTimeout;
    case absl::StatusCode::kUnavailable:
      return NoVerdict::kUnreachable;
    case absl::StatusCode::kResourceExhausted:
      return wants_pause ? NoVerdict::kOverloaded : NoVerdict::kRefused;
    case absl::StatusCode::kInvalidArgument:
      return NoVerdict::kRefused;
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kPermissionDenied:
      return NoVerdict::kNotAdmitted;
    default:
      return NoVerdict::kBroken;
  }
}

}  // namespace

Failure FailureOf(absl::Status status) {
  const std::optional<absl::Duration> delay = wire::RetryDelay(status);
  const NoVerdict reason = ReasonOf(status.code(), delay.has_value());
  return {reason, std::move(status), delay.value_or(absl::ZeroDuration())};
}

Answer AnswerOf(v1::ScreenResponse response) {
  if (response.verdict() >= v1::VERDICT_ALLOW && response.verdict() <= v1::VERDICT_BLOCK) return response;
  return Failure{NoVerdict::kBroken, absl::InternalError(absl::StrCat("not a verdict: ", response.verdict()))};
}

std::optional<Failure> FailureIn(const v1::ScreenRequest& request) {
  const std::pair<const char*, const std::string*> fields[] = {
      {"text", &request.text()},         {"messageId", &request.message_id()},
      {"platform", &request.platform()}, {"conversationId", &request.conversation_id()},
      {"shop", &request.shop()},         {"agentId", &request.agent_id()},
      {"sender", &request.sender()}};
  const auto refuse = [](const char* field) {
    return Failure{NoVerdict::kRefused, absl::InvalidArgumentError(absl::StrCat(field, ": not UTF-8"))};
  };
  for (const auto& [field, value] : fields) {
    if (!IsUtf8(*value)) return refuse(field);
  }
  const bool recent_is_utf8 = std::all_of(request.recent().begin(), request.recent().end(), IsUtf8);
  return recent_is_utf8 ? std::nullopt : std::optional<Failure>(refuse("recent"));
}

}  // namespace presend::client
