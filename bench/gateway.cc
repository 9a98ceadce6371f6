#include "bench/gateway.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/time/time.h"
#include "client/options.h"
#include "wire/status.h"

namespace presend::bench {
namespace {

absl::Duration PauseOf(const CallConnection::Ending& ending) {
  std::string details;
  const absl::string_view encoded(ending.details.data(), ending.details.size());
  if (!absl::Base64Unescape(encoded, &details)) return absl::ZeroDuration();
  const grpc::Status status(static_cast<grpc::StatusCode>(ending.code), "", details);
  return wire::RetryDelay(wire::FromGrpc(status)).value_or(absl::ZeroDuration());
}

}  // namespace

absl::StatusOr<std::unique_ptr<Gateway>> Gateway::Connect(const Terms& terms, const std::vector<Question>& questions,
                                                          Tally& tally) {
  std::unique_ptr<Gateway> gateway(new Gateway(terms, questions, tally));
  auto connection = CallConnection::Connect(
      terms.address, [self = gateway.get()](uint64_t id, const auto& ending) { self->End(id, ending); });
  if (!connection.ok()) return connection.status();
  gateway->connection_ = *std::move(connection);
  return gateway;
}

Gateway::Gateway(const Terms& terms, const std::vector<Question>& questions, Tally& tally)
    : terms_(terms),
      path_(terms.batch ? "/presend.v1.ScreeningService/ScreenBatch" : "/presend.v1.ScreeningService/Screen"),
      questions_(questions),
      tally_(tally),
      breaker_(client::Options().breaker_failures, absl::ToChronoNanoseconds(client::Options().breaker_rest)) {}

void Gateway::Ask(Clock::time_point due, size_t question) {
  const auto ticket = terms_.heed ? limit_.Enter(Clock::now(), terms_.deadline) : client::CallLimit::Ticket();
  if (!ticket) {
    ++tally_.held;
    return;
  }
  const auto admission = terms_.heed ? breaker_.Enter(Clock::now()) : client::CircuitBreaker::Admission{true};
  if (!admission.admitted) {
    limit_.Ended();
    ++tally_.held;
    return;
  }
  calls_.push_back({due, question, admission, *ticket});
  ++open_;
}

absl::Status Gateway::Step(Clock::time_point now) {
  GiveUpLate(now);
  SendNext(now);
  return connection_->Pump();
}

void Gateway::GiveUpLate(Clock::time_point now) {
  for (uint64_t id = first_; id < first_ + calls_.size() && At(id).due + terms_.deadline <= now; ++id) {
    Call& call = At(id);
    if (call.done) continue;
    if (id < next_) {
      connection_->Cancel(call.stream);
    } else {
      ++tally_.unsent;
      next_ = id + 1;
      End(id, {.code = static_cast<int>(grpc::StatusCode::CANCELLED), .response = {}, .details = {}});
      --tally_.expired;
    }
  }
  for (; !calls_.empty() && calls_.front().done; ++first_) calls_.pop_front();
  next_ = std::max(next_, first_);
}

void Gateway::SendNext(Clock::time_point now) {
  for (; next_ < first_ + calls_.size() && connection_->HasRoom(); ++next_) {
    Call& call = At(next_);
    const auto left = std::chrono::duration_cast<std::chrono::microseconds>(call.due + terms_.deadline - now);
    call.stream =
        connection_->Call(next_, path_, questions_[call.question].request, left.count(), terms_.authorization);
  }
}

void Gateway::End(uint64_t id, const CallConnection::Ending& ending) {
  Call& call = At(id);
  call.done = true;
  --open_;
  Report(call, ending);
  Count(call, ending);
}

// To the breaker, as client/line.cc does.
void Gateway::Report(const Call& call, const CallConnection::Ending& ending) {
  if (!terms_.heed) return;
  const auto now = Clock::now();
  switch (static_cast<grpc::StatusCode>(ending.code)) {
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      limit_.Failed(now);
      return breaker_.Overloaded(call.admission, now, absl::ToChronoNanoseconds(PauseOf(ending)));
    case grpc::StatusCode::CANCELLED:  // by itself, at the deadline
    case grpc::StatusCode::DEADLINE_EXCEEDED:
    case grpc::StatusCode::UNAVAILABLE:
      limit_.Failed(now);
      return breaker_.Failed(call.admission, now);
    default:
      limit_.Answered(call.ticket, now);
      breaker_.Answered(call.admission);
  }
}

void Gateway::Count(const Call& call, const CallConnection::Ending& ending) {
  const auto code = static_cast<grpc::StatusCode>(ending.code);
  if (code == grpc::StatusCode::CANCELLED) {
    ++tally_.expired;
    return;
  }
  ++tally_.codes[std::string(absl::StatusCodeToString(static_cast<absl::StatusCode>(code)))];
  if (code != grpc::StatusCode::OK) return;
  tally_.wrong += IsRight(ending.response, questions_[call.question], terms_.batch) ? 0 : 1;
  const auto took = Clock::now() - call.due;
  if (took > terms_.deadline) {
    ++tally_.late;
  } else {
    tally_.answered_ms.push_back(std::chrono::duration<float, std::milli>(took).count());
  }
}

}  // namespace presend::bench
