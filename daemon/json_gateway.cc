#include "daemon/json_gateway.h"

#include <algorithm>
#include <chrono>

#include "engine/utf8.h"
#include "google/protobuf/arena.h"
#include "google/protobuf/util/json_util.h"
#include "wire/json.h"
#include "wire/status.h"

namespace presend {
namespace {

constexpr const char* kJson = "application/json";

int HttpStatusOf(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kOk: return 200;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kOutOfRange: return 400;
    case absl::StatusCode::kUnauthenticated: return 401;
    case absl::StatusCode::kPermissionDenied: return 403;
    case absl::StatusCode::kNotFound: return 404;
    case absl::StatusCode::kResourceExhausted: return 429;
    case absl::StatusCode::kCancelled: return 499;
    case absl::StatusCode::kUnimplemented: return 501;
    case absl::StatusCode::kUnavailable: return 503;
    case absl::StatusCode::kDeadlineExceeded: return 504;
    default: return 500;
  }
}

uint32_t RetryAfter(const absl::Status& status) {
  const absl::Duration delay = wire::RetryDelay(status).value_or(absl::ZeroDuration());
  return static_cast<uint32_t>(absl::ToInt64Seconds(absl::Ceil(delay, absl::Seconds(1))));
}

HttpResponse Refuse(const absl::Status& status) {
  HttpResponse response{.status = HttpStatusOf(status.code()), .type = kJson};
  google::rpc::Status told;
  wire::FillStatus(status, told);
  told.set_message(ToUtf8(ToCodePoints(told.message())));  // parsers quote what they were given, and cut it anywhere
  if (!google::protobuf::util::MessageToJsonString(told, &response.body).ok()) {
    told.clear_details();
    (void)google::protobuf::util::MessageToJsonString(told, &response.body);
  }
  response.body += '\n';
  response.retry_after_s = RetryAfter(status);
  return response;
}

}  // namespace

HttpResponse JsonGateway::Handle(const HttpRequest& request) const {
  const bool one = request.path == "/v1/screen";
  if (!one && request.path != "/v1/screen:batch") return Refuse(absl::NotFoundError("no such path"));
  if (request.method != "POST") {
    return {.status = 405, .body = "POST is taken here\n", .allow = "POST"};
  }
  HttpResponse response{.type = kJson};
  const auto start = std::chrono::steady_clock::now();
  const absl::Status status = one ? One(request, response.body) : Batch(request, response.body);
  metrics_.CountCall(Way::kHttp, status.code(), absl::FromChrono(std::chrono::steady_clock::now() - start));
  if (!status.ok()) return Refuse(status);
  response.body += '\n';
  return response;
}

absl::Status JsonGateway::CheckExplain(const v1::ScreenRequest& request, const HttpRequest& http) const {
  if (!request.explain()) return absl::OkStatus();
  if (!explain_) return absl::PermissionDeniedError("explanations are given by the listener for operators");
  return door_.Enter(http.authorization, Role::kRead, 0).status();
}

absl::Status JsonGateway::One(const HttpRequest& http, std::string& body) const {
  const auto caller = door_.Enter(http.authorization, Role::kScreen, 1);
  if (!caller.ok()) return caller.status();
  google::protobuf::Arena arena;
  auto& request = *google::protobuf::Arena::CreateMessage<v1::ScreenRequest>(&arena);
  auto& response = *google::protobuf::Arena::CreateMessage<v1::ScreenResponse>(&arena);
  if (absl::Status status = wire::ParseJson(http.body, request); !status.ok()) return status;
  if (absl::Status status = CheckExplain(request, http); !status.ok()) return status;
  absl::Status status = answering_.Answer(request, {caller->tenant, http.traceparent}, response);
  if (status.ok()) wire::AppendJson(response, body);
  return status;
}

absl::Status JsonGateway::Batch(const HttpRequest& http, std::string& body) const {
  if (const auto caller = door_.Enter(http.authorization, Role::kScreen, 0); !caller.ok()) return caller.status();
  google::protobuf::Arena arena;
  auto& batch = *google::protobuf::Arena::CreateMessage<v1::ScreenBatchRequest>(&arena);
  auto& answers = *google::protobuf::Arena::CreateMessage<v1::ScreenBatchResponse>(&arena);
  if (const auto parsed = google::protobuf::util::JsonStringToMessage(http.body, &batch); !parsed.ok()) {
    return absl::InvalidArgumentError(std::string(parsed.message().data(), parsed.message().size()));
  }
  const auto caller = door_.Enter(http.authorization, Role::kScreen, static_cast<size_t>(batch.requests_size()));
  if (!caller.ok()) return caller.status();
  for (const v1::ScreenRequest& request : batch.requests()) {
    if (absl::Status status = CheckExplain(request, http); !status.ok()) return status;
  }
  const auto wanted = [] { return true; };
  absl::Status status = answering_.AnswerAll(batch, {caller->tenant, http.traceparent}, wanted, answers);
  if (!status.ok()) return status;
  body = "{\"responses\":[";
  for (const v1::ScreenResponse& answer : answers.responses()) {
    if (body.back() == '}') body += ',';
    wire::AppendJson(answer, body);
  }
  body += "]}";
  return absl::OkStatus();
}

}  // namespace presend
