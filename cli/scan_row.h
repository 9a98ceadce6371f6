// A message as a distributed engine hands it over, and the two text formats that it comes in.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace presend {

// Only the text must be there. The texts point into the record that was read, or into `plain`.
struct ScanRow {
  std::string_view text, platform, shop, sender;
  std::vector<std::string_view> recent;  // earlier messages of the sender, oldest first
  std::deque<std::string> plain;         // fields that do not stand in the record as they are

  void Clear();
};

// TabSeparated: text, platform, shop, sender, then any number of recent messages. Null, or why the line is no row.
const char* ReadTsvRow(std::string_view line, ScanRow& row);
// An object with these names. Null, or why the line is no row.
const char* ReadJsonRow(std::string_view line, ScanRow& row);
// A field as TabSeparated wants it.
void AppendTsvField(std::string_view field, std::string& out);

}  // namespace presend
