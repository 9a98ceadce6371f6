#include "client/circuit_breaker.h"

#include <algorithm>

namespace presend::client {

CircuitBreaker::Admission CircuitBreaker::Enter(Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  if (state_ == State::kClosed) return {.admitted = true, .period = period_};
  if (state_ == State::kHalfOpen) return {.cause = cause_};
  if (now < until_) return {.cause = cause_, .wait = until_ - now};
  state_ = State::kHalfOpen;
  return {.admitted = true, .period = period_};
}

void CircuitBreaker::Answered(const Admission& admission) {
  const std::lock_guard lock(mutex_);
  if (admission.period != period_) return;
  failures_ = 0;
  rest_ = longest_rest_ / kShorter;
  state_ = State::kClosed;
}

void CircuitBreaker::Failed(const Admission& admission, Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  if (admission.period != period_) return;
  if (state_ != State::kHalfOpen && ++failures_ < limit_) return;
  Open(now + rest_, Cause::kFailures);
  rest_ = std::min(2 * rest_, longest_rest_);
}

void CircuitBreaker::Overloaded(const Admission& admission, Clock::time_point now, Clock::duration pause) {
  const std::lock_guard lock(mutex_);
  if (admission.period == period_) Open(now + pause, Cause::kOverload);
}

void CircuitBreaker::Open(Clock::time_point until, Cause cause) {
  state_ = State::kOpen;
  cause_ = cause;
  until_ = until;
  failures_ = 0;
  ++period_;
}

CircuitBreaker::State CircuitBreaker::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

uint64_t CircuitBreaker::openings() const {
  const std::lock_guard lock(mutex_);
  return period_;
}

}  // namespace presend::client
