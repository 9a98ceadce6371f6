#include "replay/row_parser.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <vector>

#include "absl/strings/numbers.h"
#include "replay/archive_input.h"
#include "replay/charset.h"
#include "replay/plain_text.h"
#include "replay/row_builder.h"
#include "replay/separated_text.h"
#include "simdjson.h"

namespace presend::replay {
namespace {

namespace ondemand = simdjson::ondemand;

constexpr size_t kShownBytes = 2000;

const char* FaultOf(simdjson::error_code error) {
  switch (error) {
    case simdjson::UTF8_ERROR: return "不是 UTF-8";
    case simdjson::UNCLOSED_STRING: return "JSON 不完整：字符串没有结束";
    case simdjson::UNESCAPED_CHARS: return "JSON 字符串里有控制字符（如 NUL）";
    case simdjson::INCORRECT_TYPE: return "不是 JSON 对象";
    case simdjson::INCOMPLETE_ARRAY_OR_OBJECT: return "JSON 对象不完整，或后面还有内容";
    default: return "JSON 有误";
  }
}

// A key of an object, as it stands between its quotes, and the column that it fills.
struct KeyColumn {
  std::string key;
  int column = -1;
};

}  // namespace

class RowParser::Impl {
 public:
  explicit Impl(const RowRules& rules) : builder_(rules) {}

  void Parse(Batch& batch) {
    batch_ = &batch;
    const ArchiveInput& archive = *batch.archive;
    builder_.Begin(batch, archive.columns);
    if (batch.unescaped.capacity() < batch.size) batch.unescaped.reserve(batch.size);
    if (archive.format == RecordFormat::kJsonLines) {
      ParseLines();
    } else {
      ParseSeparated();
    }
  }

 private:
  void Refuse(uint64_t line, std::string_view reason, std::string_view record) {
    batch_->rejects.push_back({line, std::string(reason), std::string(record.substr(0, kShownBytes))});
  }

  // ---- JSONL

  void ParseLines() {
    names_.clear();
    for (int i = 0; i < kColumnCount; ++i) names_.push_back({batch_->archive->columns[static_cast<Column>(i)], i});
    expected_.clear();
    const char* const data = batch_->bytes.data();
    uint64_t line = batch_->first_line;
    for (size_t at = 0; at < batch_->size; ++line) {
      const auto* newline = static_cast<const char*>(std::memchr(data + at, '\n', batch_->size - at));
      const size_t end = newline == nullptr ? batch_->size : static_cast<size_t>(newline - data);
      const std::string_view record(data + at, end - at);
      if (!Trim(record).empty()) {
        if (const char* fault = ReadObject(record, line)) Refuse(line, fault, record);
      }
      at = end + 1;
    }
  }

  // The column of the key at a position; keys mostly come in the order of the object before.
  int ColumnOf(size_t position, ondemand::raw_json_string key) {
    if (position < expected_.size() && key.unsafe_is_equal(expected_[position].key)) return expected_[position].column;
    if (expected_.size() <= position) expected_.resize(position + 1);
    const char* raw = key.raw();
    size_t size = 0;
    while (raw[size] != '"' || (size > 0 && raw[size - 1] == '\\')) ++size;
    KeyColumn& slot = expected_[position];
    slot.key.assign(raw, size);
    slot.column = -1;
    for (const KeyColumn& name : names_) {
      if (!name.key.empty() && name.key == slot.key) slot.column = name.column;
    }
    return slot.column;
  }

  // The text of a scalar. Strings without escapes are left where they are.
  simdjson::error_code ReadScalar(ondemand::value value, std::string_view& text) {
    std::string_view token = Trim(value.raw_json_token());
    if (token.empty() || token.front() == '{' || token.front() == '[') return simdjson::INCORRECT_TYPE;
    if (token.front() != '"') {
      text = token == "null" ? std::string_view() : token;
      return simdjson::SUCCESS;
    }
    if (token.size() >= 2 && token.back() == '"' && std::memchr(token.data(), '\\', token.size()) == nullptr) {
      text = token.substr(1, token.size() - 2);
      return simdjson::SUCCESS;
    }
    std::string_view plain;
    if (const auto error = value.get_string().get(plain)) return error;
    const size_t begin = batch_->unescaped.size();
    batch_->unescaped.append(plain);
    text = std::string_view(batch_->unescaped).substr(begin);
    return simdjson::SUCCESS;
  }

