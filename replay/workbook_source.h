// Rows of an Excel workbook (.xlsx) as CSV, each led by its row number. Streams the sheet; only the table of shared
// strings is kept in memory.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "replay/byte_source.h"

namespace presend::replay {

// `sheet`: a name, or empty for the first. NOT_FOUND without such a sheet, INVALID_ARGUMENT if it is no workbook.
absl::StatusOr<std::unique_ptr<ByteSource>> ReadWorkbook(const std::string& path, const std::string& sheet);

}  // namespace presend::replay
