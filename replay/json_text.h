// JSON written piece by piece into a string, for lines that are written by the million. Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"

namespace presend::replay {

// "text" with what JSON wants escaped; bytes that are no UTF-8 become U+FFFD.
void AppendJsonString(std::string_view text, std::string& out);

// ,"key":"text" or ,"key":number; nothing for an empty text. The comma is left out after '{'.
inline void AppendJsonKey(std::string_view key, std::string& out) {
  if (out.back() != '{') out += ',';
  out += '"';
  out += key;
  out += "\":";
}
inline void AppendJsonMember(std::string_view key, std::string_view text, std::string& out) {
  if (text.empty()) return;
  AppendJsonKey(key, out);
  AppendJsonString(text, out);
}
inline void AppendJsonMember(std::string_view key, uint64_t number, std::string& out) {
  AppendJsonKey(key, out);
  absl::StrAppend(&out, number);
}

}  // namespace presend::replay
