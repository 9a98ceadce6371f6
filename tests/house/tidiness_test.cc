// What keeps the sources readable, held by reading them.
#include <cctype>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/house/source_tree.h"

namespace presend::house {
namespace {

using ::testing::IsEmpty;

constexpr size_t kLongestSource = 400;  // lines; 300 is the aim
constexpr size_t kLongestTable = 600;   // lines; of a test, which is mostly cases
constexpr size_t kLongestHeader = 200;  // lines; 150 is the aim

bool IsSource(const SourceFile& file) {
  return file.IsCpp() || file.EndsWith(".py") || file.EndsWith(".proto") || file.EndsWith(".cmake") ||
         file.EndsWith("CMakeLists.txt");
}

// Folders of one machine. Put together from two halves, for this file is read too.
const std::vector<std::string>& MachineFolders() {
  static const std::vector<std::string> folders = {std::string("/wo") + "rk", std::string("/tm") + "p",
                                                   std::string("/ro") + "ot", std::string("/ho") + "me"};
  return folders;
}

bool IsWordCharacter(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-' || c == '.'; }

// Whether the path stands there as a path: not as the middle of another one, nor as the beginning of a longer word.
bool NamesFolder(std::string_view text, std::string_view folder) {
  for (size_t at = text.find(folder); at != std::string_view::npos; at = text.find(folder, at + 1)) {
    const bool starts = at == 0 || (!IsWordCharacter(text[at - 1]) && text[at - 1] != '/' && text[at - 1] != '}');
    const size_t after = at + folder.size();
    if (starts && (after == text.size() || !IsWordCharacter(text[after]))) return true;
  }
  return false;
}

TEST(TidinessTest, SourcesAreShort) {
  std::vector<std::string> long_ones;
  for (const SourceFile& file : ReadTree(PRESEND_SOURCE_DIR)) {
    const size_t lines = Lines(file.text).size();
    const size_t longest = file.EndsWith("_test.cc") ? kLongestTable
                           : file.EndsWith(".h")     ? kLongestHeader
                                                     : kLongestSource;
    if (IsSource(file) && lines > longest) long_ones.push_back(file.path + ": " + std::to_string(lines) + " lines");
  }
  EXPECT_THAT(long_ones, IsEmpty());
}

TEST(TidinessTest, NoFileNamesTheFoldersOfOneMachine) {
  std::vector<std::string> named;
  for (const SourceFile& file : ReadTree(PRESEND_SOURCE_DIR)) {
    for (const std::string& folder : MachineFolders()) {
      // Tests may put their sockets where every POSIX machine has room for them.
      if (folder == MachineFolders()[1] && file.path.starts_with("tests/")) continue;
      if (NamesFolder(file.text, folder)) named.push_back(file.path + ": " + folder);
    }
  }
  EXPECT_THAT(named, IsEmpty());
}

TEST(TidinessTest, FolderNamesAreToldFromTheirLookAlikes) {
  const std::string folder = MachineFolders()[0];
  EXPECT_TRUE(NamesFolder("cd " + folder + "/main", folder));
  EXPECT_TRUE(NamesFolder("\"" + folder + "\"", folder));
  EXPECT_FALSE(NamesFolder("https://example.com" + folder, folder));
  EXPECT_FALSE(NamesFolder(folder + "ers/a", folder));
  EXPECT_FALSE(NamesFolder("${DIR}" + folder + "/a", folder));
}

// The first thing in a header says what it is for.
TEST(TidinessTest, HeadersBeginWithACommentAndAGuard) {
  std::vector<std::string> bare;
  for (const SourceFile& file : ReadTree(PRESEND_SOURCE_DIR)) {
    if (!file.EndsWith(".h")) continue;
    if (!file.text.starts_with("// ")) bare.push_back(file.path + ": no leading comment");
    if (file.text.find("\n#pragma once\n") == std::string::npos) bare.push_back(file.path + ": no #pragma once");
  }
  EXPECT_THAT(bare, IsEmpty());
}

TEST(TidinessTest, TextEndsWithANewlineAndHasNoTabs) {
  std::vector<std::string> untidy;
  for (const SourceFile& file : ReadTree(PRESEND_SOURCE_DIR)) {
    if (!IsSource(file) || file.text.empty()) continue;
    if (!file.text.ends_with('\n')) untidy.push_back(file.path + ": no newline at the end");
    if (file.text.find('\t') != std::string::npos) untidy.push_back(file.path + ": a tab");
    if (file.text.find("\r\n") != std::string::npos) untidy.push_back(file.path + ": DOS line ends");
  }
  EXPECT_THAT(untidy, IsEmpty());
}

}  // namespace
}  // namespace presend::house
