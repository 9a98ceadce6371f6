// A file that grows by whole lines and can be cut back to where a checkpoint saw it.
#pragma once

#include <cstdint>
#include <fstream>
#include <initializer_list>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace presend::replay {

// Not safe to share between threads.
class OutputFile {
 public:
  OutputFile() = default;
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  // Opens for writing from `offset` on; what stood behind it is lost. OUT_OF_RANGE if the file is shorter.
  absl::Status Open(const std::string& path, uint64_t offset);
  absl::Status Append(std::string_view text);
  // Returns once the system has what was appended on disk.
  absl::Status Sync();
  uint64_t size() const { return size_; }
  const std::string& path() const { return path_; }

 private:
  int file_ = -1;
  uint64_t size_ = 0;
  std::string path_;
};

// A file made piece by piece that takes its name when it is whole. Not safe to share between threads.
class DraftFile {
 public:
  explicit DraftFile(const std::string& path) : path_(path), out_(path + ".new", std::ios::binary) {}
  // Written out from time to time: see MaybeFlush.
  std::string text;
  void MaybeFlush();
  // UNAVAILABLE if it could not be written; the old file then stays.
  absl::Status Close();

 private:
  std::string path_;
  std::ofstream out_;
};

// Replaces a file as a whole: a reader sees the old or the new content, also after a crash.
absl::Status WriteAtomically(const std::string& path, std::string_view content);
// The same of pieces that are not copied together first.
absl::Status WriteAtomically(const std::string& path, std::initializer_list<std::string_view> pieces);
// NOT_FOUND if it cannot be read.
absl::Status ReadWhole(const std::string& path, std::string& content);

}  // namespace presend::replay
