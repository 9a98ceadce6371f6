// Request in, answer out: the one way that the service, the command line and embedders share, so that the same message
// gets the same answer, byte for byte, wherever it is screened.
#pragma once

#include "absl/status/status.h"
#include "engine/conversation.h"
#include "engine/screener.h"
#include "presend/v1/screening.pb.h"
#include "wire/validation.h"

namespace presend::wire {

// The buffers of one thread. Not safe to share; cheap to keep. Works with any Screener and any window.
class ScreenSession {
 public:
  // Answers a request that Validate has passed. `window` remembers the conversation; null: only `recent` counts.
  // `response` must be clear. Errors: what Screener::Screen says.
  absl::Status Screen(const Screener& screener, ConversationWindow* window, const v1::ScreenRequest& request,
                      v1::ScreenResponse& response);

  // Validates, then screens.
  absl::Status ScreenChecked(const Screener& screener, const RequestLimits& limits, ConversationWindow* window,
                             const v1::ScreenRequest& request, v1::ScreenResponse& response);

 private:
  ScanContext context_;
  Message message_;
  Verdict verdict_;
  RecentMessages recent_;
};

}  // namespace presend::wire
