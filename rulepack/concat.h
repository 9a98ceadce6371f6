// Debian's Abseil has a string_view of its own, which does not take std::string_view; these do.
#pragma once

#include <string>
#include <string_view>
#include <type_traits>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace presend {

inline absl::string_view ToAbsl(std::string_view text) { return {text.data(), text.size()}; }
inline std::string_view ToStd(absl::string_view text) { return {text.data(), text.size()}; }

namespace concat_internal {
template <class T>
decltype(auto) Piece(const T& value) {
  if constexpr (std::is_convertible_v<const T&, std::string_view>) {
    return ToAbsl(value);
  } else {
    return (value);
  }
}
}  // namespace concat_internal

// absl::StrCat and absl::StrAppend.
template <class... Pieces>
std::string Concat(const Pieces&... pieces) {
  return absl::StrCat(concat_internal::Piece(pieces)...);
}
template <class... Pieces>
void Append(std::string& out, const Pieces&... pieces) {
  absl::StrAppend(&out, concat_internal::Piece(pieces)...);
}

}  // namespace presend
