#include "wire/screening.h"

#include <chrono>

#include "wire/translation.h"

namespace presend::wire {
namespace {

int64_t TimeOf(const v1::ScreenRequest& request) {
  if (request.has_time()) return request.time().seconds() * 1000 + request.time().nanos() / 1'000'000;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

}  // namespace

absl::Status ScreenSession::Screen(const Screener& screener, ConversationWindow* window,
                                   const v1::ScreenRequest& request, v1::ScreenResponse& response) {
  FillMessage(request, message_);
  const bool remembers = window != nullptr && !request.conversation_id().empty();
  const ConversationKey key{request.platform(), request.conversation_id(), request.agent_id(), message_.sender};
  const int64_t now_ms = remembers ? TimeOf(request) : 0;
  if (remembers && message_.recent.empty()) {
    window->Recent(key, message_.text, now_ms, recent_);
    message_.recent.assign(recent_.texts.begin(), recent_.texts.begin() + static_cast<ptrdiff_t>(recent_.count));
    message_.repeats = recent_.repeats;
  }
  if (absl::Status status = screener.Screen(message_, context_, verdict_); !status.ok()) return status;
  // Blocked ones too: they are sent mended, or all the same, and the next message may go on where they end.
  if (remembers) window->Remember(key, message_.text, now_ms);
  response.set_message_id(request.message_id());
  FillResponse(verdict_, response);
  return absl::OkStatus();
}

absl::Status ScreenSession::ScreenChecked(const Screener& screener, const RequestLimits& limits,
                                          ConversationWindow* window, const v1::ScreenRequest& request,
                                          v1::ScreenResponse& response) {
  if (absl::Status status = Validate(request, screener, limits); !status.ok()) return status;
  return Screen(screener, window, request, response);
}

}  // namespace presend::wire
