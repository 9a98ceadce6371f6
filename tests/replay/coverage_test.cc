// docs/coverage.md names every row of the sources, every shipped rule and every service measure, and nothing else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "replay/service.h"
#include "rulepack/loader.h"

namespace presend {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr int kRows = 43;

std::string Page(const std::string& name) {
  std::ostringstream text;
  text << std::ifstream(PRESEND_SOURCE_DIR "/docs/" + name).rdbuf();
  return text.str();
}

// What a page calls a rule: `platform.category.name`, or `platform.category.*` for a family.
std::set<std::string> NamedRules(const std::string& page) {
  const std::regex name("`([a-z]+\\.[a-z-]+\\.(?:\\*|[a-z0-9-]+))`");
  std::set<std::string> named;
  for (std::sregex_iterator it(page.begin(), page.end(), name), end; it != end; ++it) named.insert((*it)[1]);
  return named;
}

bool Names(const std::string& name, const std::string& id) {
  return name.ends_with('*') ? id.starts_with(name.substr(0, name.size() - 1)) : id == name;
}

std::set<std::string> ShippedRules() {
  const auto loaded = LoadPacks(PRESEND_SOURCE_DIR "/rules");
  std::set<std::string> ids;
  if (!loaded.ok()) return ids;
  for (const Rule& rule : loaded->rules.rules) ids.insert(rule.id);
  return ids;
}

// Those of `names` that name no rule of `ids`.
std::vector<std::string> NamingNone(const std::set<std::string>& names, const std::set<std::string>& ids) {
  std::vector<std::string> none;
  for (const std::string& name : names) {
    const bool any = std::any_of(ids.begin(), ids.end(), [&](const std::string& id) { return Names(name, id); });
    if (!any) none.push_back(name);
  }
  return none;
}

TEST(Coverage, NamesShippedRulesOnly) {
  EXPECT_THAT(NamingNone(NamedRules(Page("coverage.md")), ShippedRules()), IsEmpty());
}

TEST(Coverage, NamesEveryShippedRule) {
  const std::set<std::string> named = NamedRules(Page("coverage.md")), shipped = ShippedRules();
  ASSERT_GT(shipped.size(), 100u);
  std::vector<std::string> missing;
  for (const std::string& id : shipped) {
    const bool any = std::any_of(named.begin(), named.end(), [&](const std::string& name) { return Names(name, id); });
    if (!any) missing.push_back(id);
  }
  EXPECT_THAT(missing, IsEmpty()) << "say in docs/coverage.md what asks for these rules";
}

TEST(Coverage, HasEveryRowOnce) {
  const std::string page = Page("coverage.md");
  const std::regex row("\n\\| (\\d+) \\|");
  std::vector<int> rows;
  for (std::sregex_iterator it(page.begin(), page.end(), row), end; it != end; ++it) rows.push_back(std::stoi((*it)[1]));
  std::vector<int> all;
  for (int i = 1; i <= kRows; ++i) all.push_back(i);
  EXPECT_EQ(rows, all);
}

TEST(Coverage, NamesEveryServiceMeasure) {
  for (const replay::ServiceStandard& standard : replay::AllStandards()) {
    EXPECT_THAT(Page("coverage.md"), HasSubstr(std::string(standard.name)));
  }
}

TEST(Coverage, AWrongNameWouldBeSeen) {
  const std::set<std::string> ids = {"jd.address.bare-qin"};
  EXPECT_THAT(NamingNone(NamedRules("`jd.address.*` and `jd.address.bare-qin`"), ids), IsEmpty());
  EXPECT_THAT(NamingNone(NamedRules("`jd.address.bare` or `jd.absolute.*`"), ids), ::testing::SizeIs(2));
}

}  // namespace
}  // namespace presend
