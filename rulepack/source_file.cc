#include "rulepack/source_file.h"

#include <unicode/utf8.h>

#include <utility>

#include "engine/utf8.h"


namespace presend {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

SourceFile::SourceFile(std::string path, std::string text) : path_(std::move(path)), text_(std::move(text)) {
  if (text_.starts_with(kByteOrderMark)) text_.erase(0, kByteOrderMark.size());
  line_begin_.push_back(0);
  for (size_t i = 0; i < text_.size(); ++i) {
    if (text_[i] == '\n' && i + 1 < text_.size()) line_begin_.push_back(i + 1);
  }
}

std::string_view SourceFile::Line(uint32_t line) const {
  if (line == 0 || line > line_begin_.size()) return {};
  const size_t begin = line_begin_[line - 1];
  const size_t end = line < line_begin_.size() ? line_begin_[line] : text_.size();
  std::string_view found = std::string_view(text_).substr(begin, end - begin);
  if (found.ends_with('\n')) found.remove_suffix(1);
  if (found.ends_with('\r')) found.remove_suffix(1);
  return found;
}

absl::StatusOr<const SourceFile*> SourceTree::Open(const std::string& path) {
  if (auto known = files_.find(path); known != files_.end()) return known->second.get();
  absl::StatusOr<std::string> text = from_->Read(path);
  if (!text.ok()) return text.status();
  return files_.emplace(path, std::make_unique<SourceFile>(path, *std::move(text))).first->second.get();
}

size_t FirstInvalidUtf8(std::string_view text) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto size = static_cast<int64_t>(text.size());
  for (int64_t i = 0; i < size;) {
    const int64_t begin = i;
    UChar32 c;
    U8_NEXT(bytes, i, size, c);
    if (c < 0) return static_cast<size_t>(begin);
  }
  return std::string_view::npos;
}

size_t CodePointCount(std::string_view text) {
  size_t count = 0;
  for (char c : text) count += !IsContinuation(c);
  return count;
}

}  // namespace presend
