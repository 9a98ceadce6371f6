// What kind of Chinese telephone number a string of digits is, by the numbering plan.
//
// Costs microseconds, so callers ask only about candidates. Never throws; safe to call from any thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace presend {

enum class PhoneKind : uint8_t { kNone, kMobile, kLandline };

// `digits`: ASCII digits as dialled inside China, 13800138000 or 01088886666 (area code with its leading zero).
// Hotlines (400, 800, 95xxx, 1xxxx) are kNone.
PhoneKind ClassifyChinesePhone(std::string_view digits);

// A hotline that companies publish: 400 and 800 numbers, 95xxx(x), 10086, 12315.
bool IsHotline(std::string_view digits);

}  // namespace presend
