// What encoding an archive is in, and its bytes as UTF-8.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "replay/byte_source.h"

namespace presend::replay {

// Stands for bytes that the encoding has no character for; real text never holds it (U+FFFF, a noncharacter).
inline constexpr std::string_view kUndecodable = "\xEF\xBF\xBF";

struct Charset {
  std::string name = "UTF-8";  // as ICU knows it
  size_t mark = 0;             // bytes of a byte order mark in front
};

// Judges by the first bytes: a mark, else whether most lines that are not ASCII are UTF-8, else GB18030 or what ICU
// takes it for.
Charset DetectCharset(std::string_view first);

// Lines of UTF-8 within GB18030 are read as what they are. INVALID_ARGUMENT for a name that ICU does not know.
absl::StatusOr<std::unique_ptr<ByteSource>> DecodeToUtf8(std::unique_ptr<ByteSource> source, const std::string& charset);

}  // namespace presend::replay
