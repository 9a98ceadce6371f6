// A rule set of a few rules, for tests of what lies around the engine.
#pragma once

#include <memory>
#include <string>

#include "engine/screener.h"

namespace presend::testing {

inline RuleSet SmallRules(std::string revision = "r1", std::string extra_word = "") {
  RuleSet rules;
  rules.revision = std::move(revision);
  rules.platforms.push_back({.id = "jd", .name = "京东", .own_domains = {"jd.com"}});
  Rule rival;
  rival.id = "test.competitor.rival";
  rival.title = "不能提别的平台";
  rival.reason = "请不要提别的平台。";
  rival.category = Category::kCompetitor;
  rival.action = Action::kBlock;
  rival.penalty = {"扣分", "规则"};
  rival.words = {"淘宝", "微信"};
  if (!extra_word.empty()) rival.words.push_back(extra_word);
  rival.boundary = Boundary::kNone;
  rival.suggestions = {{.replacement = "这里"}};
  Rule claim;
  claim.id = "test.absolute-claim.best";
  claim.title = "极限词";
  claim.reason = "请不要用极限词。";
  claim.category = Category::kAbsoluteClaim;
  claim.action = Action::kAdvise;
  claim.words = {"最好"};
  claim.boundary = Boundary::kNone;
  claim.suggestions = {{.replacement = "很好"}};
  rules.rules = {rival, claim};
  return rules;
}

// Compiled once a process.
inline std::shared_ptr<const Screener> SmallScreener() {
  static const std::shared_ptr<const Screener> screener = Screener::Create(SmallRules()).value();
  return screener;
}

}  // namespace presend::testing
