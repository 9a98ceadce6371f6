// Promoted and rolled back to, then killed: what the next process serves.
#include <filesystem>
#include <random>

#include "gmock/gmock.h"
#include "tests/daemon/served_process.h"

namespace presend {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class Restart : public testing::ServedProcess {
 protected:
  Restart() { WritePack(options_.candidates + "/moon", {"月亮"}); }

  void RunKept() { Run({"--state", path("state")}); }
  void Again() {
    End(SIGKILL);
    RunKept();
  }

  grpc::Status Try(const std::string& name = "moon") { return LoadCandidate(name, v1::TRIAL_MODE_SHADOW); }
  grpc::Status Reload() {
    v1::ReloadResponse response;
    grpc::ClientContext call;
    return admin_->Reload(&call, {}, &response);
  }
  void PromoteTheMoon() {
    RunKept();
    ASSERT_TRUE(Try().ok());
    ASSERT_TRUE(Promote().ok());
    ASSERT_TRUE(Blocks("去月亮"));
  }
  // The copies that are kept.
  std::vector<fs::path> Copies() const {
    std::vector<fs::path> copies;
    for (const auto& entry : fs::directory_iterator(path("state"))) {
      if (entry.path().extension() == ".pack") copies.push_back(entry.path());
    }
    return copies;
  }
};

TEST_F(Restart, APromotionHolds) {
  PromoteTheMoon();
  const std::string revision = Status().revision();
  fs::remove_all(options_.candidates);  // what was promoted is kept, not looked for
  for (int i = 0; i < 2; ++i) {
    Again();
    EXPECT_EQ(Status().revision(), revision);
    EXPECT_TRUE(Status().held());
    EXPECT_TRUE(Blocks("去月亮"));
  }
  ASSERT_TRUE(RollBack().ok()) << "to what the folder holds";
  Again();
  EXPECT_TRUE(Blocks("去淘宝"));
  EXPECT_FALSE(Status().held());
}

TEST_F(Restart, ARollBackHoldsThoughTheFolderHasMovedOn) {
  RunKept();
  WritePack(options_.rules, {"太阳"});
  ASSERT_TRUE(testing::Await([&] { return Blocks("去太阳"); }));
  ASSERT_TRUE(RollBack().ok());
  Again();
  EXPECT_TRUE(Blocks("去淘宝"));
  EXPECT_TRUE(Status().held());
  EXPECT_LE(Copies().size(), 2u);
}

TEST_F(Restart, NewsInTheFolderEndsWhatWasHeld) {
  PromoteTheMoon();
  End(SIGKILL);
  WritePack(options_.rules, {"太阳"});
  RunKept();
  EXPECT_TRUE(Blocks("去太阳"));
  EXPECT_FALSE(Status().held());
  EXPECT_TRUE(Logged("holds new rules")) << Log();
}

TEST_F(Restart, AnOrderToReloadEndsWhatWasHeld) {
  PromoteTheMoon();
  ASSERT_TRUE(Reload().ok());
  Again();
  EXPECT_TRUE(Blocks("去淘宝"));
}

TEST_F(Restart, WithoutAFolderForItARestartForgets) {
  Run();
  ASSERT_TRUE(Try().ok());
  ASSERT_TRUE(Promote().ok());
  End(SIGKILL);
  Run();
  EXPECT_TRUE(Blocks("去淘宝"));
}

TEST_F(Restart, WhatIsDamagedIsToldAndTheFolderServes) {
  const auto moon = [this] {  // the copy of what was promoted
    for (const fs::path& copy : Copies()) {
      if (Slurp(path("state/active.json")).find("\"active\":\"" + copy.stem().string().substr(5)) !=
          std::string::npos) {
        return copy.string();
      }
    }
    return std::string();
  };
  const auto other = [&] { return Copies()[0] == moon() ? Copies()[1] : Copies()[0]; };
  const auto note = [this](const std::string& text) { Write(path("state/active.json"), text); };
  const std::vector<std::pair<const char*, std::function<void()>>> damages = {
      {"an empty note", [&] { note(""); }},
      {"half a note", [&] { note(Slurp(path("state/active.json")).substr(0, 30)); }},
      {"no text", [&] { note(std::string("\0\xff\xfe", 3)); }},
      {"other fields", [&] { note("{\"format\":\"presend.active/1\",\"active\":7,\"folder\":[]}"); }},
      {"a note of another time", [&] { note("{\"format\":\"presend.active/9\",\"active\":\"a\",\"folder\":\"b\"}"); }},
      {"a path", [&] { note("{\"format\":\"presend.active/1\",\"active\":\"../x\",\"folder\":\"b\"}"); }},
      {"no copy", [&] { fs::remove(moon()); }},
      {"half a copy", [&] { fs::resize_file(moon(), fs::file_size(moon()) / 2); }},
      {"another's copy", [&] { fs::copy_file(other(), moon(), fs::copy_options::overwrite_existing); }},
  };
  for (const auto& [name, damage] : damages) {
    SCOPED_TRACE(name);
    fs::remove_all(path("state"));
    PromoteTheMoon();
    End(SIGKILL);
    damage();
    RunKept();
    EXPECT_TRUE(Blocks("去淘宝"));
    EXPECT_FALSE(Status().held());
    EXPECT_TRUE(Logged("kept_rules_ignored")) << Log();
    Again();
    EXPECT_FALSE(Logged("kept_rules_ignored")) << "what was wrong has been written anew";
    End(SIGKILL);
  }
}

TEST_F(Restart, ADiskThatIsFullIsToldAndChangesNothing) {
  RunKept();
  FillDisk(true);
  const grpc::Status refused = Try();
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(refused.error_message(), HasSubstr("cannot be written"));
  EXPECT_FALSE(Status().has_candidate());
  FillDisk(false);
  ASSERT_TRUE(Try().ok());
  FillDisk(true);
  const grpc::Status stays = Promote();
  EXPECT_EQ(stays.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(stays.error_message(), HasSubstr("active.json: cannot be written: File too large"));
  EXPECT_TRUE(Status().has_candidate());
  EXPECT_TRUE(Blocks("去淘宝"));
  FillDisk(false);
  ASSERT_TRUE(Promote().ok());
  FillDisk(true);
  EXPECT_FALSE(RollBack().ok());
  EXPECT_FALSE(Reload().ok()) << "it would be undone by a restart";
  EXPECT_TRUE(Status().held());
  EXPECT_TRUE(Blocks("去月亮"));
  Again();
  EXPECT_TRUE(Blocks("去月亮"));
}

TEST_F(Restart, AFolderThatCannotBeWrittenIsToldAndRulesAreServed) {
  Write(path("file"), "");
  Run({"--state", path("file/state")});
  EXPECT_TRUE(Logged("rules_not_kept"));
  EXPECT_TRUE(Blocks("去淘宝"));
  EXPECT_EQ(Try().error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  WritePack(options_.rules, {"太阳"});
  EXPECT_TRUE(testing::Await([&] { return Blocks("去太阳"); })) << "what is published is served all the same";
}

TEST_F(Restart, TheLastGoodRulesServeWhileTheFolderIsBadOrGone) {
  RunKept();
  const std::string revision = Status().revision();
  for (const bool gone : {false, true}) {
    End(SIGKILL);
    Write(options_.rules + "/jd/rules.yaml", "- nonsense: [\n");
    if (gone) fs::remove_all(options_.rules);
    RunKept();
    EXPECT_EQ(Status().revision(), revision);
    EXPECT_TRUE(Status().has_last_failure());
    EXPECT_FALSE(Status().held());
    EXPECT_TRUE(Logged("reload_failed"));
  }
  WritePack(options_.rules, {"太阳"});
  EXPECT_TRUE(testing::Await([&] { return Blocks("去太阳"); }));
}

// Both are good; half of one is not.
TEST_F(Restart, KilledAtAnyMomentItServesOneOrTheOther) {
  RunKept();
  std::mt19937 random(7);
  int moons = 0;
  for (int i = 0; i < 12; ++i) {
    (void)Try();
    std::thread change([this] { Promote().ok() && RollBack().ok(); });
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 4000));
    End(SIGKILL);
    change.join();
    RunKept();
    EXPECT_NE(Blocks("去月亮"), Blocks("去淘宝"));
    EXPECT_FALSE(Logged("kept_rules_ignored")) << Log();
    moons += Status().held() ? 1 : 0;
  }
  RecordProperty("promoted", moons);
}

}  // namespace
}  // namespace presend
