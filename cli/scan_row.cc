#include "cli/scan_row.h"

#include "nlohmann/json.hpp"

namespace presend {
namespace {

// Undoes the escapes of TabSeparated.
std::string Unescape(std::string_view field) {
  std::string plain;
  for (size_t i = 0; i < field.size(); ++i) {
    if (field[i] != '\\' || i + 1 >= field.size()) {
      plain += field[i];
      continue;
    }
    const char c = field[++i];
    plain += c == 't'   ? '\t'
             : c == 'n' ? '\n'
             : c == 'r' ? '\r'
             : c == '0' ? '\0'
             : c == 'b' ? '\b'
             : c == 'f' ? '\f'
                        : c;
  }
  return plain;
}

}  // namespace

void ScanRow::Clear() {
  text = platform = shop = sender = {};
  recent.clear();
  plain.clear();
}

const char* ReadTsvRow(std::string_view line, ScanRow& row) {
  row.Clear();
  std::string_view* const fields[] = {&row.text, &row.platform, &row.shop, &row.sender};
  for (size_t i = 0;; ++i) {
    const size_t tab = line.find('\t');
    std::string_view field = line.substr(0, tab);
    if (field.find('\\') != std::string_view::npos) field = row.plain.emplace_back(Unescape(field));
    if (i < 4)
      *fields[i] = field;
    else
      row.recent.push_back(field);
    if (tab == std::string_view::npos) return nullptr;
    line.remove_prefix(tab + 1);
  }
}

const char* ReadJsonRow(std::string_view line, ScanRow& row) {
  row.Clear();
  const auto json = nlohmann::json::parse(line, nullptr, false);
  if (!json.is_object()) return "not a JSON object";
  const auto text = [&](const char* name, std::string_view& to) {
    const auto found = json.find(name);
    if (found == json.end() || found->is_null()) return true;
    if (!found->is_string()) return false;
    to = row.plain.emplace_back(found->get<std::string>());
    return true;
  };
  if (!json.contains("text")) return "no \"text\"";
  if (!text("text", row.text) || !text("platform", row.platform) || !text("shop", row.shop) ||
      !text("sender", row.sender)) {
    return "a field is not a string";
  }
  if (!json.contains("recent")) return nullptr;
  if (!json["recent"].is_array()) return "\"recent\" is not a list";
  for (const auto& each : json["recent"]) {
    if (!each.is_string()) return "\"recent\" holds something else than strings";
    row.recent.push_back(row.plain.emplace_back(each.get<std::string>()));
  }
  return nullptr;
}

void AppendTsvField(std::string_view field, std::string& out) {
  for (const char c : field) {
    if (c == '\t')
      out += "\\t";
    else if (c == '\n')
      out += "\\n";
    else if (c == '\\')
      out += "\\\\";
    else
      out += c;
  }
}

}  // namespace presend
