// Bytes of an archive as they come: files, standard input, decompressed streams. One reader at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace presend::replay {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Fills `to` with at most `size` bytes; 0 at the end. DATA_LOSS for damaged input.
  virtual absl::StatusOr<size_t> Read(char* to, size_t size) = 0;
  // How far the file underneath has been read, in bytes, for progress.
  virtual uint64_t raw_position() const = 0;
  // Leaves out the next `count` bytes; OUT_OF_RANGE if there are fewer.
  virtual absl::Status Skip(uint64_t count);
};

// "-" is standard input. gzip, zstd, xz, bzip2 and lz4 are recognised by their first bytes and undone.
absl::StatusOr<std::unique_ptr<ByteSource>> OpenBytes(const std::string& path);

// Reads ahead without losing anything: the first bytes are looked at, then read again.
class PeekedSource : public ByteSource {
 public:
  // Reads up to `size` bytes ahead.
  static absl::StatusOr<std::unique_ptr<PeekedSource>> Create(std::unique_ptr<ByteSource> source, size_t size);
  std::string_view peeked() const { return peeked_; }  // what has been read ahead; valid while the source lives
  void Drop(size_t count) { at_ += count; }            // of the peeked bytes, before the first Read

  absl::StatusOr<size_t> Read(char* to, size_t size) override;
  uint64_t raw_position() const override { return source_->raw_position(); }
  absl::Status Skip(uint64_t count) override;

 private:
  std::unique_ptr<ByteSource> source_;
  std::string peeked_;
  size_t at_ = 0;
};

}  // namespace presend::replay
