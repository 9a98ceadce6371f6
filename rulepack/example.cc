#include "rulepack/example.h"

#include "absl/status/status.h"

namespace presend {
namespace {

constexpr std::string_view kOpen = "[[";
constexpr std::string_view kClose = "]]";

}  // namespace

absl::StatusOr<MarkedText> ReadMarks(std::string_view marked) {
  MarkedText out;
  bool inside = false;
  for (size_t i = 0; i < marked.size();) {
    const std::string_view rest = marked.substr(i, 2);
    const auto here = static_cast<uint32_t>(out.text.size());
    if (rest == kOpen) {
      if (inside) return absl::InvalidArgumentError("[[ inside [[ ]]");
      out.spans.push_back({here, here});
      inside = true;
      i += 2;
    } else if (rest == kClose && inside) {
      out.spans.back().end = here;
      if (out.spans.back().length() == 0) return absl::InvalidArgumentError("[[]] marks nothing");
      inside = false;
      i += 2;
    } else if (rest == kClose) {
      return absl::InvalidArgumentError("]] without [[");
    } else {
      out.text.push_back(marked[i++]);
    }
  }
  if (inside) return absl::InvalidArgumentError("[[ without ]]");
  return out;
}

}  // namespace presend
