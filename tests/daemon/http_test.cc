// JSON over HTTP answers as gRPC does, within the same limits; Prometheus and probes find what they look for.
#include "daemon/metrics.h"
#include "gmock/gmock.h"
#include "nlohmann/json.hpp"
#include "tests/daemon/http_client.h"
#include "tests/daemon/served_rules.h"
#include "wire/json.h"

namespace presend {
namespace {

using ::testing::HasSubstr;
using testing::Exchange;

class Http : public testing::ServedRules {
 protected:
  Http() {
    options_.http = "127.0.0.1:0";
    options_.metrics = "127.0.0.1:0";
  }
  testing::HttpAnswer Post(const std::string& path, const std::string& body, const std::string& headers = "") {
    return Exchange(server_->http_address(), "POST", path, body, headers);
  }
  testing::HttpAnswer Get(const std::string& path) { return Exchange(server_->metrics_address(), "GET", path); }
};

TEST_F(Http, AnswersTheSameBytesAsGrpc) {
  Start();
  const char* texts[] = {"您好", "去淘宝看看", "", "😀淘宝𠮷\\\"", "<淘 宝>"};
  std::string batch, expected_batch;
  for (const char* text : texts) {
    v1::ScreenRequest request;
    request.set_platform("jd");
    request.set_text(text);
    request.set_message_id("m");
    v1::ScreenResponse response;
    grpc::ClientContext call;
    ASSERT_TRUE(stub_->Screen(&call, request, &response).ok());
    std::string expected;
    wire::AppendJson(response, expected);
    const std::string json = wire::ToJson(request);
    const auto answer = Post("/v1/screen", json);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, expected + "\n");
    batch += (batch.empty() ? "" : ",") + json;
    expected_batch += (expected_batch.empty() ? "" : ",") + expected;
  }
  const auto answer = Post("/v1/screen:batch", "{\"requests\":[" + batch + "]}");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "{\"responses\":[" + expected_batch + "]}\n");
}

TEST_F(Http, RefusesAsGrpcDoes) {
  options_.request.text_bytes = 10;
  options_.connection.message_bytes = 1000;
  Start();
  struct Case {
    const char* path;
    std::string body;
    int status;
    const char* says;
  };
  const Case cases[] = {
      {"/v1/screen", "{\"platform\":\"moon\"}", 400, "platform"},
      {"/v1/screen", "{\"platform\":\"jd\",\"text\":\"01234567890\"}", 400, "BadRequest"},
      {"/v1/screen", "{", 400, "\"code\":3"},
      {"/v1/screen", "{\"platform\":\"jd\",\"nonsense\":1}", 400, "nonsense"},
      {"/v1/screen", "{\"platform\":\"jd\",\"text\":\"x\",\xe0\x9a\x87\x8f\x93\x9e\x96\x91\":true}", 400, "non UTF-8"},
      {"/v1/screen:batch", "{\"requests\":[{\"platform\":\"jd\"},{\"platform\":\"\"}]}", 400, "requests[1].platform"},
      {"/v1/screen", std::string(2000, ' '), 413, "too large"},
      {"/v1/other", "{}", 404, "no such path"},
  };
  for (const Case& c : cases) {
    const auto answer = Post(c.path, c.body);
    EXPECT_EQ(answer.status, c.status) << c.path << " " << c.body;
    EXPECT_THAT(answer.body, HasSubstr(c.says)) << c.path << " " << c.body;
    if (c.status == 400) {
      EXPECT_TRUE(nlohmann::json::accept(answer.body)) << answer.body;  // which must be UTF-8
    }
  }
  EXPECT_EQ(Exchange(server_->http_address(), "GET", "/v1/screen").status, 405);
}

