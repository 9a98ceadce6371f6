// A real server on a Unix socket and on TCP: the same answers on every way, reload, drain, health, limits.
#include "daemon/server.h"

#include <stdlib.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "gmock/gmock.h"
#include "daemon/log.h"
#include "google/protobuf/stubs/logging.h"
#include "google/rpc/error_details.pb.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "presend/v1/rule_packs.grpc.pb.h"
#include "presend/v1/screening.grpc.pb.h"
#include "tests/wire/small_rules.h"
#include "wire/json.h"
#include "wire/screening.h"
#include "wire/status.h"

namespace presend {
namespace {

using grpc::StatusCode;

// Rules that a test can change under the server.
struct Shelf {
  absl::StatusOr<std::shared_ptr<const Screener>> rules = testing::SmallScreener();
};

class ServerTest : public ::testing::Test {
 protected:
  ServerTest() {
    SetLogLevel("error");
    char folder[] = "/tmp/presend-test-XXXXXX";
    folder_ = mkdtemp(folder);
    options_.listen = {"unix:" + folder_ + "/s", "127.0.0.1:0"};
    options_.longest_wait_ms = 0;  // a busy machine is no overload
  }
  ~ServerTest() override {
    server_.reset();
    std::filesystem::remove_all(folder_);
  }

  void Start() {
    auto started = Server::Start(options_, [this](const std::string&) { return shelf_.rules; });
    ASSERT_TRUE(started.ok()) << started.status();
    server_ = *std::move(started);
    channel_ = grpc::CreateChannel(server_->addresses()[0], grpc::InsecureChannelCredentials());
    stub_ = v1::ScreeningService::NewStub(channel_);
  }

  grpc::Status Screen(const v1::ScreenRequest& request, v1::ScreenResponse& response) {
    grpc::ClientContext call;
    return stub_->Screen(&call, request, &response);
  }

