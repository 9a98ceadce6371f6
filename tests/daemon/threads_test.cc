// All that threads share, used at once: rules that change under callers over HTTP, with their memory of conversations,
// tokens, metrics, and a decision log that is opened anew. Without gRPC, which ThreadSanitizer cannot see into: here it
// watches all of it.
#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "daemon/answering.h"
#include "daemon/door.h"
#include "daemon/folder_watch.h"
#include "daemon/http_listener.h"
#include "daemon/json_gateway.h"
#include "daemon/loading_thread.h"
#include "daemon/server_metrics.h"
#include "daemon/work_queue.h"
#include "gmock/gmock.h"
#include "nlohmann/json.hpp"
#include "tests/daemon/http_client.h"
#include "tests/daemon/served_rules.h"
#include "tests/daemon/tokens.h"

namespace presend {
namespace {

using nlohmann::json;

// A server's parts, put together as the server does.
class Threads : public testing::ServedRules {
 protected:
  Threads() {
    WritePack(options_.candidates + "/moon", {"月亮"});
    Write(folder_ + "/tokens", "gateway screen " + testing::DigestOf("g") + " rate=1000000\n");
    EXPECT_TRUE(access_.ReadFile(folder_ + "/tokens").ok());
    metrics_.AddSource(RuleMetrics(rules_));
    metrics_.AddSource(WindowMetrics(window_));
    metrics_.AddSource(DecisionLogMetrics(*decisions_));
    EXPECT_TRUE(rules_.Start().ok());
    listener_ = HttpListener::Start("127.0.0.1:0", {}, {.threads = 4}, [this](const HttpRequest& request) {
                  return json_.Handle(request);
                }).value();
  }

  // Two messages in one batch: they must agree on the rules, and each revision always gives one pair of verdicts.
  void Ask(int conversation) {
    const std::string id = std::to_string(conversation);
    const auto one = [&](const char* text) {
      return "{\"platform\":\"jd\",\"conversationId\":\"" + id + "\",\"text\":\"" + text + "\"}";
    };
    const auto answer = testing::Exchange(listener_->address(), "POST", "/v1/screen:batch",
                                          "{\"requests\":[" + one("去月亮") + "," + one("去淘宝") + "]}",
                                          "Authorization: Bearer g\r\n");
    ASSERT_EQ(answer.status, 200) << answer.body;
    const json responses = json::parse(answer.body)["responses"];
    ASSERT_EQ(responses.size(), 2u);
    EXPECT_EQ(responses[0]["revision"], responses[1]["revision"]);
    const std::lock_guard lock(mutex_);
    seen_[responses[0]["revision"]].insert(responses[0]["verdict"].get<std::string>() + " " +
                                           responses[1]["verdict"].get<std::string>());
    ++answered_;
  }

  RuleStore rules_{options_.rules, testing::LoadTheFolder, folder_ + "/state"};
  std::unique_ptr<DecisionLog> decisions_ =
      DecisionLog::Open({.file = folder_ + "/decisions", .all = true, .file_bytes = 20'000}).value();
  ConversationWindow window_{WindowLimits{.conversations = 4}};
  Access access_;
  Metrics metrics_;
  Door door_{access_, metrics_, absl::ZeroDuration()};
  Answering answering_{{rules_, window_, metrics_, decisions_.get(), {}, false}};
  JsonGateway json_{answering_, door_, metrics_, true};
  std::unique_ptr<HttpListener> listener_;
  std::mutex mutex_;
  std::map<std::string, std::set<std::string>> seen_;  // verdicts by revision
  uint64_t answered_ = 0;
};

TEST_F(Threads, ShareRulesThatChangeUnderThem) {
  constexpr int kChanges = 25;
  std::atomic<bool> stop{false};
  std::vector<std::thread> callers;
  for (int t = 0; t < 3; ++t) {
    callers.emplace_back([&, t] {
      for (int i = t; !stop; ++i) Ask(i % 8);
    });
  }
  std::thread operators([&] {
    while (!stop) {
      EXPECT_THAT(metrics_.Scrape(), ::testing::HasSubstr("presend_rules_info"));
      EXPECT_NE(rules_.Describe().active, nullptr);
      EXPECT_TRUE(access_.ReadFile(folder_ + "/tokens").ok());
      decisions_->Reopen();
    }
  });
  LoadingThread loading([] {});
  std::atomic<int> changed{0};
  for (int i = 0; i < kChanges; ++i) {
    EXPECT_TRUE(loading.Post([&] {
      const Trial trial{.mode = i % 2 == 0 ? TrialMode::kShadow : TrialMode::kCanary, .percent = 50};
      EXPECT_TRUE(rules_.LoadCandidate(options_.candidates + "/moon", "moon", trial).ok());
      EXPECT_TRUE(rules_.Promote().ok());
      EXPECT_TRUE(rules_.Reload().ok());
      ++changed;
    }));
    EXPECT_TRUE(testing::Await([&] { return changed == i + 1; }));
  }
  stop = true;
  for (std::thread& caller : callers) caller.join();
  operators.join();
  listener_.reset();
  EXPECT_EQ(seen_.size(), 2u);
  for (const auto& [revision, verdicts] : seen_) EXPECT_EQ(verdicts.size(), 1u) << revision;
  EXPECT_TRUE(testing::Await([&] {
    const auto counts = decisions_->counts();
    return counts.written + counts.dropped == 2 * answered_;
  }));
  EXPECT_GT(answered_, 50u);
}

TEST_F(Threads, NoticeAFolderThatChangesWhileTheyLoadIt) {
  LoadingThread loading([] {});
  std::atomic<int> noticed{0};
  auto watch = FolderWatch::Start(options_.rules, std::chrono::milliseconds(1), [&] {
                 ++noticed;
                 (void)loading.Post([this] { (void)rules_.Reload(RuleStore::Reason::kNoticed); });
               }).value();
  for (int i = 0; i < 20; ++i) {
    WritePack(options_.rules, {i % 2 == 0 ? "月亮" : "太阳"});
    Ask(i);
  }
  EXPECT_TRUE(testing::Await([&] { return noticed > 0 && !loading.busy(); }));
  watch.reset();
}

TEST_F(Threads, OfferWorkThatRunsOnceEach) {
  constexpr int kEach = 500;
  std::atomic<int> ran{0}, taken{0};
  {
    WorkQueue queue(3, absl::Milliseconds(100));
    std::vector<std::thread> callers;
    for (int t = 0; t < 3; ++t) {
      callers.emplace_back([&] {
        for (int i = 0; i < kEach; ++i) taken += queue.Offer([&] { ++ran; });
      });
    }
    for (std::thread& caller : callers) caller.join();
  }
  EXPECT_EQ(ran, taken);
  EXPECT_GT(taken, kEach);
}

}  // namespace
}  // namespace presend
