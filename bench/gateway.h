// A chat gateway with one connection to the service: what it does with calls as they fall due.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "bench/call_connection.h"
#include "bench/questions.h"
#include "client/call_limit.h"
#include "client/circuit_breaker.h"

namespace presend::bench {

using Clock = std::chrono::steady_clock;

// What became of calls.
struct Tally {
  std::vector<float> answered_ms;         // OK and within the deadline, from when the call was due
  std::map<std::string, uint64_t> codes;  // of answers that came before the deadline
  uint64_t late = 0;                      // OK, but past the deadline
  uint64_t expired = 0;                   // sent, and given up at the deadline
  uint64_t unsent = 0;                    // given up at the deadline while they waited for room in the connection
  uint64_t held = 0;                      // not asked: the service had asked for a pause, or had failed
  uint64_t wrong = 0;                     // another answer than the embedded engine's
};

// For one thread. Not movable: its connection refers to it.
class Gateway {
 public:
  struct Terms {
    std::string address, authorization;
    Clock::duration deadline;
    bool batch = false;
    bool heed = false;  // does as presend's client library: pauses, and limits what is under way
  };

  // What the references name must outlive it. UNAVAILABLE if nobody listens.
  static absl::StatusOr<std::unique_ptr<Gateway>> Connect(const Terms& terms, const std::vector<Question>& questions,
                                                          Tally& tally);

  // A call is due.
  void Ask(Clock::time_point due, size_t question);
  // Sends what there is room for, gives up what is late, takes answers. UNAVAILABLE if the connection is over.
  absl::Status Step(Clock::time_point now);

  size_t open_calls() const { return open_; }
  const CallConnection& connection() const { return *connection_; }

 private:
  struct Call {
    Clock::time_point due;
    size_t question;
    client::CircuitBreaker::Admission admission;
    client::CallLimit::Ticket ticket;
    int32_t stream = 0;
    bool done = false;
  };
  Gateway(const Terms& terms, const std::vector<Question>& questions, Tally& tally);
  Call& At(uint64_t id) { return calls_[id - first_]; }
  void GiveUpLate(Clock::time_point now);
  void SendNext(Clock::time_point now);
  void End(uint64_t id, const CallConnection::Ending& ending);
  void Report(const Call& call, const CallConnection::Ending& ending);
  void Count(const Call& call, const CallConnection::Ending& ending);

  const Terms terms_;
  const char* const path_;
  const std::vector<Question>& questions_;
  Tally& tally_;
  client::CircuitBreaker breaker_;
  client::CallLimit limit_;
  std::unique_ptr<CallConnection> connection_;
  std::deque<Call> calls_;  // from first_ on, as they fell due
  uint64_t first_ = 0, next_ = 0;
  size_t open_ = 0;
};

}  // namespace presend::bench
