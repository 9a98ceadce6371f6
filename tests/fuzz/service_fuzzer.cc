// Feeds a real server, every call of both services and the JSON gateway: it answers, with a status that its protocol
// knows, what is OK holds together, and the next call is answered as before.
//
// The first byte chooses the call. A small letter sends the rest as it is, as the bytes of a message over gRPC or as
// the body of a request; a capital one reads it as proto3 JSON first, so that seeds and mutations can be read. Over
// HTTP the rest is: authorization, newline, traceparent, newline, body. A stream takes a message a line.
#include <stdlib.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "daemon/log.h"
#include "daemon/server.h"
#include "google/protobuf/stubs/logging.h"
#include "google/protobuf/util/json_util.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "nlohmann/json.hpp"
#include "presend/v1/rule_packs.grpc.pb.h"
#include "presend/v1/screening.grpc.pb.h"
#include "tests/daemon/http_client.h"
#include "tests/wire/small_rules.h"

namespace presend {
namespace {

void Hold(bool condition, const char* what, const std::string& detail = "") {
  if (condition) return;
  std::fprintf(stderr, "service_fuzzer: %s %s\n", what, detail.c_str());
  std::abort();
}

class Gateway {
 public:
  Gateway() {
    SetLogLevel("off");
    google::protobuf::SetLogHandler(nullptr);
    char name[] = "/tmp/presend-fuzz-XXXXXX";
    static const std::string folder = mkdtemp(name);
    std::atexit([] { std::filesystem::remove_all(folder); });
    std::filesystem::create_directories(folder + "/candidates/moon");
    ServeOptions options;
    options.listen = {"unix:" + folder + "/s"};
    options.http = "127.0.0.1:0";
    options.candidates = folder + "/candidates";
    options.decisions.file = "/dev/null";
    options.decisions.all = true;
    options.longest_wait_ms = 0;
    options.watch = false;
    options.request.text_bytes = 2048;
    options.request.batch = 16;
    server_ = Server::Start(options, &Load).value();
    channel_ = grpc::CreateChannel(options.listen[0], grpc::InsecureChannelCredentials());
    generic_ = std::make_unique<Generic>(channel_);
    stub_ = v1::ScreeningService::NewStub(channel_);
  }

  grpc::Status Call(const std::string& method, const std::string& bytes, std::string& answer) {
    const grpc::Slice slice(bytes);
    grpc::ByteBuffer in(&slice, 1), out;
    grpc::ClientContext call;
    std::promise<grpc::Status> done;
    generic_->UnaryCall(&call, method, {}, &in, &out, [&](grpc::Status status) { done.set_value(std::move(status)); });
    const grpc::Status status = done.get_future().get();
    std::vector<grpc::Slice> slices;
    if (status.ok() && out.Dump(&slices).ok()) {
      for (const grpc::Slice& part : slices) answer.append(reinterpret_cast<const char*>(part.begin()), part.size());
    }
    return status;
  }

  // Thousands of connections in a minute use up the machine's ports: one that cannot be had is tried again.
  testing::HttpAnswer Post(const std::string& path, const std::string& body, const std::string& headers) const {
    testing::HttpAnswer answer;
    for (int i = 0; i < 50 && answer.status == 0; ++i) {
      if (i > 0) std::this_thread::sleep_for(std::chrono::milliseconds(100));
      answer = testing::Exchange(server_->http_address(), "POST", path, body, headers);
    }
    return answer;
  }

  v1::ScreeningService::Stub& stub() { return *stub_; }

 private:
  using Generic = grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer>;

