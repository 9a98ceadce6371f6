#include "engine/recent_tail.h"

#include "engine/utf8.h"

namespace presend {
namespace {

// Where the last `count` code points of `text` begin; takes off what it finds from `count`.
size_t TailBegin(std::string_view text, int& count) {
  size_t at = text.size();
  while (at > 0 && count > 0) {
    --at;
    if (!IsContinuation(text[at])) --count;
  }
  return at;
}

}  // namespace

uint32_t JoinRecentTail(const std::vector<std::string_view>& recent, std::string& joined) {
  joined.clear();
  int left = kTailCodePoints;
  size_t first = recent.size();
  size_t begin = 0;
  while (first > 0 && left > 0) begin = TailBegin(recent[--first], left);
  for (size_t i = first; i < recent.size(); ++i) joined.append(i == first ? recent[i].substr(begin) : recent[i]);
  return static_cast<uint32_t>(joined.size());
}

}  // namespace presend
