#include "client/line.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "client/credentials.h"
#include "wire/status.h"

namespace presend::client {
namespace {

using Clock = CircuitBreaker::Clock;

constexpr absl::Duration kLongestPause = absl::Seconds(30);  // whatever a RetryInfo says

Failure NotAsked(const CircuitBreaker::Admission& admission) {
  const bool overload = admission.cause == CircuitBreaker::Cause::kOverload;
  return {overload ? NoVerdict::kOverloaded : NoVerdict::kBreakerOpen,
          absl::UnavailableError(overload ? "not asked: the daemon asked for a pause"
                                          : "not asked: the daemon has failed again and again"),
          absl::FromChrono(admission.wait)};
}

Failure NoRoom() {
  return {NoVerdict::kOverloaded,
          absl::UnavailableError("not asked: as much is under way as the daemon answers in time"),
          absl::ZeroDuration()};
}

// 00-<32 hex digits>-<16>-<2>, as W3C Trace Context has it.
bool IsTraceParent(std::string_view text) {
  constexpr std::string_view kShape = "hh-hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh-hhhhhhhhhhhhhhhh-hh";
  return std::equal(text.begin(), text.end(), kShape.begin(), kShape.end(), [](char c, char shape) {
    return shape == 'h' ? absl::ascii_isxdigit(static_cast<unsigned char>(c)) : c == shape;
  });
}

std::string Authorization(std::string_view token) { return token.empty() ? "" : "Bearer " + std::string(token); }

}  // namespace

Line::Line(std::shared_ptr<grpc::Channel> channel, const Options& options)
    : channel_(std::move(channel)),
      stub_(v1::ScreeningService::NewStub(channel_)),
      breaker_(options.breaker_failures, absl::ToChronoNanoseconds(options.breaker_rest)),
      authorization_(Authorization(options.token)) {}

std::optional<Failure> Line::Begin(const Terms& terms, Call& call) {
  const absl::Duration left = terms.deadline - absl::Now();
  if (left <= absl::ZeroDuration()) {  // says nothing of the daemon
    return Failure{NoVerdict::kTimeout, absl::DeadlineExceededError("not asked: no time was left")};
  }
  const Clock::time_point now = Clock::now();
  const auto ticket = limit_.Enter(now, absl::ToChronoNanoseconds(left));
  if (!ticket) return NoRoom();
  call.ticket = *ticket;
  call.admission = breaker_.Enter(now);
  if (!call.admission.admitted) {
    limit_.Ended();
    return NotAsked(call.admission);
  }
  call.context.set_deadline(absl::ToChronoTime(terms.deadline));
  if (IsTraceParent(terms.traceparent)) call.context.AddMetadata("traceparent", terms.traceparent);
  const std::lock_guard lock(token_mutex_);
  if (!authorization_.empty()) call.context.AddMetadata("authorization", authorization_);
  return std::nullopt;
}

std::optional<Failure> Line::End(const Call& call, const grpc::Status& status) {
  const Clock::time_point now = Clock::now();
  if (status.ok()) {
    limit_.Answered(call.ticket, now);
    breaker_.Answered(call.admission);
    return std::nullopt;
  }
  Failure failure = FailureOf(wire::FromGrpc(status));
  const absl::Duration pause = std::min(failure.retry_after, kLongestPause);
  switch (failure.reason) {
    case NoVerdict::kRefused:
    case NoVerdict::kNotAdmitted:
      limit_.Ended();
      breaker_.Answered(call.admission);
      break;
    case NoVerdict::kOverloaded:
      limit_.Failed(now);
      breaker_.Overloaded(call.admission, now, absl::ToChronoNanoseconds(pause));
      break;
    default:
      limit_.Failed(now);
      breaker_.Failed(call.admission, now);
  }
  return failure;
}

absl::Status Line::SetToken(std::string_view token) {
  if (absl::Status status = CheckToken(token); !status.ok()) return status;
  const std::lock_guard lock(token_mutex_);
  authorization_ = Authorization(token);
  return absl::OkStatus();
}

}  // namespace presend::client
