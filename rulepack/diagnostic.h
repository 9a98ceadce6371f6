// What is wrong with a rule file, where, and how to mend it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rulepack/source_file.h"

namespace presend {

enum class Severity : uint8_t { kError, kWarning };

struct Diagnostic {
  Severity severity = Severity::kError;
  std::string file;
  uint32_t line = 0;        // from 1; 0: the file as a whole
  uint32_t column = 0;      // from 1, in code points
  std::string message;
  std::string source_line;  // the offending line, shortened around the column if it is long
  uint32_t caret = 0;       // columns of a terminal before the caret
  std::string hint;         // how to mend it; may be empty
};

// The diagnostics of a load. Nothing stops at the first one, but above kMost further ones are only counted.
class Diagnostics {
 public:
  static constexpr size_t kMost = 1000;

  void Error(SourcePoint at, std::string message, std::string hint = "");
  void Warning(SourcePoint at, std::string message, std::string hint = "");

  size_t error_count() const { return errors_; }
  bool ok() const { return errors_ == 0; }
  // By file, line and column.
  std::vector<Diagnostic> Sorted() const;

 private:
  void Add(Severity severity, SourcePoint at, std::string message, std::string hint);

  std::vector<Diagnostic> all_;
  size_t errors_ = 0;
};

// "file:line:column: error: message", the line, a caret and the hint; each on its own line, ended by a newline.
std::string Format(const Diagnostic& diagnostic);

}  // namespace presend
