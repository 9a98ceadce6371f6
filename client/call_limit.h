// How many calls are under way at once: no more than the service answers in good time.
//
// A call that waits behind too many others is of no use to anybody, and a service that is asked for more than it can do
// answers ever later, until it answers nothing in time. There is no limit until an answer comes late: after more than a
// quarter of the time that its call had. Then the limit is what was under way when that call was made, for the part of
// its time that would have been early (Little's law). From there it loses a tenth with a late answer and half with a
// failed call, and grows by one each time as many calls as it allows have been answered early: the additive increase
// and multiplicative decrease of TCP (RFC 5681), by time instead of loss, while at least half of them are under way.
// After two seconds without trouble there is no limit again. Where many calls are under way and none is answered, no
// more are made.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>

namespace presend::client {

// Thread-safe.
class CallLimit {
 public:
  using Clock = std::chrono::steady_clock;

  // Of a call that may be made.
  struct Ticket {
    int entered = 0;  // so many were under way then, this one too
    Clock::time_point begun;
    Clock::duration early{0};  // an answer within it is
  };

  // A ticket for a call that has so much time; none if it may not be made. Else exactly one of the reports below must
  // follow.
  std::optional<Ticket> Enter(Clock::time_point now, Clock::duration time);

  void Answered(const Ticket& ticket, Clock::time_point now);
  // Turned away, or not answered in time.
  void Failed(Clock::time_point now);
  // Not made after all, or ended in a way that says nothing of how much there is to do.
  void Ended();

 private:
  void Shrink(Clock::time_point now, double limit);

  std::mutex mutex_;
  bool limited_ = false;
  double limit_ = 1;
  int under_way_ = 0;
  Clock::time_point shrunk_;
  Clock::time_point heard_;  // the last answer, or when the first of the calls under way was made
};

}  // namespace presend::client
