#include "replay/separated_text.h"

#include <cstring>

namespace presend::replay {
namespace {

size_t LineEnd(std::string_view text, size_t from) {
  const size_t newline = text.find('\n', from);
  return newline == std::string_view::npos ? text.size() : newline + 1;
}

// Past the closing quote of the field that opens at `at`; npos if it never closes.
size_t CloseOf(std::string_view text, size_t at) {
  for (++at;;) {
    at = text.find('"', at);
    if (at == std::string_view::npos) return at;
    if (at + 1 >= text.size() || text[at + 1] != '"') return at + 1;
    at += 2;
  }
}

bool EndsField(std::string_view text, size_t at, char separator) {
  return at == text.size() || text[at] == separator || text[at] == '\n' ||
         (text[at] == '\r' && (at + 1 == text.size() || text[at + 1] == '\n'));
}

}  // namespace

RecordEnd FindRecordEnd(std::string_view text, char separator) {
  const size_t line = LineEnd(text, 0);
  if (std::memchr(text.data(), '"', line) == nullptr) return {RecordState::kComplete, line};
  for (size_t at = 0;;) {
    if (at < text.size() && text[at] == '"') {
      at = CloseOf(text, at);
      if (at == std::string_view::npos) return {RecordState::kOpenQuote, line};
      if (!EndsField(text, at, separator)) return {RecordState::kStrayQuote, line};
    }
    while (at < text.size() && text[at] != separator && text[at] != '\n') ++at;
    if (at >= text.size()) return {RecordState::kComplete, text.size()};
    if (text[at++] == '\n') return {RecordState::kComplete, at};
  }
}

void SplitFields(char* record, size_t size, char separator, std::vector<std::string_view>& fields) {
  fields.clear();
  char* at = record;
  char* const end = record + size;
  for (;;) {
    if (at < end && *at == '"') {
      char* const begin = ++at;
      char* to = at;
      for (; at < end; ++at) {
        if (*at == '"') {
          if (at + 1 >= end || at[1] != '"') break;
          ++at;
        }
        *to++ = *at;
      }
      fields.emplace_back(begin, to - begin);
      if (at < end) ++at;
    } else {
      char* const begin = at;
      auto* found = static_cast<char*>(std::memchr(at, separator, end - at));
      at = found == nullptr ? end : found;
      fields.emplace_back(begin, at - begin);
    }
    if (at >= end) return;
    ++at;  // the separator
  }
}

}  // namespace presend::replay
