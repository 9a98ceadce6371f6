// findings.jsonl in the forms that other tools read. Each reads the file line by line; memory does not grow with it.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "nlohmann/json_fwd.hpp"

namespace presend::replay {

// One row a finding, with headers, UTF-8 with a byte order mark, as spreadsheets want it.
absl::Status ExportCsv(const std::string& findings, const std::string& to);
// A test case a finding; those that block are failures. `masked`: personal data is hidden.
absl::Status ExportJunit(const std::string& findings, const std::string& to, bool masked);
// SARIF 2.1.0, a result a finding, with the region of the row.
absl::Status ExportSarif(const std::string& findings, const std::string& to, std::string_view revision, bool masked);

// A field as CSV wants it. Fields that a spreadsheet would run as a formula are led by an apostrophe.
void AppendCsvField(std::string_view field, std::string& out);
// The field without that apostrophe.
std::string_view PlainCsvField(std::string_view field);

// Hands over each finding in turn. NOT_FOUND without the file, DATA_LOSS if a line is no finding.
absl::Status ForEachFinding(const std::string& findings, const std::function<void(const nlohmann::json&)>& take);

}  // namespace presend::replay
