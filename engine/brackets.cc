#include "engine/brackets.h"

#include <string_view>

namespace presend {
namespace {

constexpr std::u32string_view kOpening = U"([{【（「『<《〔〖“";
constexpr std::u32string_view kClosing = U")]}】）」』>》〕〗”";

}  // namespace

void TakeBrackets(const View& view, uint32_t& first, uint32_t& end) {
  auto bracket = [&view](uint32_t at, std::u32string_view kind) {
    return at < view.glyphs.size() && kind.find(view.glyphs[at].code_point) != std::u32string_view::npos;
  };
  int open = 0;
  int unopened = 0;
  for (uint32_t i = first; i < end; ++i) {
    if (bracket(i, kOpening)) ++open;
    if (bracket(i, kClosing)) open > 0 ? --open : ++unopened;
  }
  if (unopened > 0 && first > 0 && bracket(first - 1, kOpening)) --first;
  if (open > 0 && bracket(end, kClosing)) ++end;
}

}  // namespace presend
