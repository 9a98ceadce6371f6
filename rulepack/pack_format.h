// The one way that rule files and word lists are laid out.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace presend {

// Rules stand a blank line apart, their keys in the order of docs/rules.md; no blanks at ends of lines, one newline at
// the end; comments stay with what they stand above. Never changes the meaning: INVALID_ARGUMENT if the file is not
// YAML or could not be laid out without changing it.
absl::StatusOr<std::string> FormatRuleFile(std::string_view text);

// Blanks at ends of lines and repeated empty lines go; order and comments stay.
std::string FormatWordList(std::string_view text);

}  // namespace presend
