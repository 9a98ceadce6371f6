#include "replay/sheet.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "replay/archive_input.h"
#include "replay/plain_text.h"
#include "replay/separated_text.h"

namespace presend::replay {
namespace {

absl::StatusOr<std::string> ReadAll(ByteSource& source) {
  std::string text;
  for (size_t size = 0;;) {
    text.resize(size + (1 << 20));
    const auto count = source.Read(text.data() + size, text.size() - size);
    if (!count.ok()) return count.status();
    size += *count;
    if (*count > 0) continue;
    text.resize(size);
    return text;
  }
}

}  // namespace

absl::StatusOr<Sheet> Sheet::Read(const std::string& path) {
  auto input = OpenRecords(path, {});
  if (!input.ok()) return input.status();
  if (input->format != RecordFormat::kSeparated) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": no sheet; must be CSV or xlsx"));
  }
  auto text = ReadAll(*input->text);
  if (!text.ok()) return absl::InvalidArgumentError(absl::StrCat(path, ": ", text.status().message()));
  Sheet sheet;
  sheet.headers_ = input->headers;
  const absl::Status status = sheet.ReadRows(std::move(*text), input->separator, input->numbered);
  if (!status.ok()) return absl::InvalidArgumentError(absl::StrCat(path, status.message()));
  return sheet;
}

absl::Status Sheet::ReadRows(std::string text, char separator, bool numbered) {
  std::vector<std::string_view> fields;
  uint64_t line = 1;
  for (size_t at = 0, end = 0; at < text.size(); at = end) {
    const RecordEnd record = FindRecordEnd(std::string_view(text).substr(at), separator);
    if (record.state != RecordState::kComplete) {
      return absl::InvalidArgumentError(absl::StrCat(":", line, ": a quote that does not end, or is followed by more"));
    }
    end = at + record.end;
    const uint64_t lines = static_cast<uint64_t>(std::count(text.begin() + at, text.begin() + end, '\n'));
    size_t size = record.end;
    while (size > 0 && (text[at + size - 1] == '\n' || text[at + size - 1] == '\r')) --size;
    SplitFields(text.data() + at, size, separator, fields);
    Row row{line, {}};
    if (numbered && !absl::SimpleAtoi(ToAbsl(fields[0]), &row.place)) row.place = line;
    row.fields.assign(fields.begin() + (numbered ? 1 : 0), fields.end());
    row.fields.resize(headers_.size());
    const bool empty = std::all_of(row.fields.begin(), row.fields.end(), [](const auto& f) { return Trim(f).empty(); });
    if (at > 0 && !empty) rows_.push_back(std::move(row));  // the first record is the header
    line += lines;
  }
  return absl::OkStatus();
}

int Sheet::Find(std::string_view header) const {
  const auto found = std::find(headers_.begin(), headers_.end(), header);
  return found == headers_.end() ? -1 : static_cast<int>(found - headers_.begin());
}

std::string_view Sheet::Field(const Row& row, std::string_view header) const {
  const int column = Find(header);
  return column < 0 ? std::string_view() : std::string_view(row.fields[static_cast<size_t>(column)]);
}

}  // namespace presend::replay
