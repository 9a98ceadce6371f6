// Whether Hyperscan takes a regular expression, and takes it at a bearable cost.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace presend {

struct PatternFault {
  std::string message;  // empty: none
  std::string hint;
  uint32_t byte = 0;    // offset in the pattern, if known
};

// Compiles the pattern as the engine will.
PatternFault CheckPattern(const std::string& pattern);

}  // namespace presend
