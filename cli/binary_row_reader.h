// Rows of RowBinary from a pipe, as they come.
#pragma once

#include <string>

#include "cli/row_binary.h"

namespace presend {

// Not safe to share between threads.
class BinaryRowReader {
 public:
  BinaryRowReader(int file, bool with_recent) : file_(file), with_recent_(with_recent) {}

  // The next row; valid until the next call. False at the end of the input, and ever after a fault.
  bool Next(ScanRow& row);
  // Why the last row is none: the input ended inside of it, or a length is impossible. Null if it is one.
  const char* fault() const { return fault_; }
  // Whether Next has a row, or the end, without reading on: with a pipe, without waiting.
  bool Ready() const;

 private:
  void Fill();

  int file_;
  bool with_recent_;
  std::string buffer_;
  size_t at_ = 0;
  bool ended_ = false;
  const char* fault_ = nullptr;
};

}  // namespace presend
