// Writing that is whole or not at all.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace presend {

// Replaces a file: whoever reads it, also after a crash or a loss of power, sees the old content or the new one.
// UNAVAILABLE with the system's reason; the old content then stays. One writer at a time.
absl::Status WriteDurably(const std::string& path, std::string_view content);

// Writes all of it to an open file. False if the system will not; errno says why.
bool WriteAll(int fd, std::string_view text);

}  // namespace presend
