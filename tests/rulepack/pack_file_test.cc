// Rule packs as one file.
#include "rulepack/pack_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/rulepack/keys.h"
#include "tests/rulepack/small_packs.h"

namespace presend {
namespace {

using ::testing::HasSubstr;

const std::map<std::string, std::string> kFiles = {
    {"jd/pack.yaml", kSmallManifest},
    {"jd/rules/a.yaml",
     "- id: jd.a\n  title: t\n  reason: r\n  category: abuse\n  action: block\n  match: {files: [words/a.txt]}\n"
     "  examples:\n    - {bad: \"这[[傻瓜]]啊\"}\n    - {ok: 您好}\n"},
    {"jd/words/a.txt", "\xEF\xBB\xBF傻瓜\n"},
    {"jd/notes.md", "not a part of the rules"},
    {"shops/s1/accept.txt", "傻瓜相机\n"}};

class PackFile : public ::testing::Test {
 protected:
  std::string Built(const char* key = "") {
    const auto loaded = LoadPacks(folder_.directory());
    auto bytes = BuildPackFile(*loaded, folder_.directory(), key);
    EXPECT_TRUE(bytes.ok()) << bytes.status();
    return bytes.value_or("");
  }

  std::string Path() const { return folder_.directory() + "/../rules.pack"; }

  void Save(const std::string& bytes) const { folder_.Write("../rules.pack", bytes); }

  PackOnDisk folder_{kFiles};
};

TEST_F(PackFile, IsLoadedAsTheFolderThatItWasMadeOf) {
  Save(Built());
  const auto of_file = LoadPacks(Path());
  const auto of_folder = LoadPacks(folder_.directory());
  ASSERT_TRUE(of_file.ok() && of_file->ok()) << of_file.status();
  EXPECT_EQ(of_file->rules.revision, of_folder->rules.revision);
  ASSERT_EQ(of_file->rules.rules.size(), of_folder->rules.rules.size());
  const auto screener = LoadScreener(Path());
  ASSERT_TRUE(screener.ok()) << screener.status();
  EXPECT_EQ(ActionOf(**screener, "你是傻瓜"), Action::kBlock);
  EXPECT_EQ(ActionOf(**screener, "傻瓜相机", "s1"), Action::kAllow) << "what the shops say comes along";
}

TEST_F(PackFile, SaysWhatIsInIt) {
  Save(Built(testing::kPrivateKey));
  const auto opened = OpenPackFile(Path(), testing::kPublicKey);
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(opened->manifest.revision, LoadPacks(folder_.directory())->rules.revision);
  EXPECT_THAT(opened->manifest.platforms, ::testing::ElementsAre("jd"));
  EXPECT_EQ(opened->manifest.rules, 1u);
  EXPECT_EQ(opened->manifest.words, 1u);
  EXPECT_TRUE(opened->manifest.key.has_value());
  std::vector<std::string> paths;
  for (const auto& file : opened->manifest.files) paths.push_back(file.path);
  EXPECT_THAT(paths, ::testing::ElementsAre("jd/pack.yaml", "jd/rules/a.yaml", "jd/words/a.txt", "shops/s1/accept.txt"));
}

TEST_F(PackFile, EqualRulesGiveEqualBytes) {
  EXPECT_EQ(Built(), Built());
  const std::string before = Built();
  folder_.Write("jd/words/a.txt", "傻蛋\n傻瓜\n");
  EXPECT_NE(Built(), before);
}

TEST_F(PackFile, IsRefusedWithoutTheTrustedSignature) {
  const struct { const char* key; const char* says; } cases[] = {{"", "not signed"},
                                                                 {testing::kOtherPrivateKey, "not by the trusted key"}};
  for (const auto& c : cases) {
    Save(Built(c.key));
    const auto loaded = LoadPacks(Path(), {.trusted_key = testing::kPublicKey});
    EXPECT_TRUE(absl::IsPermissionDenied(loaded.status()));
    EXPECT_THAT(std::string(loaded.status().message()), HasSubstr(c.says));
  }
  EXPECT_TRUE(absl::IsPermissionDenied(LoadPacks(folder_.directory(), {.trusted_key = testing::kPublicKey}).status()));
  Save(Built(testing::kPrivateKey));
  EXPECT_TRUE(LoadPacks(Path(), {.trusted_key = testing::kPublicKey}).ok());
  EXPECT_TRUE(absl::IsInvalidArgument(LoadPacks(Path(), {.trusted_key = "no key"}).status()));
}

TEST_F(PackFile, AnyDamageIsSeen) {
  const std::string whole = Built(testing::kPrivateKey);
  for (size_t at = 0; at < whole.size(); at += 7) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x20);
    Save(damaged);
    const auto opened = OpenPackFile(Path(), testing::kPublicKey);
    if (!opened.ok()) continue;
    EXPECT_EQ(opened->manifest.files.size(), 4u) << "a bit that says nothing at " << at;
  }
  for (const size_t size : {size_t{0}, size_t{10}, whole.size() / 2, whole.size() - 1}) {
    Save(whole.substr(0, size));
    EXPECT_FALSE(OpenPackFile(Path(), "").ok()) << size;
  }
}

TEST_F(PackFile, BadRulesMakeNone) {
  folder_.Write("jd/words/a.txt", "!!\n");
  EXPECT_FALSE(BuildPackFile(*LoadPacks(folder_.directory()), folder_.directory(), "").ok());
}

}  // namespace
}  // namespace presend
