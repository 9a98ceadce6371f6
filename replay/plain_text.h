// Views between the two string_view types, and white space. Pure functions, safe from any thread.
#pragma once

#include <string_view>

#include "absl/strings/string_view.h"

namespace presend::replay {

// Abseil, as Debian builds it, has a string_view of its own.
inline absl::string_view ToAbsl(std::string_view text) { return {text.data(), text.size()}; }
inline std::string_view ToStd(absl::string_view text) { return {text.data(), text.size()}; }

// Without white space (ASCII) at both ends.
inline std::string_view Trim(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace presend::replay
