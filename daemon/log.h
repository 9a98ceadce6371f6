// The server's log: one JSON object a line on standard error. Never the text of a message.
#pragma once

#include <string>
#include <string_view>

#include "nlohmann/json.hpp"
#include "spdlog/common.h"

namespace presend {

// Sets the least level that is written: debug, info, warning or error. Thread-safe.
void SetLogLevel(const std::string& level);

// Writes {"time":…,"level":…,"event":…, fields…}. Thread-safe. Fields are {"name", value} pairs.
void LogEvent(spdlog::level::level_enum level, std::string_view event, nlohmann::ordered_json fields = {});

}  // namespace presend
