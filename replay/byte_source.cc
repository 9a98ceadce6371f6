#include "replay/byte_source.h"

#include <archive.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

#include "absl/strings/str_cat.h"

namespace presend::replay {
namespace {

absl::Status Failure(std::string_view what) {
  return absl::DataLossError(absl::StrCat(std::string(what), "：", std::strerror(errno)));
}

class FileSource : public ByteSource {
 public:
  explicit FileSource(int file) : file_(file) {}
  ~FileSource() override {
    if (file_ != STDIN_FILENO) close(file_);
  }

  absl::StatusOr<size_t> Read(char* to, size_t size) override {
    for (;;) {
      const ssize_t count = read(file_, to, size);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return Failure("读取失败");
      position_ += static_cast<uint64_t>(count);
      return static_cast<size_t>(count);
    }
  }

  uint64_t raw_position() const override { return position_; }

  absl::Status Skip(uint64_t count) override {
    struct stat facts;
    if (fstat(file_, &facts) != 0 || !S_ISREG(facts.st_mode)) return ByteSource::Skip(count);
    if (position_ + count > static_cast<uint64_t>(facts.st_size))
      return absl::OutOfRangeError("the file is shorter than at the checkpoint");
    position_ += count;
    return lseek(file_, static_cast<off_t>(position_), SEEK_SET) < 0 ? Failure("定位失败") : absl::OkStatus();
  }

 private:
  int file_;
  uint64_t position_ = 0;
};

// What libarchive takes off: any of its filters over one stream.
class FilteredSource : public ByteSource {
 public:
  explicit FilteredSource(std::unique_ptr<ByteSource> source) : source_(std::move(source)), block_(256 << 10) {}
  ~FilteredSource() override { archive_read_free(archive_); }

  absl::Status Open() {
    archive_read_support_filter_all(archive_);
    archive_read_support_format_raw(archive_);
    const auto read = [](struct archive*, void* self, const void** block) -> la_ssize_t {
      auto& source = *static_cast<FilteredSource*>(self);
      const auto count = source.source_->Read(source.block_.data(), source.block_.size());
      if (!count.ok()) return -1;
      *block = source.block_.data();
      return static_cast<la_ssize_t>(*count);
    };
    archive_entry* entry = nullptr;
    if (archive_read_open(archive_, this, nullptr, read, nullptr) != ARCHIVE_OK) return Damaged();
    const int opened = archive_read_next_header(archive_, &entry);
    if (opened == ARCHIVE_EOF) return absl::OkStatus();
    return opened < ARCHIVE_WARN ? Damaged() : absl::OkStatus();
  }

  // Block by block: archive_read_data would throw away what stands before a damage.
  absl::StatusOr<size_t> Read(char* to, size_t size) override {
    while (rest_.empty()) {
      const void* data = nullptr;
      size_t count = 0;
      la_int64_t offset = 0;
      const int read = damage_.ok() ? archive_read_data_block(archive_, &data, &count, &offset) : ARCHIVE_FATAL;
      if (read == ARCHIVE_EOF) return size_t{0};
      if (read < ARCHIVE_WARN) return Damaged();
      rest_ = std::string_view(static_cast<const char*>(data), count);
    }
    const size_t count = std::min(size, rest_.size());
    std::memcpy(to, rest_.data(), count);
    rest_.remove_prefix(count);
    return count;
  }

  uint64_t raw_position() const override { return source_->raw_position(); }

 private:
  // The first reason is the one that says something.
  absl::Status Damaged() {
    if (!damage_.ok()) return damage_;
    const char* reason = archive_error_string(archive_);
    damage_ = absl::DataLossError(
        absl::StrCat("压缩文件损坏或被截断", reason == nullptr ? "" : absl::StrCat("（", reason, "）")));
    return damage_;
  }

  std::unique_ptr<ByteSource> source_;
  std::vector<char> block_;
  std::string_view rest_;  // of libarchive's last block
  absl::Status damage_;
  struct archive* archive_ = archive_read_new();
};

bool IsCompressed(std::string_view first) {
  for (std::string_view magic : {std::string_view("\x1f\x8b", 2), std::string_view("\x28\xb5\x2f\xfd", 4),
                                 std::string_view("\xfd"
                                                  "7zXZ\0",
                                                  6),
                                 std::string_view("BZh", 3), std::string_view("\x04\x22\x4d\x18", 4)}) {
    if (first.starts_with(magic)) return true;
  }
  return false;
}

}  // namespace

absl::Status ByteSource::Skip(uint64_t count) {
  std::vector<char> block(256 << 10);
  while (count > 0) {
    const auto read = Read(block.data(), std::min<uint64_t>(count, block.size()));
    if (!read.ok()) return read.status();
    if (*read == 0) return absl::OutOfRangeError("the input is shorter than at the checkpoint");
    count -= *read;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<PeekedSource>> PeekedSource::Create(std::unique_ptr<ByteSource> source, size_t size) {
  auto peeked = std::make_unique<PeekedSource>();
  peeked->peeked_.resize(size);
  size_t filled = 0;
  while (filled < size) {
    const auto count = source->Read(peeked->peeked_.data() + filled, size - filled);
    if (!count.ok() && filled == 0) return count.status();
    if (!count.ok() || *count == 0) break;  // a later Read reports the damage again
    filled += *count;
  }
  peeked->peeked_.resize(filled);
  peeked->source_ = std::move(source);
  return peeked;
}

absl::StatusOr<size_t> PeekedSource::Read(char* to, size_t size) {
  if (at_ >= peeked_.size()) return source_->Read(to, size);
  const size_t count = std::min(size, peeked_.size() - at_);
  std::memcpy(to, peeked_.data() + at_, count);
  at_ += count;
  return count;
}

absl::Status PeekedSource::Skip(uint64_t count) {
  const uint64_t here = std::min<uint64_t>(count, peeked_.size() - at_);
  at_ += here;
  return count == here ? absl::OkStatus() : source_->Skip(count - here);
}

absl::StatusOr<std::unique_ptr<ByteSource>> OpenBytes(const std::string& path) {
  const int file = path == "-" ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return absl::NotFoundError(absl::StrCat(path, ": ", std::strerror(errno)));
  auto peeked = PeekedSource::Create(std::make_unique<FileSource>(file), 6);
  if (!peeked.ok()) return absl::InvalidArgumentError(absl::StrCat(path, ": ", peeked.status().message()));
  if (!IsCompressed((*peeked)->peeked())) return std::unique_ptr<ByteSource>(std::move(*peeked));
  auto filtered = std::make_unique<FilteredSource>(std::move(*peeked));
  if (absl::Status status = filtered->Open(); !status.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", status.message()));
  }
  return std::unique_ptr<ByteSource>(std::move(filtered));
}

}  // namespace presend::replay
