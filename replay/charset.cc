#include "replay/charset.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucnv_err.h>
#include <unicode/ucsdet.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "simdjson.h"

namespace presend::replay {
namespace {

struct ConverterDeleter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, ConverterDeleter>;

void MarkUndecodable(const void*, UConverterToUnicodeArgs* args, const char*, int32_t, UConverterCallbackReason reason,
                     UErrorCode* error) {
  if (reason > UCNV_IRREGULAR) return;
  static constexpr UChar kMark[] = {0xFFFF};
  *error = U_ZERO_ERROR;
  ucnv_cbToUWriteUChars(args, kMark, 1, 0, error);
}

class DecodedSource : public ByteSource {
 public:
  DecodedSource(std::unique_ptr<ByteSource> source, Converter from, Converter utf8)
      : source_(std::move(source)), from_(std::move(from)), utf8_(std::move(utf8)), in_(128 << 10), pivot_(64 << 10) {
    pivot_source_ = pivot_target_ = pivot_.data();
  }

  absl::StatusOr<size_t> Read(char* to, size_t size) override {
    char* out = to;
    while (out == to && !done_) {
      if (in_at_ == in_end_ && !ended_) {
        const auto count = source_->Read(in_.data(), in_.size());
        if (!count.ok()) return count.status();
        in_at_ = in_.data();
        in_end_ = in_at_ + *count;
        ended_ = *count == 0;
      }
      UErrorCode error = U_ZERO_ERROR;
      ucnv_convertEx(utf8_.get(), from_.get(), &out, to + size, &in_at_, in_end_, pivot_.data(), &pivot_source_,
                     &pivot_target_, pivot_.data() + pivot_.size(), false, ended_, &error);
      if (U_FAILURE(error) && error != U_BUFFER_OVERFLOW_ERROR) {
        return absl::DataLossError(absl::StrCat("解码失败：", u_errorName(error)));
      }
      if (ended_ && error != U_BUFFER_OVERFLOW_ERROR) done_ = true;
    }
    return static_cast<size_t>(out - to);
  }

  uint64_t raw_position() const override { return source_->raw_position(); }

 private:
  std::unique_ptr<ByteSource> source_;
  Converter from_, utf8_;
  std::vector<char> in_;
  std::vector<UChar> pivot_;
  const char* in_at_ = nullptr;
  const char* in_end_ = nullptr;
  UChar* pivot_source_;
  UChar* pivot_target_;
  bool ended_ = false;  // the source
  bool done_ = false;
};

// Valid UTF-8 with at least two Chinese characters of three bytes: GB18030 text does not look like that.
bool IsChineseUtf8(std::string_view line) {
  const auto leads = std::count_if(line.begin(), line.end(), [](char c) { return c >= '\xE3' && c <= '\xE9'; });
  return leads >= 2 && simdjson::validate_utf8(line.data(), line.size());
}

// A GB18030 file in which lines of UTF-8 have ended up: their bytes would be other, odd Chinese. They are put into
// GB18030 too, which has a place for every character.
class ReencodedLines : public ByteSource {
 public:
  explicit ReencodedLines(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

  absl::StatusOr<size_t> Read(char* to, size_t size) override {
    while (out_at_ == out_.size() && !ended_) {
      const size_t kept = pending_.size();
      pending_.resize(kept + kBlock);
      const auto count = source_->Read(pending_.data() + kept, kBlock);
      pending_.resize(kept + (count.ok() ? *count : 0));
      if (!count.ok()) return count.status();
      ended_ = *count == 0;
      Reencode();
    }
    const size_t count = std::min(size, out_.size() - out_at_);
    std::copy_n(out_.data() + out_at_, count, to);
    out_at_ += count;
    return count;
  }

  uint64_t raw_position() const override { return source_->raw_position(); }

 private:
  static constexpr size_t kBlock = 128 << 10;

  // Whole lines, and what is too long to wait for its end.
  void Reencode() {
    out_.clear();
    out_at_ = 0;
    size_t end = pending_.rfind('\n') + 1;  // npos + 1 is 0
    if (ended_ || (end == 0 && pending_.size() > kBlock)) end = pending_.size();
    for (size_t at = 0; at < end;) {
      const size_t newline = pending_.find('\n', at);
      const size_t next = newline == std::string::npos ? end : newline + 1;
      const std::string_view line = std::string_view(pending_).substr(at, next - at);
      if (IsChineseUtf8(line))
        AppendGb18030(line);
      else
        out_ += line;
      at = next;
    }
    pending_.erase(0, end);
  }

  void AppendGb18030(std::string_view line) {
    const auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(line.data(), static_cast<int32_t>(line.size())));
    const size_t begin = out_.size();
    out_.resize(begin + line.size() * 2);
    const int32_t size =
        text.extract(0, text.length(), out_.data() + begin, static_cast<uint32_t>(line.size() * 2), "GB18030");
    out_.resize(begin + static_cast<size_t>(size));
  }

