// Rows of ClickHouse's RowBinary: String columns one after the other, each its length (LEB128) and its bytes; with
// `recent`, an Array(String) behind them. Nothing marks where a row ends, so a wrong length loses all that follows.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "cli/scan_row.h"

namespace presend {

inline constexpr size_t kLongestBinaryField = 64 << 20;  // bytes; a longer one is a fault
inline constexpr size_t kMostBinaryRecent = 1 << 16;     // earlier messages of a row

enum class BinaryRowState {
  kWhole,
  kPartial,  // more bytes are needed
  kBroken,   // no length can be this long: what follows cannot be read
};

struct BinaryRow {
  BinaryRowState state = BinaryRowState::kPartial;
  size_t size = 0;  // bytes of the row, if it is whole
};

// Reads the row at the front of `bytes` into `row`, whose texts then point into `bytes`. A pure function.
BinaryRow ReadBinaryRow(std::string_view bytes, bool with_recent, ScanRow& row);

// One String column.
void AppendBinaryField(std::string_view field, std::string& out);

}  // namespace presend
