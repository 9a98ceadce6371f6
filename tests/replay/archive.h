// A folder of its own for a test, with small archives in it and small rules to replay them against.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "engine/screener.h"
#include "nlohmann/json.hpp"
#include "replay/replay.h"

namespace presend::replay {

class TestFolder {
 public:
  TestFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "replay-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~TestFolder() { std::filesystem::remove_all(path_); }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

  std::string Write(const std::string& name, const std::string& content) const {
    std::ofstream(*this / name, std::ios::binary) << content;
    return *this / name;
  }
  std::string Read(const std::string& name) const {
    std::ifstream in(*this / name, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  }

 private:
  std::string path_;
};

// One rule: 坏话 blocks.
inline std::shared_ptr<const Screener> SmallScreener(const std::string& word = "坏话") {
  RuleSet rules;
  rules.revision = word;
  rules.platforms = {{"jd", "京东", {}}, {"pdd", "拼多多", {}}};
  Rule rule;
  rule.id = "test.word";
  rule.title = "不许说";
  rule.reason = "不许说。";
  rule.action = Action::kBlock;
  rule.category = Category::kAbuse;
  rule.words = {word};
  rule.boundary = Boundary::kNone;
  rule.suggestions = {{}};
  rules.rules = {rule};
  return Screener::Create(rules).value();
}

inline std::vector<nlohmann::json> JsonLines(const std::string& text) {
  std::vector<nlohmann::json> lines;
  for (size_t at = 0; at < text.size();) {
    const size_t end = text.find('\n', at);
    lines.push_back(nlohmann::json::parse(text.substr(at, end - at)));
    at = end + 1;
  }
  return lines;
}

}  // namespace presend::replay
