#include "client/call_limit.h"

#include <algorithm>

namespace presend::client {
namespace {

constexpr double kLate = 0.9, kFailed = 0.5;           // of what is left
constexpr auto kOnce = std::chrono::milliseconds(10);  // what was sent before it shrank says nothing new
constexpr int kMany = 16;
constexpr int kEarly = 4;  // of the time that there is
constexpr auto kCalm = std::chrono::seconds(2);

}  // namespace

std::optional<CallLimit::Ticket> CallLimit::Enter(Clock::time_point now, Clock::duration time) {
  const Clock::duration early = time / kEarly;
  const std::lock_guard lock(mutex_);
  if (under_way_ == 0) heard_ = now;
  if (under_way_ >= kMany && now - heard_ > early) return std::nullopt;
  limited_ = limited_ && now - shrunk_ < kCalm;
  if (limited_ && under_way_ + 1 > limit_) return std::nullopt;
  return Ticket{++under_way_, now, early};
}

void CallLimit::Answered(const Ticket& ticket, Clock::time_point now) {
  const Clock::duration took = now - ticket.begun;
  const std::lock_guard lock(mutex_);
  heard_ = now;
  if (took > ticket.early) {
    const double fitting = ticket.entered * std::chrono::duration<double>(ticket.early) / took;
    Shrink(now, limited_ ? kLate * limit_ : fitting);
  } else if (under_way_ > limit_ / 2) {
    limit_ += 1 / limit_;
  }
  --under_way_;
}

void CallLimit::Failed(Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  Shrink(now, kFailed * (limited_ ? limit_ : under_way_));
  --under_way_;
}

void CallLimit::Ended() {
  const std::lock_guard lock(mutex_);
  --under_way_;
}

void CallLimit::Shrink(Clock::time_point now, double limit) {
  if (limited_ && now - shrunk_ < kOnce) return;
  limit_ = std::max(1.0, limit);
  limited_ = true;
  shrunk_ = now;
}

}  // namespace presend::client
