// What a request must be before any work is done for it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "engine/screener.h"
#include "presend/v1/screening.pb.h"
#include "wire/status.h"

namespace presend::wire {

struct RequestLimits {
  uint32_t text_bytes = 64 * 1024;
  uint32_t id_bytes = 256;   // messageId, conversationId, shop, agentId
  uint32_t batch = 1024;     // requests of a batch
  uint32_t recent = 16;       // messages in `recent`; all together at most text_bytes
};

// OK, or INVALID_ARGUMENT with a BadRequest that names every fault. Thread-safe.
absl::Status Validate(const v1::ScreenRequest& request, const Screener& screener, const RequestLimits& limits);

// The same for a batch: also its size. Fields are named requests[i].field.
absl::Status Validate(const v1::ScreenBatchRequest& batch, const Screener& screener, const RequestLimits& limits);

}  // namespace presend::wire
