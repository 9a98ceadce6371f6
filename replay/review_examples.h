// What people have judged, as examples for the rules: false alarms as `ok`, findings that hold as `bad`, misses as
// `todo`.
#pragma once

#include <string>

#include "replay/review.h"

namespace presend::replay {

// YAML: a list of {id, examples}, each list of examples ready to be pasted under `examples:` of its rule. Misses whose
// rule nobody has named stand under the empty id. What cannot be an example is a comment that says why.
std::string ReviewExamples(const Review& review);

}  // namespace presend::replay
