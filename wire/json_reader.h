// The quick way to read a request from JSON.
#pragma once

#include <string_view>

#include "presend/v1/screening.pb.h"

namespace presend::wire {

// Reads an object of known fields with plain values into `request` (clear). False if it is anything else, well-formed
// or not: null, numbers for strings, unknown or repeated fields, unpaired surrogates, invalid UTF-8. `request` is then
// left half filled. Never accepts what protobuf's parser would refuse.
bool ReadPlainRequest(std::string_view json, v1::ScreenRequest& request);

}  // namespace presend::wire
