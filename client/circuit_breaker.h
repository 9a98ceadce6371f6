// Stops asking a service that does not answer, and finds out cheaply when it does again.
//
// Closed: every call is made. After some failures in a row it opens: no call is made for a while. Then it is half open:
// one call is made to try; if that is answered it closes, else it opens again, for twice as long. A service that says
// "not before then" is taken at its word: the breaker is open until then.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>

namespace presend::client {

// Thread-safe.
class CircuitBreaker {
 public:
  using Clock = std::chrono::steady_clock;
  enum class State { kClosed, kOpen, kHalfOpen };
  enum class Cause { kFailures, kOverload };  // of the opening

  // An answer to "may I call?". If `admitted`, exactly one of the reports below must follow.
  struct Admission {
    bool admitted = false;
    uint64_t period = 0;             // between two openings; later reports about an earlier one change nothing
    Cause cause = Cause::kFailures;  // if not admitted
    Clock::duration wait{0};         // if not admitted: until it is half open; 0 while it is
  };

  // Opens after `failures` in a row, at least 1; for an eighth of `longest` at first.
  CircuitBreaker(int failures, Clock::duration longest)
      : limit_(failures), longest_rest_(longest), rest_(longest / kShorter) {}

  Admission Enter(Clock::time_point now);

  // The service answered, well or not.
  void Answered(const Admission& admission);
  // It did not.
  void Failed(const Admission& admission, Clock::time_point now);
  // It asks not to be called for `pause`.
  void Overloaded(const Admission& admission, Clock::time_point now, Clock::duration pause);

  State state() const;
  uint64_t openings() const;

 private:
  static constexpr int kShorter = 8;  // the first rest than the longest
  void Open(Clock::time_point until, Cause cause);

  const int limit_;
  const Clock::duration longest_rest_;
  mutable std::mutex mutex_;
  State state_ = State::kClosed;
  Cause cause_ = Cause::kFailures;
  int failures_ = 0;      // in a row
  Clock::duration rest_;  // the next one
  uint64_t period_ = 0;
  Clock::time_point until_;
};

}  // namespace presend::client
