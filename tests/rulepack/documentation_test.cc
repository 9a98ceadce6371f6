// docs/rules.md and docs/rules.schema.json say what the parser does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "rulepack/examples.h"
#include "rulepack/manifest.h"
#include "rulepack/rule_source.h"
#include "tests/rulepack/pack_on_disk.h"

namespace presend {
namespace {

std::string ReadText(const std::string& name) {
  std::ostringstream text;
  text << std::ifstream(std::string(PRESEND_SOURCE_DIR "/docs/") + name).rdbuf();
  return text.str();
}

// The blocks of the page, by the file that the comment before each names.
std::map<std::string, std::string> Blocks() {
  std::map<std::string, std::string> blocks;
  std::istringstream page(ReadText("rules.md"));
  std::string line, file;
  bool inside = false;
  while (std::getline(page, line)) {
    const std::string mark = "<!-- file: ";
    if (line.starts_with(mark)) file = line.substr(mark.size(), line.find(" -->") - mark.size());
    if (line.starts_with("```")) {
      inside = !inside;
      EXPECT_FALSE(inside && file.empty()) << "a block without a file: " << line;
      if (!inside) file.clear();
    } else if (inside) {
      blocks[file] += line + "\n";
    }
  }
  return blocks;
}

std::vector<MappingKeys> AllMappings() {
  std::vector<MappingKeys> mappings = RuleFileKeys();
  mappings.push_back({"manifest", ManifestKeys()});
  mappings.push_back({"platform", PlatformKeys()});
  return mappings;
}

TEST(Documentation, ItsRulesLoadAndTheirExamplesPass) {
  const PackOnDisk packs(Blocks());
  const auto loaded = LoadPacks(packs.directory());
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  std::string said;
  for (const Diagnostic& diagnostic : loaded->diagnostics) said += Format(diagnostic);
  EXPECT_EQ(said, "");
  ASSERT_GE(loaded->rules.rules.size(), 6u);
  const auto report = RunExamples(*loaded);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(TextReport(*report), "");
  EXPECT_GE(report->Count(Outcome::kPassed), 12u);
}

TEST(Documentation, ShowsEveryKey) {
  std::string text;
  for (const auto& [file, block] : Blocks()) text += block;
  text += ReadText("rules.md");
  for (const MappingKeys& mapping : AllMappings()) {
    for (std::string_view key : mapping.keys) {
      EXPECT_NE(text.find(std::string(key) + ":"), std::string::npos) << mapping.mapping << "." << key;
    }
  }
}

TEST(Schema, HasTheParsersKeysAndNoOthers) {
  const auto schema = nlohmann::json::parse(ReadText("rules.schema.json"));
  for (const MappingKeys& mapping : AllMappings()) {
    const auto& definition = schema["$defs"][std::string(mapping.mapping)];
    EXPECT_EQ(definition["additionalProperties"], false) << mapping.mapping;
    std::set<std::string> in_schema, in_parser(mapping.keys.begin(), mapping.keys.end());
    for (const auto& [key, value] : definition["properties"].items()) in_schema.insert(key);
    EXPECT_EQ(in_schema, in_parser) << mapping.mapping;
  }
}

TEST(Schema, HasTheParsersNames) {
  const auto schema = nlohmann::json::parse(ReadText("rules.schema.json"));
  const std::pair<const char*, std::vector<std::string_view>> cases[] = {
      {"category", CategoryNames()}, {"action", ActionNames()}, {"sender", SenderNames()}, {"entity", EntityNames()}};
  for (const auto& [name, expected] : cases) {
    const std::vector<std::string> named = schema["$defs"][name]["enum"];
    EXPECT_THAT(named, ::testing::UnorderedElementsAreArray(expected)) << name;
  }
  const std::vector<std::string> folds = schema["$defs"]["fold"]["enum"];
  for (std::string_view fold : FoldNames(FoldSet::All())) {
    EXPECT_THAT(folds, ::testing::Contains(fold));
    EXPECT_THAT(folds, ::testing::Contains("-" + std::string(fold)));
  }
}

}  // namespace
}  // namespace presend
