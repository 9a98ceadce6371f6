// Rules with dates, when a day ends.
#include "daemon/rule_store.h"

#include <algorithm>

#include "rulepack/loader.h"
#include "tests/daemon/served_rules.h"

namespace presend {
namespace {

class NewDay : public testing::ServedRules {
 protected:
  // A pack whose one rule holds until the day, and from it on.
  void WriteDated(const std::string& folder, const std::string& word) {
    WritePack(folder, {word});
    for (const auto& [name, dates] : {std::pair{"old", "until: 2026-06-30"}, std::pair{"new", "from: 2026-07-01"}}) {
      Write(folder + "/jd/" + name + ".yaml", Dated(word + name, dates));
    }
  }
  static std::string Dated(const std::string& word, const std::string& dates) {
    const std::string id = dates.substr(0, dates.find(":"));
    return "- id: jd." + id + "\n  title: t\n  category: competitor\n  action: block\n  reason: r\n  " + dates +
           "\n  match: {words: [" + word + "]}\n  examples: [{bad: \"[[" + word + "]]\"}, {ok: 您好}]\n";
  }
  RuleStore::Loader Loader() {
    return [this](const std::string& folder) { return LoadScreener(folder, {.today = today_, .run_examples = false}); };
  }

  absl::CivilDay today_{2026, 6, 30};
};

TEST_F(NewDay, PromotedRulesFollowTheirDates) {
  for (const bool keeps : {false, true}) {
    WriteDated(options_.candidates + "/moon", "月亮");
    today_ = absl::CivilDay(2026, 6, 30);
    RuleStore store(options_.rules, Loader(), keeps ? folder_ + "/state" : "");
    ASSERT_TRUE(store.Start().ok());
    ASSERT_TRUE(store.LoadCandidate(options_.candidates + "/moon", "moon", {}).ok());
    ASSERT_TRUE(store.Promote().ok());
    const auto before = store.Describe();
    const auto holds = [&store](const std::string& id) {
      const auto active = store.Describe().active;
      return std::ranges::any_of(active->rules().rules,
                                 [&id](const Rule& rule) { return rule.id == id && rule.mode == Mode::kOn; });
    };
    EXPECT_TRUE(holds("jd.until"));
    EXPECT_FALSE(holds("jd.from"));
    ++today_;
    EXPECT_TRUE(store.Reload(RuleStore::Reason::kNewDay).ok());
    EXPECT_FALSE(holds("jd.until")) << keeps;
    EXPECT_TRUE(holds("jd.from")) << keeps;
    EXPECT_TRUE(store.Describe().held);
    EXPECT_EQ(store.Describe().active->revision(), before.active->revision());
    EXPECT_EQ(store.Describe().before, before.before) << "a new day is nothing to roll back";
    std::filesystem::remove_all(options_.rules);
    --today_;
    EXPECT_FALSE(store.Reload(RuleStore::Reason::kNewDay).ok());
    EXPECT_TRUE(holds("jd.until")) << "also while the rules folder is gone";
    WritePack(options_.rules, {"淘宝"});
  }
}

}  // namespace
}  // namespace presend