  const char* ReadObject(std::string_view record, uint64_t line) {
    const size_t room = batch_->bytes.size() - static_cast<size_t>(record.data() - batch_->bytes.data());
    ondemand::document document;
    if (const auto error = json_.iterate(record.data(), record.size(), room).get(document)) return FaultOf(error);
    ondemand::object object;
    if (const auto error = document.get_object().get(object)) return FaultOf(error);
    Fields fields;
    size_t position = 0;
    for (auto entry : object) {
      ondemand::field field;
      if (const auto error = std::move(entry).get(field)) return FaultOf(error);
      const int column = ColumnOf(position++, field.key());
      if (column < 0) continue;
      if (const auto error = ReadScalar(field.value(), fields[static_cast<size_t>(column)])) {
        return error == simdjson::INCORRECT_TYPE ? "字段不是文字或数字" : FaultOf(error);
      }
    }
    const char* rest = nullptr;  // there is no place any more once all is read
    if (document.current_location().get(rest) == simdjson::SUCCESS) return "JSON 对象不完整，或后面还有内容";
    return builder_.Add(fields, line);
  }

  // ---- CSV, TSV, workbooks

  // The field that each column is, or -1.
  void PlaceColumns() {
    const ArchiveInput& archive = *batch_->archive;
    for (int i = 0; i < kColumnCount; ++i) {
      const std::string& name = archive.columns[static_cast<Column>(i)];
      places_[i] = -1;
      for (size_t k = 0; k < archive.headers.size() && !name.empty(); ++k) {
        if (archive.headers[k] == name) places_[i] = static_cast<int>(k) + (archive.numbered ? 1 : 0);
      }
    }
  }

  void ParseSeparated() {
    PlaceColumns();
    const std::string_view text = std::string_view(batch_->bytes).substr(0, batch_->size);
    all_utf8_ = simdjson::validate_utf8(text.data(), text.size());
    any_nul_ = std::memchr(text.data(), 0, text.size()) != nullptr;
    any_undecodable_ = text.find(kUndecodable) != std::string_view::npos;
    uint64_t line = batch_->first_line;
    for (size_t at = 0; at < text.size();) {
      const RecordEnd record = FindRecordEnd(text.substr(at), batch_->archive->separator);
      const std::string_view whole = text.substr(at, record.end);
      // Before the fields are split: that writes into the record.
      const uint64_t lines = static_cast<uint64_t>(std::count(whole.begin(), whole.end(), '\n'));
      ReadRecord(whole, record.state, line);
      line += lines;
      at += record.end;
    }
  }

  const char* CheckRecord(std::string_view record, RecordState state) const {
    if (state == RecordState::kOpenQuote) return "引号没有结束";
    if (state == RecordState::kStrayQuote) return "引号后面还有内容";
    if (any_nul_ && record.find('\0') != std::string_view::npos) return "含有 NUL 字节";
    if (!all_utf8_ && !simdjson::validate_utf8(record.data(), record.size())) return "不是 UTF-8";
    if (any_undecodable_ && record.find(kUndecodable) != std::string_view::npos) return "含有无法解码的字节";
    return nullptr;
  }

  void ReadRecord(std::string_view record, RecordState state, uint64_t line) {
    while (!record.empty() && (record.back() == '\n' || record.back() == '\r')) record.remove_suffix(1);
    if (Trim(record).empty()) return;
    if (const char* fault = CheckRecord(record, state)) return Refuse(line, fault, record);
    const size_t begin = static_cast<size_t>(record.data() - batch_->bytes.data());
    const bool quoted = record.find('"') != std::string_view::npos;
    if (quoted) kept_ = record;
    SplitFields(batch_->bytes.data() + begin, record.size(), batch_->archive->separator, split_);
    const char* const fault = ReadFields(line);
    if (fault != nullptr) Refuse(line, fault, quoted ? std::string_view(kept_) : record);
  }

  const char* ReadFields(uint64_t& line) {
    const ArchiveInput& archive = *batch_->archive;
    const size_t width = archive.headers.size() + (archive.numbered ? 1 : 0);
    if (archive.numbered && !absl::SimpleAtoi(ToAbsl(split_[0]), &line)) return "没有行号";
    if (archive.numbered) split_.resize(width);  // a workbook leaves out empty cells at the end
    while (split_.size() > width && split_.back().empty()) split_.pop_back();
    if (split_.size() != width) return split_.size() < width ? "列数比表头少" : "列数比表头多";
    Fields fields;
    for (int i = 0; i < kColumnCount; ++i) {
      if (places_[i] >= 0) fields[i] = i == 0 ? split_[places_[i]] : Trim(split_[places_[i]]);
    }
    return builder_.Add(fields, line);
  }

  RowBuilder builder_;
  Batch* batch_ = nullptr;
  ondemand::parser json_;
  std::vector<KeyColumn> names_, expected_;
  std::vector<std::string_view> split_;
  std::string kept_;
  int places_[kColumnCount] = {};
  bool all_utf8_ = true, any_nul_ = false, any_undecodable_ = false;
};

RowParser::RowParser(const RowRules& rules) : impl_(std::make_unique<Impl>(rules)) {}
RowParser::~RowParser() = default;

void RowParser::Parse(Batch& batch) {
  const auto start = std::chrono::steady_clock::now();
  impl_->Parse(batch);
  batch.parsing_ns = (std::chrono::steady_clock::now() - start).count();
}

}  // namespace presend::replay
