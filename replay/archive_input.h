// One input, opened: its records as UTF-8 text, whatever the file was (CSV, JSONL, JSON of dialogues, Excel).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "replay/byte_source.h"
#include "replay/columns.h"

namespace presend::replay {

enum class RecordFormat : uint8_t { kJsonLines, kSeparated };

struct InputOptions {
  std::string format = "auto";    // auto, jsonl, json, csv, tsv, xlsx
  std::string encoding = "auto";  // auto, or a name that ICU knows
  std::string sheet;              // of a workbook; empty: the first
  ColumnMap columns;              // what the user said; the rest is guessed
};

struct ArchiveInput {
  std::string name;                  // as given; "-" for standard input
  std::unique_ptr<ByteSource> text;  // UTF-8 records, header included
  RecordFormat format = RecordFormat::kJsonLines;
  char separator = ',';
  bool numbered = false;             // the first field of a record is its row in the workbook
  std::string described;             // for people: "CSV, GB18030"
  std::vector<std::string> headers;  // columns, or keys of the first objects
  ColumnMap columns;
  uint64_t size = 0;  // bytes on disk; 0: unknown
};

// The records as they are, columns not looked for. Errors as below.
absl::StatusOr<ArchiveInput> OpenRecords(const std::string& path, const InputOptions& options);

// NOT_FOUND, or INVALID_ARGUMENT for what cannot be read, with the reason. An empty input has no headers.
absl::StatusOr<ArchiveInput> OpenArchive(const std::string& path, const InputOptions& options);

}  // namespace presend::replay
