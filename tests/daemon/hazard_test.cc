// What happens to a server: full disks, damaged files, a kill in the middle. The last good rules go on, or the next
// start recovers. (What a reload meets is in reload_test.cc, what is promoted in restart_test.cc.)
#include <filesystem>
#include <random>

#include "gmock/gmock.h"
#include "nlohmann/json.hpp"
#include "rulepack/pack_file.h"
#include "tests/daemon/http_client.h"
#include "tests/daemon/served_process.h"

namespace presend {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class Hazard : public testing::ServedProcess {
 protected:
  std::vector<std::string> LinesOf(const std::string& name) const {
    std::vector<std::string> lines;
    std::ifstream file(path(name));
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
  }
  static bool IsWhole(const std::string& line) { return nlohmann::json::accept(line); }

  // The sizes of the files of the cache, by name.
  std::map<std::string, uintmax_t> Cached() const {
    std::map<std::string, uintmax_t> sizes;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(path("cache"), none)) sizes[entry.path()] = entry.file_size();
    return sizes;
  }

  std::string Metrics() const {
    const std::string log = Log(), field = "\"metrics\":\"";
    const size_t begin = log.find(field) + field.size();
    return testing::Exchange(log.substr(begin, log.find('"', begin) - begin), "GET", "/metrics").body;
  }
};

TEST_F(Hazard, AFullDiskLosesDecisionsAndNoAnswer) {
  Run({"--decision-log", path("decisions"), "--metrics", "127.0.0.1:0"});
  EXPECT_TRUE(Blocks("去淘宝"));
  ASSERT_TRUE(testing::Await([&] { return LinesOf("decisions").size() == 1; }));
  FillDisk(true);
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(Blocks("去淘宝"));
  EXPECT_TRUE(
      testing::Await([&] { return Metrics().find("presend_decisions_dropped_total 20\n") != std::string::npos; }));
  FillDisk(false);
  EXPECT_TRUE(Blocks("去淘宝"));
  EXPECT_TRUE(testing::Await([&] { return LinesOf("decisions").size() == 2; })) << "writing resumes by itself";
  EXPECT_THAT(LinesOf("decisions"), ::testing::Each(::testing::Truly(IsWhole)));
}

TEST_F(Hazard, AFullDiskKeepsNoCompiledRulesAndServesThem) {
  Run({"--cache", path("cache")});
  const auto before = Cached();
  EXPECT_FALSE(before.empty());
  FillDisk(true);
  WritePack(options_.rules, {"月亮"});
  EXPECT_TRUE(testing::Await([&] { return Blocks("去月亮"); }));
  EXPECT_EQ(Cached(), before) << "nothing half written stays";
  End(SIGKILL);
  Write(path("file"), "");
  Run({"--cache", path("file/cache")});
  EXPECT_TRUE(Blocks("去月亮")) << "a folder that cannot be made";
}

TEST_F(Hazard, ADamagedCacheIsCompiledAnew) {
  Run({"--cache", path("cache")});
  const auto whole = Cached();
  const std::vector<std::function<void(const std::string&)>> damages = {
      [](const std::string& file) { fs::resize_file(file, 0); },
      [](const std::string& file) { fs::resize_file(file, fs::file_size(file) / 2); },
      [](const std::string& file) { std::ofstream(file, std::ios::in | std::ios::out).seekp(200) << "nonsense"; },
      [](const std::string& file) { fs::remove(file), fs::create_directory(file); },
  };
  for (const auto& damage : damages) {
    End(SIGKILL);
    for (const auto& [file, size] : whole) damage(file);
    Run({"--cache", path("cache")});
    EXPECT_TRUE(Blocks("去淘宝"));
    if (&damage != &damages.back()) {
      EXPECT_EQ(Cached(), whole);
    }
  }
}

TEST_F(Hazard, HalfAPackFileIsNotTaken) {
  const auto loaded = LoadPacks(options_.rules);
  const std::string pack = BuildPackFile(*loaded, options_.rules, "").value();
  options_.rules = path("rules.pack");
  Write(options_.rules, pack);
  Run({"--state", path("state")});
  Write(options_.rules, pack.substr(0, pack.size() / 2));
  ASSERT_TRUE(testing::Await([&] { return Status().has_last_failure(); }));
  EXPECT_TRUE(Blocks("去淘宝"));
  End(SIGKILL);
  Run({"--state", path("state")});
  EXPECT_TRUE(Blocks("去淘宝")) << "the last good rules";
  End(SIGKILL);
  Launch({});
  EXPECT_TRUE(testing::Await([this] { return Ended(); })) << "without a folder of state there is nothing to serve";
  EXPECT_THAT(Log(), HasSubstr("rules.pack"));
}

// In the middle of reading, compiling, keeping, answering or logging.
TEST_F(Hazard, KilledAtAnyMomentTheNextStartServesWhatTheFolderHolds) {
  const std::vector<std::string> flags = {"--cache",     path("cache"),    "--state",
                                          path("state"), "--decision-log", path("decisions")};
  std::mt19937 random(11);
  constexpr int kKills = 12;
  for (int i = 0; i < kKills; ++i) {
    Run(flags);
    const std::string word = i % 2 == 0 ? "月亮" : "太阳";
    WritePack(options_.rules, {word});
    std::atomic<bool> stop{false};
    std::thread callers([&] {
      while (!stop) {
        v1::ScreenRequest request;
        request.set_platform("jd");
        request.set_text("去淘宝，去月亮，去太阳");
        v1::ScreenResponse response;
        grpc::ClientContext call;
        if (!stub_->Screen(&call, request, &response).ok()) return;
      }
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(40 + random() % 50));  // the folder rests for 50
    End(SIGKILL);
    stop = true;
    callers.join();
    Run(flags);
    EXPECT_TRUE(Blocks("去" + word));
    EXPECT_FALSE(Status().held());
    End(SIGKILL);
  }
  const auto lines = LinesOf("decisions");
  EXPECT_GT(lines.size(), 100u);
  EXPECT_LE(lines.size() - std::count_if(lines.begin(), lines.end(), IsWhole), 2u * kKills) << "one a kill at most";
}

TEST_F(Hazard, ACutLineOfTheDecisionLogStaysAlone) {
  Write(path("decisions"), "{\"time\":\"20");
  Run({"--decision-log", path("decisions")});
  EXPECT_TRUE(Blocks("去淘宝"));
  ASSERT_TRUE(testing::Await([&] { return LinesOf("decisions").size() == 2; }));
  EXPECT_FALSE(IsWhole(LinesOf("decisions")[0]));
  EXPECT_TRUE(IsWhole(LinesOf("decisions")[1]));
}

}  // namespace
}  // namespace presend
