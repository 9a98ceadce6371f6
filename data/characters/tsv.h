// Reads this folder's tables: lines of fields between tabs, # begins a comment line. For the makers alone.
#pragma once

#include <string>
#include <vector>

namespace presend::maker {

using Row = std::vector<std::u32string>;

// Ends the program with a message if the file cannot be read.
std::vector<Row> ReadTsv(const std::string& path);

// Calls for each line `U+4E2D<TAB>property<TAB>value` of a bzip2'ed Unihan file.
struct UnihanEntry {
  char32_t code_point;
  std::string property;
  std::string value;
};
std::vector<UnihanEntry> ReadUnihan(const std::string& file, const std::vector<std::string>& properties);

// The code point of "U+4E2D"; 0 if it does not begin so. Reads hexadecimal digits only.
char32_t ParseCodePoint(const std::string& text);

[[noreturn]] void Fail(const std::string& message);

}  // namespace presend::maker
