// The arrays that data/characters/make_shape_table.cc writes. For shape_table.cc alone.
#pragma once

#include <cstddef>
#include <cstdint>

namespace presend::shape_table_internal {

inline constexpr char32_t kFirstShape = 0x3000;
inline constexpr uint32_t kShapeBits = 0x7000;

// Three parts of 16 bits each, the last 0 in pairs; sorted.
extern const uint64_t kShapeKeys[];
extern const uint16_t kShapeWholes[];  // beside kShapeKeys
extern const size_t kShapeCount;
extern const uint16_t kPartsTyped[];  // イ; sorted
extern const uint16_t kPartsMeant[];  // 亻
extern const size_t kPartCount;
extern const uint32_t kShapeFirst[kShapeBits / 32];  // one bit for each code point from kFirstShape

}  // namespace presend::shape_table_internal
