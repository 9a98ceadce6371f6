// Rules change on disk while the server runs.
#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "gmock/gmock.h"
#include "rulepack/pack_file.h"
#include "tests/daemon/served_rules.h"
#include "tests/rulepack/keys.h"

namespace presend {
namespace {

namespace fs = std::filesystem;
using testing::Await;

class Reload : public testing::ServedRules {};

TEST_F(Reload, TakesWhatIsWrittenWithoutBeingAsked) {
  Start();
  EXPECT_FALSE(Blocks("去月亮"));
  WritePack(options_.rules, {"月亮"});
  EXPECT_TRUE(Await([&] { return Blocks("去月亮"); }));
  EXPECT_FALSE(Blocks("去淘宝"));
}

TEST_F(Reload, TakesAFolderThatIsRenamedOverTheOldOne) {
  Start();
  for (const char* word : {"月亮", "太阳"}) {
    WritePack(folder_ + "/next", {word});
    fs::rename(options_.rules, folder_ + "/old");
    fs::rename(folder_ + "/next", options_.rules);
    fs::remove_all(folder_ + "/old");
    EXPECT_TRUE(Await([&] { return Blocks(std::string("去") + word); })) << word;
  }
}

TEST_F(Reload, TakesASymbolicLinkThatIsSwapped) {
  WritePack(folder_ + "/releases/1", {"淘宝"});
  WritePack(folder_ + "/releases/2", {"月亮"});
  fs::remove_all(options_.rules);
  fs::create_directory_symlink("releases/1", options_.rules);
  Start();
  EXPECT_TRUE(Blocks("去淘宝"));
  fs::create_directory_symlink("releases/2", folder_ + "/link");
  fs::rename(folder_ + "/link", options_.rules);
  EXPECT_TRUE(Await([&] { return Blocks("去月亮"); }));
  WritePack(folder_ + "/releases/2", {"太阳"});  // behind the link
  EXPECT_TRUE(Await([&] { return Blocks("去太阳"); }));
}

TEST_F(Reload, ABadPackChangesNothingButTheStatus) {
  Start();
  const std::string revision = Status().revision();
  Write(options_.rules + "/jd/rules.yaml", "- nonsense: [\n");
  ASSERT_TRUE(Await([&] { return Status().has_last_failure(); }));
  EXPECT_THAT(Status().last_failure().diagnostics(0), ::testing::HasSubstr("rules.yaml:"));
  EXPECT_EQ(Status().revision(), revision);
  EXPECT_TRUE(Blocks("去淘宝"));
  WritePack(options_.rules, {"月亮"});
  EXPECT_TRUE(Await([&] { return Blocks("去月亮"); }));
  EXPECT_FALSE(Status().has_last_failure());
}

TEST_F(Reload, APackWhoseExamplesFailIsNotTaken) {
  Start();
  Write(options_.rules + "/jd/words.txt", "月亮\n");  // the example still names the word before
  ASSERT_TRUE(Await([&] { return Status().has_last_failure(); }));
  EXPECT_TRUE(Blocks("去淘宝"));
  EXPECT_FALSE(Blocks("去月亮"));
}

TEST_F(Reload, ADeletedFolderLeavesTheLastGoodRules) {
  Start();
  fs::remove_all(options_.rules);
  ASSERT_TRUE(Await([&] { return Status().has_last_failure(); }));
  EXPECT_TRUE(Blocks("去淘宝"));
  WritePack(options_.rules, {"月亮"});
  EXPECT_TRUE(Await([&] { return Blocks("去月亮"); })) << "a folder that comes back is seen";
}

// What a fleet loads: one file, signed, renamed over the one before.
TEST_F(Reload, TakesASignedPackFileThatIsRenamedOverTheOldOne) {
  const auto pack = [this](const std::string& word, const char* key) {
    WritePack(folder_ + "/source", {word});
    const auto loaded = LoadPacks(folder_ + "/source");
    const auto bytes = BuildPackFile(*loaded, folder_ + "/source", key);
    Write(folder_ + "/next.pack", bytes.value());
    fs::rename(folder_ + "/next.pack", options_.rules);
    return loaded->rules.revision;
  };
  fs::remove_all(options_.rules);
  Write(folder_ + "/key.pem", testing::kPublicKey);
  options_.trusted_key = folder_ + "/key.pem";
  EXPECT_EQ(pack("淘宝", testing::kPrivateKey).size(), 12u);
  Start();
  EXPECT_TRUE(Blocks("去淘宝"));
  const std::string next = pack("月亮", testing::kPrivateKey);
  EXPECT_TRUE(Await([&] { return Blocks("去月亮"); }));
  EXPECT_EQ(Status().revision(), next) << "a file and the folder that it was made of are the same revision";
  pack("太阳", testing::kOtherPrivateKey);
  ASSERT_TRUE(Await([&] { return Status().has_last_failure(); }));
  EXPECT_THAT(Status().last_failure().diagnostics(0), ::testing::HasSubstr("trusted key"));
  EXPECT_TRUE(Blocks("去月亮")) << "what somebody else has signed changes nothing";
}

// Half of a word list is a good word list, so it must not be read before it is whole.
TEST_F(Reload, APackThatIsBeingWrittenIsNotTaken) {
  options_.watch_quiet_ms = 300;
  Start();
  const std::string before = Status().revision();
  std::set<std::string> seen;
  {
    std::ofstream list(options_.rules + "/jd/words.txt");
    list << "淘宝\n";
    for (int i = 0; i < 20; ++i) {
      list << "月亮" << std::flush;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      seen.insert(Status().revision());
    }
    list << "\n太阳\n";
  }
  EXPECT_THAT(seen, ::testing::ElementsAre(before));
  EXPECT_TRUE(Await([&] { return Blocks("去太阳"); }));
}

TEST_F(Reload, StartsWithoutGoodRulesIfItIsToldTo) {
  Write(options_.rules + "/jd/rules.yaml", "- nonsense: [\n");
  EXPECT_FALSE(Server::Start(options_, testing::LoadTheFolder).ok());
  options_.wait_for_rules = true;
  Start();
  v1::ScreenRequest request;
  v1::ScreenResponse response;
  grpc::ClientContext call;
  EXPECT_EQ(stub_->Screen(&call, request, &response).error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(Status().revision(), "");
  WritePack(options_.rules, {"月亮"});
  ASSERT_TRUE(Await([&] { return !Status().revision().empty(); }));
  EXPECT_TRUE(Blocks("去月亮"));
}

// Asks for as long as it lives; every answer must fit its revision.
class Traffic {
 public:
  Traffic(const std::shared_ptr<grpc::Channel>& channel, int threads) {
    for (int t = 0; t < threads; ++t) threads_.emplace_back([this, channel] { Run(channel); });
  }
  ~Traffic() { Stop(); }
  void Stop() {
    stop_ = true;
    for (auto& thread : threads_) thread.join();
    threads_.clear();
  }
  uint64_t calls() const { return calls_; }
  uint64_t errors() const { return errors_; }
  size_t revisions() const {
    const std::lock_guard lock(mutex_);
    return verdicts_.size();
  }
  // Revisions that gave one message two verdicts.
  int mixed() const {
    const std::lock_guard lock(mutex_);
    const auto is_mixed = [](const auto& verdicts) { return verdicts.second.size() != 1; };
    return static_cast<int>(std::count_if(verdicts_.begin(), verdicts_.end(), is_mixed));
  }

 private:
  void Run(const std::shared_ptr<grpc::Channel>& channel) {
    const auto stub = v1::ScreeningService::NewStub(channel);
    v1::ScreenBatchRequest batch;
    for (const char* text : {"去月亮", "去太阳"}) {
      auto& request = *batch.add_requests();
      request.set_platform("jd");
      request.set_text(text);
    }
    while (!stop_) {
      v1::ScreenBatchResponse answers;
      grpc::ClientContext call;
      ++calls_;
      if (!stub->ScreenBatch(&call, batch, &answers).ok()) ++errors_;
      if (answers.responses_size() != 2) continue;
      const auto& first = answers.responses(0);
      const auto& second = answers.responses(1);
      if (first.revision() != second.revision()) ++errors_;
      const std::lock_guard lock(mutex_);
      verdicts_[first.revision()].insert({first.verdict(), second.verdict()});
    }
  }

  std::atomic<bool> stop_{false};
  std::atomic<uint64_t> calls_{0}, errors_{0};
  mutable std::mutex mutex_;
  std::map<std::string, std::set<std::pair<int, int>>> verdicts_;
  std::vector<std::thread> threads_;
};

TEST_F(Reload, UnderLoadNoCallFailsAndNoAnswerIsMixed) {
  options_.watch = false;
  WritePack(options_.rules, {"月亮"});
  Start();
  Traffic traffic(channel_, 3);
  for (int i = 0; i < 20; ++i) {
    WritePack(options_.rules, {i % 2 == 0 ? "太阳" : "月亮"});
    ASSERT_TRUE(server_->Reload().ok());
  }
  traffic.Stop();
  EXPECT_EQ(traffic.errors(), 0u);
  EXPECT_GT(traffic.calls(), 20u);
  EXPECT_EQ(traffic.revisions(), 2u);
  EXPECT_EQ(traffic.mixed(), 0);
}

long ResidentKilobytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("VmRSS:", 0) == 0) return std::stol(line.substr(6));
  }
  return 0;
}

TEST_F(Reload, ManyReloadsDoNotGrow) {
  options_.watch = false;
  Start();
  const auto reload = [&](int times) {
    for (int i = 0; i < times; ++i) {
      ASSERT_TRUE(server_->Reload().ok());
      EXPECT_TRUE(Blocks("去淘宝"));
    }
  };
  const char* wanted = getenv("PRESEND_RELOADS");
  const int times = wanted == nullptr ? 100 : atoi(wanted);
  reload(times / 4);
  const long before = ResidentKilobytes();
  reload(times);
  const long after = ResidentKilobytes();
  RecordProperty("kilobytes_before", static_cast<int>(before));
  RecordProperty("kilobytes_after", static_cast<int>(after));
  EXPECT_LT(after, before + before / 10 + 1024) << before << " -> " << after;
}

}  // namespace
}  // namespace presend
