// The same rows as the kinds of files that archives come in, made on the spot.
#pragma once

#include <archive.h>
#include <archive_entry.h>
#include <unicode/unistr.h>
#include <zip.h>

#include <string>
#include <vector>

#include "nlohmann/json.hpp"

namespace presend::replay {

using TextRow = std::vector<std::string>;

inline std::string AsJsonLines(const TextRow& keys, const std::vector<TextRow>& rows) {
  std::string lines;
  for (const TextRow& row : rows) {
    nlohmann::json object;
    for (size_t i = 0; i < keys.size(); ++i) object[keys[i]] = row[i];
    lines += object.dump() + "\n";
  }
  return lines;
}

inline std::string AsCsv(const TextRow& headers, const std::vector<TextRow>& rows) {
  std::string text;
  const auto append = [&](const TextRow& row) {
    for (size_t i = 0; i < row.size(); ++i) {
      text += i == 0 ? "\"" : ",\"";
      for (char c : row[i]) text += c == '"' ? std::string("\"\"") : std::string(1, c);
      text += '"';
    }
    text += "\r\n";
  };
  append(headers);
  for (const TextRow& row : rows) append(row);
  return text;
}

inline std::string AsGb18030(const std::string& utf8) {
  const icu::UnicodeString text = icu::UnicodeString::fromUTF8(utf8);
  std::string encoded(utf8.size() * 2, '\0');
  encoded.resize(static_cast<size_t>(
      text.extract(0, text.length(), encoded.data(), static_cast<uint32_t>(encoded.size()), "GB18030")));
  return encoded;
}

inline std::string XmlText(const std::string& text) {
  std::string escaped;
  for (char c : text) escaped += c == '&' ? "&amp;" : c == '<' ? "&lt;" : std::string(1, c);
  return escaped;
}

// A workbook as Excel writes it: all texts are in the table of shared strings, but for the cells of `numbers`, a column.
inline void WriteWorkbook(const std::string& path, const TextRow& headers, const std::vector<TextRow>& rows, size_t numbers) {
  std::string strings = "<sst>", sheet = "<worksheet><sheetData>";
  size_t string = 0, line = 0;
  const auto append = [&](const TextRow& row) {
    sheet += "<row r=\"" + std::to_string(++line) + "\">";
    for (size_t i = 0; i < row.size(); ++i) {
      const std::string place = std::string(1, static_cast<char>('A' + i)) + std::to_string(line);
      if (row[i].empty()) continue;  // Excel leaves empty cells out
      if (i == numbers && line > 1) {
        sheet += "<c r=\"" + place + "\"><v>" + row[i] + "</v></c>";
        continue;
      }
      sheet += "<c r=\"" + place + "\" t=\"s\"><v>" + std::to_string(string++) + "</v></c>";
      strings += "<si><t xml:space=\"preserve\">" + XmlText(row[i]) + "</t></si>";
    }
    sheet += "</row>";
  };
  append(headers);
  for (const TextRow& row : rows) append(row);
  const std::vector<std::pair<std::string, std::string>> parts = {
      {"xl/workbook.xml", "<workbook xmlns:r=\"r\"><sheets><sheet name=\"聊天\" r:id=\"rId1\"/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/></Relationships>"},
      {"xl/sharedStrings.xml", strings + "</sst>"},
      {"xl/worksheets/sheet1.xml", sheet + "</sheetData></worksheet>"}};
  zip_t* zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
  for (const auto& [name, content] : parts) {
    zip_file_add(zip, name.c_str(), zip_source_buffer(zip, content.data(), content.size(), 0), 0);
  }
  zip_close(zip);
}

// `filter`: ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_ZSTD, ….
inline std::string Compressed(const std::string& content, int filter) {
  std::string packed(content.size() + (1 << 16), '\0');
  size_t used = 0;
  struct archive* to = archive_write_new();
  archive_write_add_filter(to, filter);
  archive_write_set_format_raw(to);
  archive_write_set_bytes_per_block(to, 0);
  archive_write_open_memory(to, packed.data(), packed.size(), &used);
  archive_entry* entry = archive_entry_new();
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_write_header(to, entry);
  archive_write_data(to, content.data(), content.size());
  archive_write_close(to);
  archive_entry_free(entry);
  archive_write_free(to);
  packed.resize(used);
  return packed;
}

}  // namespace presend::replay
