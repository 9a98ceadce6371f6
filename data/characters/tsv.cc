#include "tsv.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>

#include "engine/utf8.h"

namespace presend::maker {

void Fail(const std::string& message) {
  std::cerr << message << '\n';
  std::exit(1);
}

std::vector<Row> ReadTsv(const std::string& path) {
  std::ifstream in(path);
  if (!in) Fail("cannot read " + path);
  std::vector<Row> rows;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.starts_with("# ") || line == "#") continue;
    Row row;
    std::istringstream fields(line);
    for (std::string field; std::getline(fields, field, '\t');) row.push_back(ToCodePoints(field));
    rows.push_back(std::move(row));
  }
  return rows;
}

char32_t ParseCodePoint(const std::string& text) {
  if (!text.starts_with("U+")) return 0;
  return static_cast<char32_t>(std::strtoul(text.c_str() + 2, nullptr, 16));
}

std::vector<UnihanEntry> ReadUnihan(const std::string& file, const std::vector<std::string>& properties) {
  const std::string command = "bzip2 -dc '" + file + "'";
  std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  if (!pipe) Fail("cannot run " + command);
  std::vector<UnihanEntry> entries;
  char buffer[65536];
  while (std::fgets(buffer, sizeof buffer, pipe.get()) != nullptr) {
    std::istringstream line(buffer);
    UnihanEntry entry;
    std::string code_point;
    if (!std::getline(line, code_point, '\t') || !std::getline(line, entry.property, '\t')) continue;
    if (std::find(properties.begin(), properties.end(), entry.property) == properties.end()) continue;
    std::getline(line, entry.value);
    entry.code_point = ParseCodePoint(code_point);
    entries.push_back(std::move(entry));
  }
  if (entries.empty()) Fail("nothing in " + file);
  return entries;
}

}  // namespace presend::maker
