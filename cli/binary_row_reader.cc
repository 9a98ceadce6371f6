#include "cli/binary_row_reader.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace presend {

void BinaryRowReader::Fill() {
  constexpr size_t kReadBytes = 256 << 10;
  buffer_.erase(0, at_);
  at_ = 0;
  const size_t size = buffer_.size();
  const size_t room = std::max(kReadBytes, size);  // doubling: a long field is looked at a few times only
  buffer_.resize(size + room);
  ssize_t count;
  do {
    count = read(file_, buffer_.data() + size, room);
  } while (count < 0 && errno == EINTR);
  ended_ = count <= 0;
  if (count < 0) fault_ = "reading failed";
  buffer_.resize(size + static_cast<size_t>(std::max<ssize_t>(count, 0)));
}

bool BinaryRowReader::Ready() const {
  ScanRow row;
  return ended_ || fault_ != nullptr ||
         ReadBinaryRow(std::string_view(buffer_).substr(at_), with_recent_, row).state != BinaryRowState::kPartial;
}

bool BinaryRowReader::Next(ScanRow& row) {
  if (fault_ != nullptr) return false;
  for (;;) {
    const BinaryRow read = ReadBinaryRow(std::string_view(buffer_).substr(at_), with_recent_, row);
    at_ += read.size;
    if (read.state == BinaryRowState::kWhole) return true;
    if (read.state == BinaryRowState::kBroken)
      fault_ = "an impossible length: this is no RowBinary of these columns";
    else if (ended_ && at_ < buffer_.size())
      fault_ = "the input ends inside of a row";
    if (fault_ != nullptr) return true;
    if (ended_) return false;
    Fill();
  }
}

}  // namespace presend