TEST_F(Http, ABodyThatDoesNotSayItsSizeIsCutOffWhenItIsTooLarge) {
  options_.connection.message_bytes = 1000;
  Start();
  const int fd = testing::Connect(server_->http_address());
  ASSERT_GE(fd, 0);
  std::string sent = "POST /v1/screen HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 40; ++i) sent += "64\r\n" + std::string(100, ' ') + "\r\n";
  (void)send(fd, sent.data(), sent.size(), MSG_NOSIGNAL);
  char byte;
  EXPECT_LE(recv(fd, &byte, 1, 0), 0) << "no answer, only the end";
  close(fd);
  EXPECT_EQ(Post("/v1/screen", "{\"platform\":\"jd\"}").status, 200);
}

TEST_F(Http, SlowClientsDoNotKeepOthersWaiting) {
  Start();
  std::vector<int> slow;
  for (int i = 0; i < 100; ++i) {
    slow.push_back(testing::Connect(server_->http_address()));
    const std::string half = "POST /v1/screen HTTP/1.1\r\nHost: test\r\nContent-Length: 100\r\n\r\n{";
    (void)send(slow.back(), half.data(), half.size(), MSG_NOSIGNAL);
  }
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(Post("/v1/screen", "{\"platform\":\"jd\"}").status, 200);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
  for (int fd : slow) close(fd);
}

TEST_F(Http, CountsForPrometheus) {
  Start();
  for (int i = 0; i < 3; ++i) Screen("去淘宝");
  Screen("您好");
  Post("/v1/screen", "{\"platform\":\"jd\",\"text\":\"淘宝\"}");
  Post("/v1/screen", "{");
  const auto answer = Get("/metrics");
  EXPECT_EQ(answer.status, 200);
  const std::string revision = Status().revision();
  for (const std::string& line : {
           std::string("presend_messages_total{platform=\"jd\",verdict=\"block\"} 4\n"),
           std::string("presend_messages_total{platform=\"jd\",verdict=\"allow\"} 1\n"),
           std::string("presend_findings_total{rule=\"jd.competitor.test\"} 4\n"),
           std::string("presend_calls_total{method=\"Screen\",code=\"OK\"} 4\n"),
           std::string("presend_calls_total{method=\"http\",code=\"INVALID_ARGUMENT\"} 1\n"),
           std::string("presend_call_duration_seconds_count{method=\"Screen\"} 4\n"),
           std::string("presend_reloads_total{result=\"ok\"} 1\n"),
           std::string("presend_rules_failing 0\n"),
           std::string("presend_shed_total{reason=\"queue\"} 0\n"),
           std::string("presend_window_skipped_total 0\n"),
           "presend_rules_info{revision=\"" + revision + "\"} 1\n",
       }) {
    EXPECT_THAT(answer.body, HasSubstr(line));
  }
}

TEST_F(Http, CountsOfThreadsThatHaveEndedAreKept) {
  Metrics metrics;
  v1::ScreenResponse response;
  response.set_verdict(v1::VERDICT_ALLOW);
  for (int i = 0; i < 5; ++i) std::thread([&] { metrics.CountAnswer("jd", response); }).join();
  for (int i = 0; i < 2; ++i) EXPECT_EQ(metrics.Sum().verdicts["jd"][v1::VERDICT_ALLOW], 5u);
}

TEST_F(Http, IsReadyOnlyWithRulesAndUntilTheDrain) {
  Write(options_.rules + "/jd/rules.yaml", "- nonsense: [\n");
  options_.wait_for_rules = true;
  options_.drain_delay_ms = 1000;
  Start();
  EXPECT_EQ(Get("/healthz").status, 200);
  EXPECT_EQ(Get("/readyz").status, 503);
  EXPECT_EQ(Post("/v1/screen", "{\"platform\":\"jd\"}").status, 503);
  WritePack(options_.rules, {"淘宝"});
  EXPECT_TRUE(testing::Await([&] { return Get("/readyz").status == 200; }));
  EXPECT_EQ(Post("/v1/screen", "{\"platform\":\"jd\"}").status, 200);
  std::thread drain([&] { server_->Drain(); });
  EXPECT_TRUE(testing::Await([&] { return Get("/readyz").status == 503; }));
  EXPECT_EQ(Post("/v1/screen", "{\"platform\":\"jd\"}").status, 200) << "until the delay is over";
  drain.join();
}

}  // namespace
}  // namespace presend
