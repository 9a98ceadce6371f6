// Compiled databases that outlive the process.
#include "rulepack/database_folder.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/rulepack/small_packs.h"

namespace presend {
namespace {

// Counts what is asked of a folder.
class Watched : public DatabaseStore {
 public:
  explicit Watched(const std::string& folder) : folder_(folder) {}
  std::optional<std::string> Find(std::string_view recipe) override {
    auto bytes = folder_.Find(recipe);
    ++(bytes ? found : missed);
    return bytes;
  }
  void Keep(std::string_view recipe, std::string_view bytes) override {
    ++kept;
    folder_.Keep(recipe, bytes);
  }
  int found = 0, missed = 0, kept = 0;

 private:
  DatabaseFolder folder_;
};

class DatabaseFolderTest : public ::testing::Test {
 protected:
  // Loads the rules and screens with them.
  Action Load(Watched& store, const std::string& text) {
    const auto screener = LoadScreener(packs_.directory(), {.store = &store});
    EXPECT_TRUE(screener.ok()) << screener.status();
    return ActionOf(**screener, text);
  }

  std::vector<std::string> Files() const { return FilesOnDisk()->Entries(cache_); }

  PackOnDisk packs_{{{"jd/pack.yaml", kSmallManifest}, {"jd/a.yaml", WordRule("jd.a", "傻瓜")}}};
  const std::string cache_ = packs_.directory() + "/../cache";
};

TEST_F(DatabaseFolderTest, WhatWasCompiledOnceIsRead) {
  Watched first(cache_), second(cache_);
  EXPECT_EQ(Load(first, "你是傻瓜"), Action::kBlock);
  EXPECT_EQ(first.found, 0);
  EXPECT_GT(first.kept, 0);
  EXPECT_EQ(Load(second, "你是傻瓜"), Action::kBlock);
  EXPECT_EQ(second.missed, 0);
  EXPECT_EQ(second.kept, 0);
}

TEST_F(DatabaseFolderTest, OtherWordsAreCompiled) {
  Watched first(cache_), second(cache_);
  Load(first, "你好");
  packs_.Write("jd/a.yaml", WordRule("jd.a", "笨蛋"));
  EXPECT_EQ(Load(second, "你是笨蛋"), Action::kBlock);
  EXPECT_EQ(Load(second, "你是傻瓜"), Action::kAllow);
  EXPECT_GT(second.kept, 0);
}

TEST_F(DatabaseFolderTest, WhatIsDamagedHeals) {
  Watched first(cache_);
  Load(first, "你好");
  ASSERT_FALSE(Files().empty());
  for (const std::string& path : Files()) {
    const std::string whole = *FilesOnDisk()->Read(path);
    std::string flipped = whole;
    flipped[whole.size() / 2] ^= 1;
    for (const std::string& damaged :
         {std::string(), whole.substr(0, whole.size() / 2), flipped, std::string(4096, 'x')}) {
      std::ofstream(path, std::ios::binary) << damaged;
      Watched store(cache_);
      EXPECT_EQ(Load(store, "你是傻瓜"), Action::kBlock);
      EXPECT_EQ(store.kept, 1);
      EXPECT_EQ(*FilesOnDisk()->Read(path), whole);
    }
  }
}

TEST_F(DatabaseFolderTest, AFolderThatCannotBeWrittenHoldsNothingUp) {
  packs_.Write("../taken", "a file, no folder");
  Watched store(packs_.directory() + "/../taken");
  EXPECT_EQ(Load(store, "你是傻瓜"), Action::kBlock);
}

TEST_F(DatabaseFolderTest, TheLeastUsedGo) {
  DatabaseFolder folder(cache_);
  for (size_t i = 0; i < DatabaseFolder::kMostFiles + 20; ++i) folder.Keep("recipe " + std::to_string(i), "bytes");
  EXPECT_EQ(Files().size(), DatabaseFolder::kMostFiles);
}

// A writer that waits in the middle, to be killed there.
pid_t WriteAndWait(const std::string& folder) {
  const pid_t writer = fork();
  if (writer != 0) return writer;
  std::ofstream(folder + "/abc.hsdb." + std::to_string(getpid())) << "half of a data";
  for (;;) pause();
}

TEST_F(DatabaseFolderTest, WhatAKilledProcessLeftGoesAndWhatIsBeingWrittenStays) {
  DatabaseFolder folder(cache_);
  folder.Keep("recipe", "bytes");
  const pid_t writer = WriteAndWait(cache_);
  while (Files().size() < 2) usleep(1000);
  folder.DropLeftBehind();
  EXPECT_EQ(Files().size(), 2u);
  kill(writer, SIGKILL);
  waitpid(writer, nullptr, 0);
  std::ofstream(cache_ + "/notes.12") << "nobody's business";
  folder.DropLeftBehind();
  EXPECT_EQ(Files().size(), 2u);
  EXPECT_EQ(folder.Find("recipe"), "bytes");
}

}  // namespace
}  // namespace presend
