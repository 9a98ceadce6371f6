#include "replay/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "rulepack/durable_file.h"

namespace presend::replay {
namespace {

absl::Status Failed(std::string_view what, const std::string& path) {
  return absl::UnavailableError(absl::StrCat(path, ": ", std::string(what), ": ", std::strerror(errno)));
}

absl::Status Write(int file, std::string_view text, const std::string& path) {
  return WriteAll(file, text) ? absl::OkStatus() : Failed("cannot be written", path);
}

}  // namespace

OutputFile::~OutputFile() {
  if (file_ >= 0) close(file_);
}

absl::Status OutputFile::Open(const std::string& path, uint64_t offset) {
  path_ = path;
  file_ = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  if (file_ < 0) return Failed("cannot be created", path);
  struct stat facts;
  if (fstat(file_, &facts) != 0) return Failed("cannot be read", path);
  if (static_cast<uint64_t>(facts.st_size) < offset)
    return absl::OutOfRangeError(absl::StrCat(path, ": shorter than at the checkpoint"));
  if (ftruncate(file_, static_cast<off_t>(offset)) != 0) return Failed("cannot be cut", path);
  if (lseek(file_, 0, SEEK_END) < 0) return Failed("cannot be positioned", path);
  size_ = offset;
  return absl::OkStatus();
}

absl::Status OutputFile::Append(std::string_view text) {
  size_ += text.size();
  return Write(file_, text, path_);
}

absl::Status OutputFile::Sync() {
  return fdatasync(file_) == 0 ? absl::OkStatus() : Failed("cannot be written", path_);
}

void DraftFile::MaybeFlush() {
  constexpr size_t kFlushBytes = 1 << 20;
  if (text.size() < kFlushBytes) return;
  out_ << text;
  text.clear();
}

absl::Status DraftFile::Close() {
  out_ << text;
  out_.close();
  const bool done = out_.good() && rename((path_ + ".new").c_str(), path_.c_str()) == 0;
  return done ? absl::OkStatus() : absl::UnavailableError(absl::StrCat(path_, ": cannot be written"));
}

absl::Status WriteAtomically(const std::string& path, std::string_view content) {
  return WriteAtomically(path, {content});
}

absl::Status WriteAtomically(const std::string& path, std::initializer_list<std::string_view> pieces) {
  const std::string draft = path + ".new";
  const int file = open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return Failed("cannot be created", draft);
  absl::Status status;
  for (const std::string_view piece : pieces) status.Update(Write(file, piece, draft));
  if (status.ok() && fsync(file) != 0) status = Failed("cannot be written", draft);
  close(file);
  if (status.ok() && rename(draft.c_str(), path.c_str()) != 0) status = Failed("cannot be renamed", draft);
  return status;
}

absl::Status ReadWhole(const std::string& path, std::string& content) {
  content.clear();
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return absl::NotFoundError(absl::StrCat(path, ": ", std::strerror(errno)));
  char block[64 << 10];
  for (ssize_t count; (count = read(file, block, sizeof block)) > 0;) content.append(block, static_cast<size_t>(count));
  close(file);
  return absl::OkStatus();
}

}  // namespace presend::replay
