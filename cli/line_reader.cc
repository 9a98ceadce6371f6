#include "cli/line_reader.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"

namespace presend {
namespace {

constexpr size_t kReadBytes = 256 * 1024;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

absl::StatusOr<LineReader> LineReader::Open(const std::string& path) {
  if (path == "-") return LineReader(STDIN_FILENO, "<stdin>");
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return absl::NotFoundError(absl::StrCat(path, ": ", std::strerror(errno)));
  return LineReader(file, path);
}

LineReader::LineReader(LineReader&& other) noexcept
    : file_(std::exchange(other.file_, -1)), name_(std::move(other.name_)), buffer_(std::move(other.buffer_)) {}

LineReader::~LineReader() {
  if (file_ > STDIN_FILENO) close(file_);
}

void LineReader::Fill() {
  buffer_.erase(0, at_);
  searched_ -= at_;
  at_ = 0;
  const size_t size = buffer_.size();
  buffer_.resize(size + kReadBytes);
  ssize_t count;
  do {
    count = read(file_, buffer_.data() + size, kReadBytes);
  } while (count < 0 && errno == EINTR);
  if (count < 0) status_ = absl::UnavailableError(absl::StrCat(name_, ": ", std::strerror(errno)));
  ended_ = count <= 0;
  buffer_.resize(size + static_cast<size_t>(std::max<ssize_t>(count, 0)));
}

bool LineReader::Ready() const { return ended_ || buffer_.find('\n', at_) != std::string::npos; }

bool LineReader::Next(std::string_view& line) {
  size_t newline;
  while ((newline = buffer_.find('\n', searched_)) == std::string::npos && !ended_) {
    searched_ = buffer_.size();
    Fill();
  }
  if (newline == std::string::npos) newline = buffer_.size();  // the last line has no newline
  if (!status_.ok() || at_ >= buffer_.size()) return false;
  line = std::string_view(buffer_).substr(at_, newline - at_);
  at_ = searched_ = std::min(newline + 1, buffer_.size());
  if (++line_number_ == 1 && line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
  if (line.ends_with('\r')) line.remove_suffix(1);
  return true;
}

}  // namespace presend
