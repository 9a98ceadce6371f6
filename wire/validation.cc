#include "wire/validation.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/utf8.h"
#include "wire/translation.h"

namespace presend::wire {
namespace {

constexpr size_t kMaxViolations = 16;  // a batch of a thousand bad requests is told in a few lines
constexpr size_t kQuotedBytes = 64;
constexpr int64_t kFirstSecond = -62135596800;  // 0001-01-01, the range of google.protobuf.Timestamp
constexpr int64_t kLastSecond = 253402300799;   // 9999-12-31

// Collects the faults of one request under a prefix; does nothing costly while there are none.
class FaultList {
 public:
  FaultList(std::vector<FieldViolation>& faults, int index) : faults_(faults), index_(index) {}

  void Add(std::string_view field, std::string description) {
    if (faults_.size() >= kMaxViolations) return;
    const std::string prefix = index_ < 0 ? "" : absl::StrCat("requests[", index_, "].");
    faults_.push_back({prefix + std::string(field), std::move(description)});
  }

  void CheckBytes(std::string_view field, std::string_view value, uint32_t limit) {
    if (value.size() > limit) Add(field, absl::StrCat(value.size(), " bytes, more than the limit of ", limit));
  }

 private:
  std::vector<FieldViolation>& faults_;
  const int index_;
};

// The beginning of what a caller sent; an error travels as UTF-8 only.
std::string Beginning(const std::string& text) { return std::string(FirstBytes(text, kQuotedBytes)); }

void CheckPlatform(const v1::ScreenRequest& request, const Screener& screener, FaultList& faults) {
  if (request.platform().empty()) return faults.Add("platform", "required");
  if (screener.HasPlatform(request.platform())) return;
  const std::string known = absl::StrJoin(screener.rules().platforms, ", ", [](std::string* out, const Platform& p) {
    absl::StrAppend(out, p.id);
  });
  faults.Add("platform", absl::StrCat("unknown platform \"", Beginning(request.platform()), "\"; known: ", known));
}

void CheckTime(const v1::ScreenRequest& request, FaultList& faults) {
  if (!request.has_time()) return;
  const auto& time = request.time();
  if (time.seconds() < kFirstSecond || time.seconds() > kLastSecond || time.nanos() < 0 ||
      time.nanos() > 999'999'999) {
    faults.Add("time", "outside of the years 1 to 9999, or nanoseconds out of range");
  }
}

void CheckRecent(const v1::ScreenRequest& request, const RequestLimits& limits, FaultList& faults) {
  if (request.recent_size() > static_cast<int>(limits.recent)) {
    faults.Add("recent", absl::StrCat(request.recent_size(), " messages, more than the limit of ", limits.recent));
  }
  size_t bytes = 0;
  for (const auto& text : request.recent()) bytes += text.size();
  if (bytes > limits.text_bytes) {
    faults.Add("recent", absl::StrCat(bytes, " bytes together, more than the limit of ", limits.text_bytes));
  }
}

void CheckRequest(const v1::ScreenRequest& request, const Screener& screener, const RequestLimits& limits,
                  FaultList faults) {
  faults.CheckBytes("text", request.text(), limits.text_bytes);
  faults.CheckBytes("messageId", request.message_id(), limits.id_bytes);
  faults.CheckBytes("conversationId", request.conversation_id(), limits.id_bytes);
  faults.CheckBytes("shop", request.shop(), limits.id_bytes);
  faults.CheckBytes("agentId", request.agent_id(), limits.id_bytes);
  CheckPlatform(request, screener, faults);
  if (!ParseSender(request.sender())) {
    faults.Add("sender", absl::StrCat("unknown sender \"", Beginning(request.sender()),
                                      "\"; known: agent, robot, buyer, system"));
  }
  CheckTime(request, faults);
  CheckRecent(request, limits, faults);
}

}  // namespace

absl::Status Validate(const v1::ScreenRequest& request, const Screener& screener, const RequestLimits& limits) {
  std::vector<FieldViolation> faults;
  CheckRequest(request, screener, limits, FaultList(faults, -1));
  return faults.empty() ? absl::OkStatus() : BadRequest(faults);
}

absl::Status Validate(const v1::ScreenBatchRequest& batch, const Screener& screener, const RequestLimits& limits) {
  const int size = batch.requests_size();
  if (size > static_cast<int>(limits.batch)) {
    return BadRequest({{"requests", absl::StrCat(size, " requests, more than the limit of ", limits.batch)}});
  }
  std::vector<FieldViolation> faults;
  for (int i = 0; i < size; ++i) CheckRequest(batch.requests(i), screener, limits, FaultList(faults, i));
  return faults.empty() ? absl::OkStatus() : BadRequest(faults);
}

}  // namespace presend::wire