  std::string folder_;
  ServeOptions options_;
  Shelf shelf_;
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::ScreeningService::Stub> stub_;
};

v1::ScreenRequest RequestOf(std::string text, std::string conversation = "") {
  v1::ScreenRequest request;
  request.set_platform("jd");
  request.set_text(std::move(text));
  request.set_conversation_id(std::move(conversation));
  return request;
}

std::string Json(const v1::ScreenResponse& response) {
  std::string json;
  wire::AppendJson(response, json);
  return json;
}

// The way `way` keeps its own conversation, so that every way sees the same history.
std::vector<v1::ScreenRequest> Script(const std::string& way) {
  std::vector<v1::ScreenRequest> script;
  for (const char* text : {"您好", "去淘宝看看", "我们是最好的", "加我微", "信", "", "😀淘宝𠮷最好"}) {
    script.push_back(RequestOf(text, "conversation-" + way));
    script.back().set_message_id(std::to_string(script.size()));
    script.back().set_explain(script.size() % 2 == 0);
  }
  return script;
}

TEST_F(ServerTest, EmbeddedUnaryBatchAndStreamAnswerTheSameBytes) {
  Start();
  std::vector<std::string> embedded, unary, batch, stream;
  wire::ScreenSession session;
  ConversationWindow window;
  for (const auto& request : Script("embedded")) {
    v1::ScreenResponse response;
    ASSERT_TRUE(session.ScreenChecked(*testing::SmallScreener(), {}, &window, request, response).ok());
    embedded.push_back(Json(response));
  }
  for (const auto& request : Script("unary")) {
    v1::ScreenResponse response;
    ASSERT_TRUE(Screen(request, response).ok());
    unary.push_back(Json(response));
  }
  v1::ScreenBatchRequest requests;
  v1::ScreenBatchResponse responses;
  for (const auto& request : Script("batch")) *requests.add_requests() = request;
  grpc::ClientContext batch_call, stream_call;
  ASSERT_TRUE(stub_->ScreenBatch(&batch_call, requests, &responses).ok());
  for (const auto& response : responses.responses()) batch.push_back(Json(response));
  auto calls = stub_->ScreenStream(&stream_call);
  for (const auto& request : Script("stream")) ASSERT_TRUE(calls->Write(request));
  calls->WritesDone();
  v1::ScreenStreamResponse answer;
  while (calls->Read(&answer)) stream.push_back(Json(answer.response()));
  EXPECT_TRUE(calls->Finish().ok());
  EXPECT_THAT(embedded, ::testing::Contains(::testing::HasSubstr("VERDICT_BLOCK")));
  EXPECT_EQ(unary, embedded);
  EXPECT_EQ(batch, embedded);
  EXPECT_EQ(stream, embedded);
}

TEST_F(ServerTest, ServesTcpAndTheUnixSocketAtOnce) {
  Start();
  for (const std::string& address : server_->addresses()) {
    auto stub = v1::ScreeningService::NewStub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
    grpc::ClientContext call;
    v1::ScreenResponse response;
    EXPECT_TRUE(stub->Screen(&call, RequestOf("淘宝"), &response).ok()) << address;
    EXPECT_EQ(response.verdict(), v1::VERDICT_BLOCK);
  }
}

TEST_F(ServerTest, RefusesMalformedRequestsWithTheFieldsAtFault) {
  options_.request.text_bytes = 10;
  options_.request.batch = 2;
  Start();
  v1::ScreenResponse response;
  const grpc::Status one = Screen(RequestOf("01234567890"), response);
  EXPECT_EQ(one.error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(wire::FieldViolations(wire::FromGrpc(one)).at(0).field, "text");
  v1::ScreenBatchRequest requests;
  v1::ScreenBatchResponse responses;
  for (const char* platform : {"jd", "moon"}) {
    *requests.add_requests() = RequestOf("x");
    requests.mutable_requests()->rbegin()->set_platform(platform);
  }
  grpc::ClientContext second, third;
  const grpc::Status two = stub_->ScreenBatch(&second, requests, &responses);
  EXPECT_EQ(wire::FieldViolations(wire::FromGrpc(two)).at(0).field, "requests[1].platform");
  *requests.add_requests() = RequestOf("x");
  const grpc::Status three = stub_->ScreenBatch(&third, requests, &responses);
  EXPECT_EQ(wire::FieldViolations(wire::FromGrpc(three)).at(0).field, "requests");
}

TEST_F(ServerTest, RefusesMessagesLargerThanTheTransportAllows) {
  options_.connection.message_bytes = 1000;
  Start();
  v1::ScreenResponse response;
  EXPECT_EQ(Screen(RequestOf(std::string(2000, 'x')), response).error_code(), StatusCode::RESOURCE_EXHAUSTED);
}

TEST_F(ServerTest, AStreamGoesOnAfterAMalformedRequest) {
  Start();
  grpc::ClientContext call;
  auto stream = stub_->ScreenStream(&call);
  v1::ScreenStreamResponse answer;
  v1::ScreenRequest bad;
  ASSERT_TRUE(stream->Write(bad) && stream->Read(&answer));
  EXPECT_EQ(answer.error().code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(answer.error().details_size(), 1);
  google::protobuf::SetLogHandler(nullptr);  // which complains of what comes now
  ASSERT_TRUE(stream->Write(RequestOf("\xcc\xd4\xb1\xa6")) && stream->Read(&answer)) << "GBK, not UTF-8";
  EXPECT_EQ(answer.error().code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(answer.error().message(), ::testing::HasSubstr("UTF-8"));
  ASSERT_TRUE(stream->Write(RequestOf("淘宝")) && stream->Read(&answer));
  EXPECT_EQ(answer.response().verdict(), v1::VERDICT_BLOCK);
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(ServerTest, TooManyStreamsAreToldWhenToTryAgain) {
  options_.open_streams = 1;
  Start();
  grpc::ClientContext first_call, second_call;
  auto first = stub_->ScreenStream(&first_call);
  v1::ScreenStreamResponse answer;
  ASSERT_TRUE(first->Write(RequestOf("x")) && first->Read(&answer));
  auto second = stub_->ScreenStream(&second_call);
  EXPECT_FALSE(second->Read(&answer));
  const grpc::Status status = second->Finish();
  EXPECT_EQ(status.error_code(), StatusCode::RESOURCE_EXHAUSTED);
  google::rpc::Status details;
  google::rpc::RetryInfo retry;
  ASSERT_TRUE(details.ParseFromString(status.error_details()));
  ASSERT_TRUE(details.details(0).UnpackTo(&retry));
  EXPECT_GT(retry.retry_delay().seconds(), 0);
  first->WritesDone();
  EXPECT_TRUE(first->Finish().ok());
}

TEST_F(ServerTest, ReloadsAndKeepsTheLastGoodRules) {
  Start();
  auto admin = v1::RulePackService::NewStub(channel_);
  const auto reload = [&](v1::ReloadResponse& response) {
    grpc::ClientContext call;
    return admin->Reload(&call, {}, &response);
  };
  const auto verdict = [&] {
    v1::ScreenResponse response;
    EXPECT_TRUE(Screen(RequestOf("去月亮"), response).ok());
    return response.revision() + " " + v1::Verdict_Name(response.verdict());
  };
  v1::ReloadResponse reloaded;
  EXPECT_EQ(verdict(), "r1 VERDICT_ALLOW");
  shelf_.rules = absl::InvalidArgumentError("a.yaml:1:2: error: bad\nb.yaml:3:4: error: worse");
  const grpc::Status bad = reload(reloaded);
  EXPECT_EQ(bad.error_code(), StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(bad.error_message(), ::testing::HasSubstr("b.yaml:3:4"));
  EXPECT_EQ(verdict(), "r1 VERDICT_ALLOW");
  v1::GetStatusResponse status;
  grpc::ClientContext status_call, second_status_call;
  ASSERT_TRUE(admin->GetStatus(&status_call, {}, &status).ok());
  EXPECT_EQ(status.revision(), "r1");
  EXPECT_EQ(status.last_failure().diagnostics_size(), 2);
  shelf_.rules = Screener::Create(testing::SmallRules("r2", "月亮"));
  ASSERT_TRUE(reload(reloaded).ok());
  EXPECT_EQ(reloaded.previous_revision() + " " + reloaded.revision(), "r1 r2");
  EXPECT_EQ(verdict(), "r2 VERDICT_BLOCK");
  ASSERT_TRUE(admin->GetStatus(&second_status_call, {}, &status).ok());
  EXPECT_FALSE(status.has_last_failure());
  EXPECT_EQ(status.rule_count(), 2u);
  EXPECT_THAT(status.platforms(), ::testing::ElementsAre("jd"));
}

TEST_F(ServerTest, ReloadIsTakenFromTheUnixSocketOnly) {
  Start();
  auto admin = v1::RulePackService::NewStub(
      grpc::CreateChannel(server_->addresses()[1], grpc::InsecureChannelCredentials()));
  grpc::ClientContext call;
  v1::ReloadResponse response;
  EXPECT_EQ(admin->Reload(&call, {}, &response).error_code(), StatusCode::PERMISSION_DENIED);
}

TEST_F(ServerTest, NoCallFailsWhileRulesAreReloaded) {
  Start();
  std::atomic<bool> stop{false};
  std::atomic<int> wrong{0}, calls{0};
  std::vector<std::thread> callers;
  for (int t = 0; t < 3; ++t) {
    callers.emplace_back([&] {
      while (!stop) {
        v1::ScreenResponse response;
        const bool ok = Screen(RequestOf("去淘宝"), response).ok();
        wrong += !ok || response.verdict() != v1::VERDICT_BLOCK;
        ++calls;
      }
    });
  }
  const auto other = Screener::Create(testing::SmallRules("r2")).value();
  for (int i = 0; i < 100; ++i) {
    shelf_.rules = i % 2 == 0 ? other : testing::SmallScreener();
    EXPECT_TRUE(server_->Reload().ok());
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  stop = true;
  for (auto& caller : callers) caller.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_GT(calls, 10);
}

// grpc.health.v1: field 1 of the answer is the status, 1 SERVING and 2 NOT_SERVING; Debian packages no proto of it.
std::string Health(const std::shared_ptr<grpc::Channel>& channel, const std::string& service) {
  grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer> stub(channel);
  const std::string request = service.empty() ? "" : std::string("\x0a") + static_cast<char>(service.size()) + service;
  const grpc::Slice slice(request);
  grpc::ByteBuffer in(&slice, 1), out;
  grpc::ClientContext call;
  grpc::CompletionQueue queue;
  grpc::Status status;
  auto rpc = stub.PrepareUnaryCall(&call, "/grpc.health.v1.Health/Check", in, &queue);
  rpc->StartCall();
  rpc->Finish(&out, &status, nullptr);
  void* tag;
  bool ok;
  queue.Next(&tag, &ok);
  grpc::Slice bytes;
  if (!status.ok() || !out.TrySingleSlice(&bytes).ok()) return status.error_message();
  return std::string(reinterpret_cast<const char*>(bytes.begin()), bytes.size());
}

TEST_F(ServerTest, HealthSaysServingUntilTheDrain) {
  options_.drain_delay_ms = 1500;
  Start();
  for (const char* service : {"", "presend.v1.ScreeningService"}) EXPECT_EQ(Health(channel_, service), "\x08\x01");
  std::thread drain([&] { server_->Drain(); });
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  for (const char* service : {"", "presend.v1.ScreeningService"}) EXPECT_EQ(Health(channel_, service), "\x08\x02");
  v1::ScreenResponse response;
  EXPECT_TRUE(Screen(RequestOf("x"), response).ok()) << "calls are taken until the delay is over";
  drain.join();
  EXPECT_EQ(Screen(RequestOf("x"), response).error_code(), StatusCode::UNAVAILABLE);
}

// Each ends after the answer it is at. That may still be the one that its client has just read: the server learns a
// little later that it has been written.
TEST_F(ServerTest, StreamsEndAtTheNextAnswerOfADrain) {
  options_.drain_delay_ms = 500;
  Start();
  constexpr int kStreams = 8;
  grpc::ClientContext calls[kStreams];
  std::vector<std::unique_ptr<grpc::ClientReaderWriter<v1::ScreenRequest, v1::ScreenStreamResponse>>> streams;
  v1::ScreenStreamResponse answer;
  for (grpc::ClientContext& call : calls) {
    streams.push_back(stub_->ScreenStream(&call));
    ASSERT_TRUE(streams.back()->Write(RequestOf("x")) && streams.back()->Read(&answer));
  }
  std::thread drain([&] { server_->Drain(); });
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  int answered = 0;
  for (auto& stream : streams) {
    if (stream->Write(RequestOf("淘宝")) && stream->Read(&answer)) {
      EXPECT_EQ(answer.response().verdict(), v1::VERDICT_BLOCK);
      EXPECT_FALSE(stream->Read(&answer));
      ++answered;
    }
    EXPECT_EQ(stream->Finish().error_code(), StatusCode::UNAVAILABLE);
  }
  EXPECT_GT(answered, 0);
  drain.join();
}

TEST_F(ServerTest, DoesNotStartWithBadRulesOrOnATakenPort) {
  Start();
  EXPECT_EQ(Server::Start(options_, [](const std::string&) { return absl::InvalidArgumentError("bad"); }).status().message(), "bad");
  ServeOptions taken = options_;
  taken.listen = {server_->addresses()[1]};
  EXPECT_TRUE(absl::IsUnavailable(Server::Start(taken, [this](const std::string&) { return shelf_.rules; }).status()));
  taken.listen.clear();
  EXPECT_TRUE(absl::IsInvalidArgument(Server::Start(taken, [this](const std::string&) { return shelf_.rules; }).status()));
}

// What reflection answers to a ServerReflectionRequest.
std::string Reflect(const std::shared_ptr<grpc::Channel>& channel, const std::string& question) {
  grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer> stub(channel);
  grpc::ClientContext call;
  grpc::CompletionQueue queue;
  const grpc::Slice slice(question);
  grpc::ByteBuffer in(&slice, 1), out;
  grpc::Status status;
  void* tag;
  bool ok;
  auto rpc = stub.PrepareCall(&call, "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", &queue);
  rpc->StartCall(&tag);
  queue.Next(&tag, &ok);
  rpc->Write(in, nullptr);
  queue.Next(&tag, &ok);
  rpc->Read(&out, nullptr);
  queue.Next(&tag, &ok);
  grpc::Slice bytes;
  EXPECT_TRUE(ok && out.DumpToSingleSlice(&bytes).ok());
  call.TryCancel();
  rpc->Finish(&status, nullptr);
  queue.Next(&tag, &ok);
  return std::string(reinterpret_cast<const char*>(bytes.begin()), bytes.size());
}

TEST_F(ServerTest, ReflectionShowsEachServiceWithItsMessages) {
  Start();
  EXPECT_THAT(Reflect(channel_, std::string("\x3a\x00", 2)),  // list_services: ""
              ::testing::HasSubstr("presend.v1.ScreeningService"));
  const auto file_with = [this](const std::string& symbol) {
    return Reflect(channel_, "\x22" + std::string(1, static_cast<char>(symbol.size())) + symbol);
  };
  EXPECT_THAT(file_with("presend.v1.ScreeningService"), ::testing::HasSubstr("ScreenBatchRequest"));
  EXPECT_THAT(file_with("grpc.health.v1.Health"), ::testing::HasSubstr("HealthCheckRequest"));
}

}  // namespace
}  // namespace presend
