// Hides personal data in what is shown: runs of seven or more digits, e-mail addresses, ids beside a contact word.
// Pure functions, safe from any thread.
#pragma once

#include <string>
#include <string_view>

#include "nlohmann/json_fwd.hpp"

namespace presend::replay {

// The same text with the middle of each put as *, code point for code point, so that spans stay where they are.
std::string MaskPersonalData(std::string_view text);

// A sample of the tally: every text in it, and the whole match where the rule is about contacts or privacy.
void MaskSample(nlohmann::json& sample);

}  // namespace presend::replay
