// Lines from a file or pipe, as they come.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace presend {

// Not safe to share between threads.
class LineReader {
 public:
  // "-" is standard input. NOT_FOUND if the file cannot be opened.
  static absl::StatusOr<LineReader> Open(const std::string& path);
  LineReader(LineReader&& other) noexcept;
  ~LineReader();

  // The next line without its end (\n or \r\n), and without a byte order mark at the start of the input; valid until
  // the next call. False at the end of the input, or if reading fails: see status().
  bool Next(std::string_view& line);

  // Whether Next has a line, or the end of the input, without reading on: with a pipe, without waiting.
  bool Ready() const;

  uint64_t line_number() const { return line_number_; }  // of the last line, from 1
  const std::string& name() const { return name_; }      // for messages
  const absl::Status& status() const { return status_; }

 private:
  LineReader(int file, std::string name) : file_(file), name_(std::move(name)) {}
  void Fill();

  int file_ = -1;
  std::string name_;
  std::string buffer_;
  size_t at_ = 0;       // where the next line begins
  size_t searched_ = 0;  // no newline in [at_, searched_)
  bool ended_ = false;
  uint64_t line_number_ = 0;
  absl::Status status_;
};

}  // namespace presend
