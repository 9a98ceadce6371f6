#include "replay/dialogue_source.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"

namespace presend::replay {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kLargestElement = 64u << 20;
constexpr size_t kBlock = 256 << 10;

// Cuts a stream into the JSON objects that are not inside of another object, by brackets and strings.
class ElementCutter {
 public:
  // True at the last character of an element; `begins` at its first.
  bool Take(char c, bool& begins) {
    begins = false;
    if (in_string_) {
      if (escaped_) escaped_ = false;
      else if (c == '\\') escaped_ = true;
      else if (c == '"') in_string_ = false;
      return false;
    }
    if (c == '"') in_string_ = true;
    if (c == '{') begins = depth_++ == 0;
    if (c == '}' && depth_ > 0) return --depth_ == 0;
    return false;
  }
  bool inside() const { return depth_ > 0; }

 private:
  int depth_ = 0;  // of objects
  bool in_string_ = false;
  bool escaped_ = false;
};

bool IsListOfObjects(const Json& value) { return value.is_array() && !value.empty() && value.front().is_object(); }

// The member that holds the messages, or the dialogues.
const Json* ListOf(const Json& object) {
  for (const auto& [key, value] : object.items()) {
    if (IsListOfObjects(value)) return &value;
  }
  return nullptr;
}

// Each message with what its dialogue says besides.
void Flatten(const Json& object, const Json& outer, std::string& out) {
  Json own = outer;
  for (const auto& [key, value] : object.items()) {
    if (!value.is_structured()) own[key] = value;
  }
  const Json* list = ListOf(object);
  if (list == nullptr) {
    absl::StrAppend(&out, own.dump(-1, ' ', false, Json::error_handler_t::replace), "\n");
    return;
  }
  for (const Json& element : *list) {
    if (element.is_object()) Flatten(element, own, out);
  }
}

class DialogueSource : public ByteSource {
 public:
  explicit DialogueSource(std::unique_ptr<ByteSource> json) : json_(std::move(json)), block_(kBlock) {}

  absl::StatusOr<size_t> Read(char* to, size_t size) override {
    while (out_at_ == out_.size() && !ended_) {
      out_.clear();
      out_at_ = 0;
      const auto count = json_->Read(block_.data(), block_.size());
      if (!count.ok()) return count.status();
      if (*count == 0) Finish();
      for (size_t i = 0; i < *count; ++i) Take(block_[i]);
    }
    const size_t count = std::min(size, out_.size() - out_at_);
    std::memcpy(to, out_.data() + out_at_, count);
    out_at_ += count;
    return count;
  }

  uint64_t raw_position() const override { return json_->raw_position(); }

 private:
  void Take(char c) {
    bool begins = false;
    const bool ends = cutter_.Take(c, begins);
    if (begins) element_.clear();
    const bool inside = cutter_.inside() || ends;
    if (inside && element_.size() < kLargestElement) element_ += c;
    if (ends) Emit();
  }

  void Emit() {
    const Json object = Json::parse(element_, nullptr, false);
    if (object.is_object()) {
      Flatten(object, Json::object(), out_);
    } else {  // the reader of rows refuses it, with its line
      std::replace(element_.begin(), element_.end(), '\n', ' ');
      absl::StrAppend(&out_, element_.substr(0, 4096), "\n");
    }
  }

  void Finish() {
    ended_ = true;
    if (!cutter_.inside()) return;
    std::replace(element_.begin(), element_.end(), '\n', ' ');
    absl::StrAppend(&out_, element_.substr(0, 4096), "\n");
  }

  std::unique_ptr<ByteSource> json_;
  std::vector<char> block_;
  ElementCutter cutter_;
  std::string element_;
  std::string out_;
  size_t out_at_ = 0;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> FlattenDialogues(std::unique_ptr<ByteSource> json) {
  return std::make_unique<DialogueSource>(std::move(json));
}

}  // namespace presend::replay
