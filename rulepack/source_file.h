// The text of one file of a rule pack, with its lines, and points in it that diagnostics name.
//
// Lines and columns count from 1. Columns are code points, as editors show them. Immutable after construction.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "rulepack/rule_files.h"

namespace presend {

class SourceFile {
 public:
  // `path` is what diagnostics print. A leading byte order mark is dropped.
  SourceFile(std::string path, std::string text);

  const std::string& path() const { return path_; }
  std::string_view text() const { return text_; }
  uint32_t line_count() const { return static_cast<uint32_t>(line_begin_.size()); }
  // The line without its end; empty if there is no such line.
  std::string_view Line(uint32_t line) const;

 private:
  std::string path_;
  std::string text_;
  std::vector<size_t> line_begin_;
};

// A point in a file. The file outlives it. `byte` is the offset in the line; 0-based, since parsers count so.
struct SourcePoint {
  const SourceFile* file = nullptr;
  uint32_t line = 0;  // 0: the file as a whole
  uint32_t byte = 0;
};

struct LocatedText {
  std::string text;
  SourcePoint at;
};

// The files that were read, each once; keeps them alive. Not thread-safe.
class SourceTree {
 public:
  explicit SourceTree(std::shared_ptr<const RuleFiles> from = FilesOnDisk()) : from_(std::move(from)) {}

  // As RuleFiles::Read. The pointer lives as long as the tree.
  absl::StatusOr<const SourceFile*> Open(const std::string& path);

  const std::map<std::string, std::unique_ptr<SourceFile>>& files() const { return files_; }
  const RuleFiles& from() const { return *from_; }

 private:
  std::shared_ptr<const RuleFiles> from_;
  std::map<std::string, std::unique_ptr<SourceFile>> files_;
};

// Where `text` stops being UTF-8, as an offset; npos if it is UTF-8 throughout.
size_t FirstInvalidUtf8(std::string_view text);

// The number of code points in valid UTF-8.
size_t CodePointCount(std::string_view text);

}  // namespace presend
