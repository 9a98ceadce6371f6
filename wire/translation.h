// Engine types in protobuf and back: the only place that knows both.
#pragma once

#include <optional>
#include <string_view>

#include "engine/screener.h"
#include "engine/verdict.h"
#include "presend/v1/screening.pb.h"

namespace presend::wire {

// "agent" (also if empty), "robot", "buyer", "system".
std::optional<Sender> ParseSender(std::string_view name);
std::string_view SenderName(Sender sender);

// The message of a valid request. Its views point into `request`, which must outlive it.
void FillMessage(const v1::ScreenRequest& request, Message& message);

// The answer. `response` must be clear. Takes no reference to `verdict`.
void FillResponse(const Verdict& verdict, v1::ScreenResponse& response);

// The way back, for clients that speak engine types. Values that this version does not know become the mildest.
Verdict ReadResponse(const v1::ScreenResponse& response);

}  // namespace presend::wire
