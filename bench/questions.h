// Calls to make, and what the embedded engine answers to them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/screener.h"

namespace presend::bench {

struct Question {
  std::string request, answer;  // ScreenRequest and ScreenResponse; of a batch, ScreenBatchRequest and -Response
};

// Service talk in calls of `batch` messages; each sixteenth message holds something for the shipped rules to find.
absl::StatusOr<std::vector<Question>> Questions(const Screener& screener, int batch);

// Whether the service says the same, whatever revision said so.
bool IsRight(std::string_view answer, const Question& question, bool batch);

}  // namespace presend::bench
