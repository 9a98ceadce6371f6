// The report for people: one HTML file, with its data, style and charts inside; needs no network.
#pragma once

#include <string>

#include "nlohmann/json_fwd.hpp"

namespace presend::replay {

// `summary` as Summarize gives it. Pure function.
std::string RenderReport(const nlohmann::json& summary);

}  // namespace presend::replay
