// A sheet that people have filled in: CSV in any encoding and with any separator, or xlsx, read whole.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace presend::replay {

// Immutable once read; safe to share between threads.
class Sheet {
 public:
  struct Row {
    uint64_t place = 0;               // line of the file, or row of the workbook, from 1
    std::vector<std::string> fields;  // as many as there are headers
  };

  // NOT_FOUND, or INVALID_ARGUMENT for what is no sheet: an open quote, a damaged file. Empty rows are left out.
  static absl::StatusOr<Sheet> Read(const std::string& path);

  const std::vector<std::string>& headers() const { return headers_; }
  const std::vector<Row>& rows() const { return rows_; }
  bool has(std::string_view header) const { return Find(header) >= 0; }
  // Empty if there is no such column.
  std::string_view Field(const Row& row, std::string_view header) const;

 private:
  int Find(std::string_view header) const;
  absl::Status ReadRows(std::string text, char separator, bool numbered);

  std::vector<std::string> headers_;
  std::vector<Row> rows_;
};

}  // namespace presend::replay
