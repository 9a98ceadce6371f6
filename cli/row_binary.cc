#include "cli/row_binary.h"

#include <algorithm>
#include <cstdint>

namespace presend {
namespace {

class BinaryCursor {
 public:
  explicit BinaryCursor(std::string_view bytes) : bytes_(bytes) {}

  bool Field(std::string_view& field) {
    uint64_t length = 0;
    if (!Length(kLongestBinaryField, length)) return false;
    if (bytes_.size() - at_ < length) return false;
    field = bytes_.substr(at_, length);
    at_ += length;
    return true;
  }

  // Of a field, or of an array. False if it is not all there, or longer than `most`.
  bool Length(uint64_t most, uint64_t& length) {
    length = 0;
    for (int shift = 0; at_ < bytes_.size(); shift += 7) {
      const auto byte = static_cast<unsigned char>(bytes_[at_++]);
      length |= uint64_t{byte & 0x7Fu} << shift;
      broken_ = length > most || shift > 28;
      if (broken_) return false;
      if (byte < 0x80) return true;
    }
    return false;
  }

  BinaryRow Here(bool whole) const {
    if (broken_) return {BinaryRowState::kBroken, 0};
    return whole ? BinaryRow{BinaryRowState::kWhole, at_} : BinaryRow{};
  }

 private:
  std::string_view bytes_;
  size_t at_ = 0;
  bool broken_ = false;
};

bool ReadRecent(BinaryCursor& cursor, ScanRow& row) {
  uint64_t count = 0;
  if (!cursor.Length(kMostBinaryRecent, count)) return false;
  row.recent.resize(count);
  return std::all_of(row.recent.begin(), row.recent.end(), [&](std::string_view& said) { return cursor.Field(said); });
}

}  // namespace

BinaryRow ReadBinaryRow(std::string_view bytes, bool with_recent, ScanRow& row) {
  BinaryCursor cursor(bytes);
  row.Clear();
  const bool fields =
      cursor.Field(row.text) && cursor.Field(row.platform) && cursor.Field(row.shop) && cursor.Field(row.sender);
  return cursor.Here(fields && (!with_recent || ReadRecent(cursor, row)));
}

void AppendBinaryField(std::string_view field, std::string& out) {
  uint64_t length = field.size();
  for (; length >= 0x80; length >>= 7) out += static_cast<char>(0x80 | (length & 0x7F));
  out += static_cast<char>(length);
  out += field;
}

}  // namespace presend
