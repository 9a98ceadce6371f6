// Dependencies point one way: daemon, cli → wire, replay → rulepack → engine → Hyperscan, Abseil, ICU, libpsl,
// libphonenumber. A stray #include compiles without any flag on Debian, so the arrows are read from the sources.
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/house/source_tree.h"

namespace presend::house {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Part {
  std::string name;
  std::set<std::string> parts;      // besides itself
  std::set<std::string> libraries;  // besides the standard library and Abseil
};

const std::set<std::string> kEngineLibraries = {"hyperscan", "icu", "libpsl", "libphonenumber"};
const std::set<std::string> kServiceLibraries = {"protobuf", "grpc", "openssl", "spdlog", "cli11", "json"};
// `presend version` names the Hyperscan it runs with.
const std::set<std::string> kCommandLibraries = {"protobuf", "grpc", "openssl", "spdlog",
                                                 "cli11",    "json", "icu",     "hyperscan"};

std::vector<Part> House() {
  return {
      {"engine", {}, kEngineLibraries},
      {"data", {"engine"}, {"icu", "opencc", "json"}},
      {"rulepack", {"engine"}, {"yaml", "openssl", "json", "icu"}},
      {"wire", {"rulepack", "engine"}, {"protobuf", "grpc"}},
      {"replay", {"rulepack", "engine"}, {"icu", "json"}},
      {"client", {"wire"}, {"protobuf", "grpc", "openssl"}},
      {"daemon", {"wire", "replay", "rulepack", "engine"}, kServiceLibraries},
      {"examples", {"client", "rulepack", "engine"}, {"protobuf", "grpc"}},
      {"cli", {"daemon", "client", "wire", "replay", "rulepack", "engine"}, kCommandLibraries},
  };
}

// Headers of other people, by how their names begin.
struct Header {
  std::string_view prefix;
  std::string_view library;
};
constexpr Header kHeaders[] = {
    {"hs.h", "hyperscan"},    {"hs/", "hyperscan"},     {"hs_", "hyperscan"},
    {"unicode/", "icu"},      {"libpsl.h", "libpsl"},   {"phonenumbers/", "libphonenumber"},
    {"yaml-cpp/", "yaml"},    {"google/", "protobuf"},  {"presend/v1/", "protobuf"},
    {"proto/", "protobuf"},   {"grpc", "grpc"},         {"openssl/", "openssl"},
    {"spdlog/", "spdlog"},    {"fmt/", "spdlog"},       {"CLI/", "cli11"},
    {"nlohmann/", "json"},    {"opencc/", "opencc"},    {"benchmark/", "benchmark"},
    {"gtest/", "googletest"}, {"gmock/", "googletest"},
};

// The part of ours that a header belongs to; "" if it is not ours.
std::string PartOf(std::string_view header, const std::vector<Part>& house) {
  for (const Part& part : house) {
    if (header.starts_with(part.name + "/")) return part.name;
  }
  return header.starts_with("bench/") ? "bench" : header.starts_with("tests/") ? "tests" : "";
}

std::string LibraryOf(std::string_view header) {
  for (const Header& known : kHeaders) {
    if (header.starts_with(known.prefix)) return std::string(known.library);
  }
  return header.ends_with(".pb.h") ? "protobuf" : "";
}

std::vector<std::string> Includes(std::string_view text) {
  std::vector<std::string> headers;
  for (std::string_view line : Lines(text)) {
    size_t at = line.find_first_not_of(" \t");
    if (at == std::string_view::npos || line[at] != '#') continue;
    size_t word = line.find_first_not_of(" \t", at + 1);
    if (word == std::string_view::npos || !line.substr(word).starts_with("include")) continue;
    size_t open = line.find_first_of("<\"", word);
    size_t close = open == std::string_view::npos ? open : line.find_first_of(">\"", open + 1);
    if (close != std::string_view::npos) headers.emplace_back(line.substr(open + 1, close - open - 1));
  }
  return headers;
}

// What `file` may not include, one line each. Tests of a part see what it sees, and everything above sees it.
std::vector<std::string> Violations(const SourceFile& file, const std::vector<Part>& house) {
  const std::string part = file.part().starts_with("tests/") ? file.part().substr(6) : file.part();
  const bool is_test = file.part() != part;
  std::vector<std::string> violations;
  for (const Part& rule : house) {
    if (rule.name != part) continue;
    for (const std::string& header : Includes(file.text)) {
      const std::string theirs = PartOf(header, house);
      const std::string library = LibraryOf(header);
      const bool ours =
          !theirs.empty() && (theirs == part || rule.parts.contains(theirs) || (is_test && theirs == "tests"));
      const bool allowed_library =
          library.empty() || rule.libraries.contains(library) ||
          (is_test && (library == "googletest" || rule.name == "cli" || rule.name == "daemon"));
      if ((!theirs.empty() && !ours) || !allowed_library) violations.push_back(file.path + " includes " + header);
    }
  }
  return violations;
}

TEST(ArrowsTest, NoPartIncludesWhatStandsAboveIt) {
  std::vector<std::string> violations;
  size_t read = 0;
  for (const SourceFile& file : ReadTree(PRESEND_SOURCE_DIR)) {
    if (!file.IsCpp()) continue;
    ++read;
    for (std::string& violation : Violations(file, House())) violations.push_back(std::move(violation));
  }
  EXPECT_GT(read, 20u) << "the sources were not found";
  EXPECT_THAT(violations, IsEmpty());
}

TEST(ArrowsTest, EveryFolderWithSourcesIsKnown) {
  std::set<std::string> unknown;
  std::set<std::string> known = {"bench", "tests"};
  for (const Part& part : House()) known.insert(part.name);
  for (const SourceFile& file : ReadTree(PRESEND_SOURCE_DIR)) {
    const std::string part = file.part().substr(0, file.part().find('/'));
    if (file.IsCpp() && !known.contains(part)) unknown.insert(file.path);
  }
  EXPECT_THAT(unknown, IsEmpty()) << "give the folder its row in House()";
}

// The engine reads no files, writes no log and speaks to nobody.
TEST(ArrowsTest, TheEngineDoesNoInputOrOutput) {
  const std::set<std::string> forbidden = {"fstream", "iostream", "filesystem", "sys/socket.h", "fcntl.h"};
  std::vector<std::string> violations;
  for (const SourceFile& file : ReadTree(PRESEND_SOURCE_DIR)) {
    if (!file.IsCpp() || file.part() != "engine") continue;
    for (const std::string& header : Includes(file.text)) {
      if (forbidden.contains(header)) violations.push_back(file.path + " includes " + header);
    }
  }
  EXPECT_THAT(violations, IsEmpty());
}

// Gateways link it, and shall not link the engine: of wire/ it may have what stands on the protobuf messages alone.
TEST(ArrowsTest, TheClientNeedsNoEngine) {
  std::vector<std::string> violations;
  for (const SourceFile& file : ReadTree(PRESEND_SOURCE_DIR)) {
    const bool is_client = file.part() == "client" || file.path.starts_with("wire/status.");
    if (!file.IsCpp() || !is_client) continue;
    for (const std::string& header : Includes(file.text)) {
      const std::string part = PartOf(header, House());
      if (!part.empty() && part != "client" && header != "wire/status.h") {
        violations.push_back(file.path + " includes " + header);
      }
    }
  }
  EXPECT_THAT(violations, IsEmpty());
}

struct ArrowCase {
  std::string path;
  std::string text;
  bool allowed;
};

TEST(ArrowsTest, TheReaderSeesAStrayInclude) {
  const std::vector<ArrowCase> cases = {
      {"engine/a.cc", "#include \"engine/view.h\"\n#include <hs/hs.h>\n", true},
      {"engine/a.cc", "#include \"rulepack/pack.h\"\n", false},
      {"engine/a.cc", "  #  include <google/protobuf/message.h>\n", false},
      {"engine/a.h", "#include <spdlog/spdlog.h>", false},
      {"rulepack/a.cc", "#include \"presend/v1/screening.pb.h\"\n", false},
      {"rulepack/a.cc", "#include \"yaml-cpp/yaml.h\"\n", true},
      {"wire/a.cc", "#include \"presend/v1/screening.pb.h\"\n", true},
      {"wire/a.cc", "#include \"daemon/server.h\"\n", false},
      {"wire/a.cc", "#include <hs/hs.h>\n", false},
      {"replay/a.cc", "#include \"wire/screening.h\"\n", false},
      {"daemon/a.cc", "#include \"cli/screen.h\"\n", false},
      {"cli/a.cc", "#include \"daemon/server.h\"\n", true},
      {"tests/engine/a_test.cc", "#include \"gtest/gtest.h\"\n#include \"tests/engine/rules.h\"\n", true},
      {"tests/engine/a_test.cc", "#include \"presend/v1/screening.pb.h\"\n", false},
      {"bench/a.cc", "#include \"daemon/server.h\"\n", true},
      {"engine/a.cc", "// #include \"daemon/server.h\"\n", true},
  };
  for (const ArrowCase& c : cases) {
    EXPECT_EQ(Violations({c.path, c.text}, House()).empty(), c.allowed) << c.path << ": " << c.text;
  }
}

TEST(ArrowsTest, ReadsIncludesOfBothKinds) {
  EXPECT_THAT(Includes("#include <a.h>\n#include \"b/c.h\"  // why\nint x;\n#pragma once\n"),
              ElementsAre("a.h", "b/c.h"));
}

}  // namespace
}  // namespace presend::house