  std::unique_ptr<ByteSource> source_;
  std::string pending_, out_;
  size_t out_at_ = 0;
  bool ended_ = false;
};

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
}

// Whether most lines that say something about it are UTF-8.
bool LooksLikeUtf8(std::string_view first) {
  size_t utf8 = 0, other = 0;
  while (!first.empty()) {
    const size_t end = first.find('\n');
    if (end == std::string_view::npos && utf8 + other > 0) break;  // the last line may be cut off
    std::string_view line = first.substr(0, end);
    if (end == std::string_view::npos) line = line.substr(0, line.size() > 1000 ? line.size() - 8 : line.size());
    if (!IsAscii(line)) ++(simdjson::validate_utf8(line.data(), line.size()) ? utf8 : other);
    first = end == std::string_view::npos ? std::string_view() : first.substr(end + 1);
  }
  return utf8 >= other;
}

std::string AskIcu(std::string_view first) {
  UErrorCode error = U_ZERO_ERROR;
  UCharsetDetector* detector = ucsdet_open(&error);
  ucsdet_setText(detector, first.data(), static_cast<int32_t>(std::min<size_t>(first.size(), 64 << 10)), &error);
  const UCharsetMatch* match = ucsdet_detect(detector, &error);
  const char* name = match == nullptr || U_FAILURE(error) ? nullptr : ucsdet_getName(match, &error);
  const int32_t confidence = name == nullptr ? 0 : ucsdet_getConfidence(match, &error);
  std::string answer = name == nullptr ? "" : name;
  ucsdet_close(detector);
  return confidence >= 50 && (answer == "Big5" || answer.starts_with("UTF-16") || answer.starts_with("UTF-32"))
             ? answer
             : "GB18030";
}

}  // namespace

Charset DetectCharset(std::string_view first) {
  if (first.starts_with("\xEF\xBB\xBF")) return {"UTF-8", 3};
  if (first.starts_with("\xFF\xFE")) return {"UTF-16LE", 2};
  if (first.starts_with("\xFE\xFF")) return {"UTF-16BE", 2};
  if (LooksLikeUtf8(first)) return {"UTF-8", 0};
  return {AskIcu(first), 0};
}

absl::StatusOr<std::unique_ptr<ByteSource>> DecodeToUtf8(std::unique_ptr<ByteSource> source,
                                                         const std::string& charset) {
  UErrorCode error = U_ZERO_ERROR;
  Converter from(ucnv_open(charset.c_str(), &error));
  Converter utf8(ucnv_open("UTF-8", &error));
  if (U_FAILURE(error)) return absl::InvalidArgumentError(absl::StrCat("unknown encoding \"", charset, "\""));
  const std::string_view name = ucnv_getName(from.get(), &error);
  if (name == "UTF-8") return source;
  if (name == "gb18030") source = std::make_unique<ReencodedLines>(std::move(source));
  ucnv_setToUCallBack(from.get(), MarkUndecodable, nullptr, nullptr, nullptr, &error);
  return std::unique_ptr<ByteSource>(
      std::make_unique<DecodedSource>(std::move(source), std::move(from), std::move(utf8)));
}

}  // namespace presend::replay
