// What a review says, for people and for programs. Pure functions.
#pragma once

#include <string>

#include "nlohmann/json_fwd.hpp"
#include "replay/review_score.h"

namespace presend::replay {

std::string ReviewText(const ReviewScore& score);
nlohmann::json ReviewJson(const ReviewScore& score);

}  // namespace presend::replay
