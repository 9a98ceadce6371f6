// proto3 JSON, one object a line, fast. The common shapes are read directly; the rest goes through protobuf's own
// (slow) parser, which also words the errors. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "presend/v1/screening.pb.h"

namespace presend::wire {

// Reads one request (cleared first). INVALID_ARGUMENT if it is not one JSON object, or has fields that a ScreenRequest
// does not know.
absl::Status ParseJson(std::string_view json, v1::ScreenRequest& request);

// Appends an answer as one line of proto3 JSON, without the newline. Fields come in the order of their numbers; fields
// at their default are left out. Invalid UTF-8 comes out as U+FFFD.
void AppendJson(const v1::ScreenResponse& response, std::string& out);

// The same for a request, in protobuf's own (slow) way.
std::string ToJson(const v1::ScreenRequest& request);

}  // namespace presend::wire
