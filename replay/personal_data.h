// Hides personal data in what is shown: runs of seven or more digits, e-mail addresses, ids beside a contact word.
// Pure functions, safe from any thread.
#pragma once

#include <string>
#include <string_view>

#include "nlohmann/json_fwd.hpp"

namespace presend::replay {

// The same text with the middle of each put as *, code point for code point, so that spans stay where they are.
std::string MaskPersonalData(std::string_view text);

// A finding: every text in it, ids of letters and digits as well where the rule is about contacts, privacy or payment.
void MaskFinding(nlohmann::json& finding);

// A sample of the tally: its finding, and the conversation in the same way.
void MaskSample(nlohmann::json& sample);

}  // namespace presend::replay
