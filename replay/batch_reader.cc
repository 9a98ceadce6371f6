#include "replay/batch_reader.h"

#include <algorithm>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "replay/separated_text.h"

namespace presend::replay {
namespace {

constexpr size_t kShownBytes = 2000;

// By memchr: lines are long, and it looks at many bytes at once.
uint64_t LinesIn(std::string_view text) {
  uint64_t lines = 0;
  for (size_t at = 0; (at = text.find('\n', at)) != std::string_view::npos; ++at) ++lines;
  return lines;
}

}  // namespace

absl::Status BatchReader::Resume(const ReadPosition& position) {
  input_ = position.input;
  if (input_ >= inputs_.size()) return absl::OkStatus();
  for (uint32_t i = 0; i < input_; ++i) done_bytes_ += inputs_[i].size;
  offset_ = position.offset;
  line_ = position.line;
  begun_ = position.offset > 0;
  return inputs_[input_].text->Skip(position.offset);
}

// Leaves out the header.
void BatchReader::Begin() {
  begun_ = true;
  const ArchiveInput& input = inputs_[input_];
  if (input.format != RecordFormat::kSeparated) return;
  Fill(kBatchBytes);
  const size_t end = FindRecordEnd(pending_, input.separator).end;
  line_ += LinesIn(std::string_view(pending_).substr(0, end));
  offset_ += end;
  pending_.erase(0, end);
}

// Reads until `target` bytes are pending, or the input ends.
bool BatchReader::Fill(size_t target) {
  size_t filled = pending_.size();
  if (filled < target) pending_.resize(target);
  while (filled < target && !ended_) {
    const auto count = inputs_[input_].text->Read(pending_.data() + filled, target - filled);
    if (!count.ok()) damage_ = std::string(count.status().message());
    ended_ = !count.ok() || *count == 0;
    if (count.ok()) filled += *count;
  }
  pending_.resize(std::min(filled, pending_.size()));
  return !ended_;
}

// How many of the pending bytes are whole records; 0 if not even one is.
size_t BatchReader::Boundary() {
  if (ended_) return pending_.size();
  const std::string_view text = pending_;
  const ArchiveInput& input = inputs_[input_];
  const bool quoted = input.format == RecordFormat::kSeparated && std::memchr(text.data(), '"', text.size()) != nullptr;
  if (!quoted) return text.rfind('\n') + 1;  // npos + 1 is 0
  size_t at = 0;
  while (at < text.size()) {
    const RecordEnd record = FindRecordEnd(text.substr(at, kLongestQuoted), input.separator);
    const bool cut = at + kLongestQuoted >= text.size();  // more bytes could tell otherwise
    if (cut && (record.state != RecordState::kComplete || text[at + record.end - 1] != '\n')) break;
    if (text[at + record.end - 1] != '\n') return at;  // a long line without end
    at += record.end;
  }
  return at;
}

// The record at the front is longer than any may be: it is read over.
void BatchReader::RefuseOverlong(Batch& batch) {
  Reject& reject = batch.rejects.emplace_back();
  reject.line = line_;
  reject.text = pending_.substr(0, kShownBytes);
  reject.reason = absl::StrCat("记录超过 ", kLongestRecord >> 20, " MB");
  for (;;) {
    const size_t newline = pending_.find('\n');
    const size_t drop = newline == std::string::npos ? pending_.size() : newline + 1;
    offset_ += drop;
    pending_.erase(0, drop);
    if (newline != std::string::npos || (ended_ && pending_.empty())) break;
    Fill(kBatchBytes);
  }
  ++line_;
}

void BatchReader::Take(Batch& batch, size_t size) {
  batch.bytes.assign(pending_, 0, size);
  batch.bytes.append(kPadding, '\0');
  batch.size = size;
  pending_.erase(0, size);
  offset_ += size;
  line_ += LinesIn(std::string_view(batch.bytes).substr(0, size));
}

// What stands behind the last newline of a damaged input may look whole and is not.
void BatchReader::RefuseCut(Batch& batch) {
  const std::string_view records(batch.bytes.data(), batch.size);
  const size_t kept = records.rfind('\n') + 1;  // npos + 1 is 0
  const std::string cut(records.substr(kept, kShownBytes));
  batch.bytes.resize(kept);
  batch.bytes.append(kPadding, '\0');
  batch.size = kept;
  batch.rejects.push_back({line_, absl::StrCat("输入到此中断：", damage_), cut});
}

void BatchReader::EndInput(Batch& batch) {
  if (!damage_.empty()) RefuseCut(batch);
  batch.ends_input = true;
  done_bytes_ += inputs_[input_].size;
  inputs_[input_].text.reset();  // done with; its buffers are not small
  damage_.clear();
  begun_ = ended_ = false;
  ++input_;
  offset_ = 0;
  line_ = 1;
}

bool BatchReader::Next(Batch& batch) {
  if (input_ >= inputs_.size()) return false;
  if (!begun_) Begin();
  batch.input = input_;
  batch.archive = &inputs_[input_];
  Fill(kBatchBytes);
  size_t size = Boundary();
  while (size == 0 && !ended_ && pending_.size() < kLongestRecord) {
    Fill(pending_.size() * 2);
    size = Boundary();
  }
  batch.first_line = line_;
  if (size == 0 && !ended_) {
    RefuseOverlong(batch);
    batch.bytes.assign(kPadding, '\0');
  } else if (ended_ && pending_.size() > kLongestRecord && pending_.find('\n') == std::string::npos) {
    RefuseOverlong(batch);
    batch.bytes.assign(kPadding, '\0');
  } else {
    Take(batch, size);
  }
  if (ended_ && pending_.empty()) EndInput(batch);
  batch.end_offset = offset_;
  batch.end_line = line_;
  return true;
}

uint64_t BatchReader::raw_position() const {
  const bool open = input_ < inputs_.size() && inputs_[input_].text != nullptr;
  return done_bytes_ + (open ? inputs_[input_].text->raw_position() : 0);
}

uint64_t BatchReader::raw_size() const {
  uint64_t size = 0;
  for (const ArchiveInput& input : inputs_) {
    if (input.size == 0) return 0;
    size += input.size;
  }
  return size;
}

}  // namespace presend::replay
