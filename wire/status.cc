#include "wire/status.h"

#include <algorithm>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/any.pb.h"

namespace presend::wire {
namespace {

constexpr absl::string_view kTypePrefix = "type.googleapis.com/";

template <typename Detail>
std::string TypeUrl() {
  return absl::StrCat(kTypePrefix, Detail::descriptor()->full_name());
}

template <typename Detail>
void Attach(const Detail& detail, absl::Status& status) {
  status.SetPayload(TypeUrl<Detail>(), absl::Cord(detail.SerializeAsString()));
}

// False if the status carries no such detail.
template <typename Detail>
bool ReadDetail(const absl::Status& status, Detail& detail) {
  const auto payload = status.GetPayload(TypeUrl<Detail>());
  return payload && detail.ParseFromString(std::string(*payload));
}

std::vector<std::string> Lines(std::string_view text) {
  return absl::StrSplit(std::string(text), '\n', absl::SkipWhitespace());
}

}  // namespace

absl::Status BadRequest(const std::vector<FieldViolation>& violations) {
  google::rpc::BadRequest detail;
  std::string message;
  for (const FieldViolation& violation : violations) {
    auto& added = *detail.add_field_violations();
    added.set_field(violation.field);
    added.set_description(violation.description);
    absl::StrAppend(&message, message.empty() ? "" : "; ", violation.field, ": ", violation.description);
  }
  absl::Status status = absl::InvalidArgumentError(message);
  Attach(detail, status);
  return status;
}

absl::Status TryAgainLater(std::string_view message, absl::Duration delay) {
  google::rpc::RetryInfo detail;
  const int64_t nanoseconds = absl::ToInt64Nanoseconds(delay);
  detail.mutable_retry_delay()->set_seconds(nanoseconds / 1'000'000'000);
  detail.mutable_retry_delay()->set_nanos(static_cast<int32_t>(nanoseconds % 1'000'000'000));
  absl::Status status = absl::ResourceExhaustedError(std::string(message));
  Attach(detail, status);
  return status;
}

absl::Status BadRules(std::string_view diagnostics) {
  google::rpc::PreconditionFailure detail;
  for (const std::string& line : Lines(diagnostics)) {
    auto& violation = *detail.add_violations();
    violation.set_type("RULES");
    violation.set_description(line);
  }
  absl::Status status = absl::FailedPreconditionError(std::string(diagnostics));
  Attach(detail, status);
  return status;
}

void FillStatus(const absl::Status& status, google::rpc::Status& out) {
  out.set_code(static_cast<int>(status.code()));
  out.set_message(std::string(status.message()));
  status.ForEachPayload([&](absl::string_view type_url, const absl::Cord& payload) {
    auto& detail = *out.add_details();
    detail.set_type_url(std::string(type_url));
    detail.set_value(std::string(payload));
  });
}

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  google::rpc::Status details;
  FillStatus(status, details);
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), details.message(),
                      details.details().empty() ? "" : details.SerializeAsString());
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) return result;
  for (const auto& detail : details.details()) result.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  return result;
}

std::vector<FieldViolation> FieldViolations(const absl::Status& status) {
  std::vector<FieldViolation> violations;
  google::rpc::BadRequest detail;
  if (!ReadDetail(status, detail)) return violations;
  for (const auto& violation : detail.field_violations()) {
    violations.push_back({violation.field(), violation.description()});
  }
  return violations;
}

std::optional<absl::Duration> RetryDelay(const absl::Status& status) {
  google::rpc::RetryInfo detail;
  if (!ReadDetail(status, detail)) return std::nullopt;
  const auto& delay = detail.retry_delay();
  return std::max(absl::Seconds(delay.seconds()) + absl::Nanoseconds(delay.nanos()), absl::ZeroDuration());
}

}  // namespace presend::wire
