// Whether Hyperscan takes a regular expression, and takes it at a bearable cost.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "engine/database_store.h"

namespace presend {

struct PatternFault {
  std::string message;  // empty: none
  std::string hint;
  uint32_t byte = 0;  // offset in the pattern, if known
};

// Compiles the pattern as the engine will.
PatternFault CheckPattern(const std::string& pattern);

// Whether CheckPattern finds no fault in any. Compiles them as one database, the one that a snapshot of rules with
// these patterns in this order asks the store for; if it is there, nothing is compiled.
bool TakesAll(std::span<const std::string> patterns, DatabaseStore& store);

}  // namespace presend