  // The candidate finds one word more than the rules do.
  static absl::StatusOr<std::shared_ptr<const Screener>> Load(const std::string& from) {
    static const auto moon = Screener::Create(testing::SmallRules("r2", "月亮"));
    return from.empty() ? testing::SmallScreener() : moon;
  }

  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<Generic> generic_;
  std::unique_ptr<v1::ScreeningService::Stub> stub_;
};

Gateway& TheGateway() {
  static auto* gateway = new Gateway;
  return *gateway;
}

void CheckResponse(const v1::ScreenRequest& request, const v1::ScreenResponse& response) {
  Hold(response.verdict() != v1::VERDICT_UNSPECIFIED, "no verdict");
  Hold(!response.revision().empty(), "no revision");
  Hold(response.message_id() == request.message_id(), "another message's answer");
  for (const v1::Finding& finding : response.findings()) {
    const auto begin = finding.span().begin(), end = finding.span().end();
    Hold(begin <= end && end <= request.text().size(), "a span out of bounds");
    Hold(finding.matched() == request.text().substr(begin, end - begin), "not the text under it");
  }
}

void CheckAnswer(const std::string& sent, const std::string& bytes, const v1::ScreenResponse*) {
  v1::ScreenRequest request;
  v1::ScreenResponse response;
  Hold(request.ParseFromString(sent) && response.ParseFromString(bytes), "an answer that cannot be read");
  CheckResponse(request, response);
}

void CheckAnswer(const std::string& sent, const std::string& bytes, const v1::ScreenBatchResponse*) {
  v1::ScreenBatchRequest batch;
  v1::ScreenBatchResponse answers;
  Hold(batch.ParseFromString(sent) && answers.ParseFromString(bytes), "an answer that cannot be read");
  Hold(batch.requests_size() == answers.responses_size(), "a batch without all its answers");
  for (int i = 0; i < batch.requests_size(); ++i) CheckResponse(batch.requests(i), answers.responses(i));
}

template <typename Response>
void CheckAnswer(const std::string&, const std::string& bytes, const Response*) {
  Hold(Response().ParseFromString(bytes), "an answer that cannot be read");
}

// What a caller may be told. UNIMPLEMENTED is gRPC's word for bytes that are no message.
void CheckStatus(const grpc::Status& status, bool is_message) {
  switch (status.error_code()) {
    case grpc::StatusCode::OK:
    case grpc::StatusCode::INVALID_ARGUMENT:
    case grpc::StatusCode::NOT_FOUND:
    case grpc::StatusCode::FAILED_PRECONDITION:
      return Hold(is_message, "bytes that are no message were taken");
    case grpc::StatusCode::UNIMPLEMENTED:
      return Hold(!is_message, "UNIMPLEMENTED", status.error_message());
    default:
      Hold(false, "an odd status", std::to_string(status.error_code()) + " " + status.error_message());
  }
}

template <typename Request, typename Response>
void Unary(const std::string& method, std::string payload, bool json) {
  Request request;
  if (json) {
    if (!google::protobuf::util::JsonStringToMessage(payload, &request).ok()) return;
    payload = request.SerializeAsString();
  }
  std::string answer;
  const grpc::Status status = TheGateway().Call(method, payload, answer);
  CheckStatus(status, request.ParseFromString(payload));
  if (status.ok()) CheckAnswer(payload, answer, static_cast<const Response*>(nullptr));
}

void Stream(const std::string& payload) {
  grpc::ClientContext call;
  auto stream = TheGateway().stub().ScreenStream(&call);
  v1::ScreenRequest request;
  v1::ScreenStreamResponse answer;
  for (const absl::string_view line : absl::StrSplit(payload, '\n')) {
    const std::string text(line);
    if (!google::protobuf::util::JsonStringToMessage(text, &request).ok() && !request.ParseFromString(text)) continue;
    Hold(stream->Write(request), "a stream that takes no more after", text);
    Hold(stream->Read(&answer), "a stream that does not answer", text + " = " + request.ShortDebugString());
    Hold(answer.has_response() || answer.error().code() == grpc::StatusCode::INVALID_ARGUMENT,
         "neither answer nor error");
    if (answer.has_response()) CheckResponse(request, answer.response());
  }
  stream->WritesDone();
  Hold(stream->Finish().ok(), "a stream that does not end well");
}

void Http(const std::string& path, const std::string& payload) {
  const std::vector<std::string> parts = absl::StrSplit(payload, absl::MaxSplits('\n', 2));
  if (parts.size() != 3) return;
  for (const std::string& header : {parts[0], parts[1]}) {
    for (const char c : header) {
      if (absl::ascii_iscntrl(static_cast<unsigned char>(c))) return;  // would be framing, which is the library's
    }
  }
  const auto answer =
      TheGateway().Post(path, parts[2], "Authorization: " + parts[0] + "\r\ntraceparent: " + parts[1] + "\r\n");
  Hold(answer.status == 200 || answer.status == 400, "an odd status", std::to_string(answer.status) + answer.body);
  Hold(nlohmann::json::accept(answer.body), "no JSON, or no UTF-8:", answer.body);
}

void StillServes() {
  v1::ScreenRequest request;
  request.set_platform("jd");
  request.set_text("去淘宝");
  v1::ScreenResponse response;
  grpc::ClientContext call;
  Hold(TheGateway().stub().Screen(&call, request, &response).ok(), "serves no more");
  Hold(response.verdict() == v1::VERDICT_BLOCK, "another verdict");
}

void Feed(std::string_view input) {
  if (input.empty()) return;
  const char way = absl::ascii_tolower(static_cast<unsigned char>(input[0]));
  const bool json = way != input[0];
  const std::string rest(input.substr(1));
  const std::string screening = "/presend.v1.ScreeningService/", packs = "/presend.v1.RulePackService/";
  switch (way) {
    case 'o':
      return Unary<v1::ScreenRequest, v1::ScreenResponse>(screening + "Screen", rest, json);
    case 'b':
      return Unary<v1::ScreenBatchRequest, v1::ScreenBatchResponse>(screening + "ScreenBatch", rest, json);
    case 's':
      return Stream(rest);
    case 'h':
      return Http("/v1/screen", rest);
    case 'i':
      return Http("/v1/screen:batch", rest);
    case 'g':
      Unary<v1::GetStatusRequest, v1::GetStatusResponse>(packs + "GetStatus", rest, json);
      break;
    case 'r':
      Unary<v1::ReloadRequest, v1::ReloadResponse>(packs + "Reload", rest, json);
      break;
    case 'c':
      Unary<v1::LoadCandidateRequest, v1::LoadCandidateResponse>(packs + "LoadCandidate", rest, json);
      break;
    case 'd':
      Unary<v1::DropCandidateRequest, v1::DropCandidateResponse>(packs + "DropCandidate", rest, json);
      break;
    case 'p':
      Unary<v1::PromoteRequest, v1::PromoteResponse>(packs + "Promote", rest, json);
      break;
    case 'k':
      Unary<v1::RollBackRequest, v1::RollBackResponse>(packs + "RollBack", rest, json);
      break;
    default:
      return;
  }
  StillServes();
}

}  // namespace
}  // namespace presend

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  presend::Feed({reinterpret_cast<const char*>(data), size});
  return 0;
}
