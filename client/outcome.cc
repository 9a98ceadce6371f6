#include "client/outcome.h"

namespace presend::client {

std::string_view NoVerdictName(NoVerdict reason) {
  switch (reason) {
    case NoVerdict::kTimeout:
      return "timeout";
    case NoVerdict::kUnreachable:
      return "unreachable";
    case NoVerdict::kOverloaded:
      return "overloaded";
    case NoVerdict::kBreakerOpen:
      return "breaker-open";
    case NoVerdict::kNotAdmitted:
      return "not-admitted";
    case NoVerdict::kRefused:
      return "refused";
    case NoVerdict::kBroken:
      return "broken";
  }
  return "";
}

bool Outcome::MaySend() const {
  if (const Unscreened* none = unscreened()) return none->policy == FailurePolicy::kFailOpen;
  const v1::Verdict verdict = response()->verdict();
  return verdict == v1::VERDICT_ALLOW || verdict == v1::VERDICT_ADVISE;
}

}  // namespace presend::client
