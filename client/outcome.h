// What a gateway learns about a message: the daemon's verdict, or that there is none and what its own policy says then.
#pragma once

#include <string_view>
#include <utility>
#include <variant>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "presend/v1/screening.pb.h"

namespace presend::client {

// What becomes of a message that could not be screened.
enum class FailurePolicy {
  kFailOpen,    // it is sent
  kFailClosed,  // it is held
};

// Why there is no verdict.
enum class NoVerdict {
  kTimeout,      // no answer within the deadline
  kUnreachable,  // no connection, or it broke
  kOverloaded,   // the daemon asks for a pause: too many calls, or the tenant's quota is used up
  kBreakerOpen,  // not asked, since the daemon has lately failed again and again
  kNotAdmitted,  // the token is missing, unknown or expired, or lacks the role
  kRefused,      // this message can not be screened: it is too long, names an unknown platform, is not UTF-8, …
  kBroken,       // the daemon, or something before it, answered nonsense or an internal error
};
inline constexpr int kNoVerdicts = 7;

// "timeout", "unreachable", "overloaded", "breaker-open", "not-admitted", "refused", "broken".
std::string_view NoVerdictName(NoVerdict reason);

struct Unscreened {
  NoVerdict reason;
  FailurePolicy policy;                               // the one that was applied
  absl::Status status;                                // for people; never OK
  absl::Duration retry_after = absl::ZeroDuration();  // asking earlier is in vain; 0: not known
};

// Exactly one of response() and unscreened() is there.
class [[nodiscard]] Outcome {
 public:
  explicit Outcome(v1::ScreenResponse response) : told_(std::move(response)) {}
  explicit Outcome(Unscreened unscreened) : told_(std::move(unscreened)) {}

  // Whether the message may go out: the verdict is ALLOW or ADVISE, or there is none and the policy is to fail open.
  bool MaySend() const;

  // What the daemon said; its verdict is one of ALLOW, ADVISE, REVIEW and BLOCK. Null: it said nothing.
  const v1::ScreenResponse* response() const { return std::get_if<v1::ScreenResponse>(&told_); }
  // Why there is no verdict. Null: there is one.
  const Unscreened* unscreened() const { return std::get_if<Unscreened>(&told_); }

 private:
  std::variant<v1::ScreenResponse, Unscreened> told_;
};

}  // namespace presend::client
