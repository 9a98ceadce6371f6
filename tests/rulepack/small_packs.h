// Small packs for tests that screen.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "rulepack/loader.h"
#include "tests/rulepack/pack_on_disk.h"

namespace presend {

inline const char kSmallManifest[] = "name: jd\nplatform: {id: jd, name: 京东}\n";

// A rule that finds `word` wherever it stands.
inline std::string WordRule(const std::string& id, const std::string& word, const std::string& more = "",
                            const std::string& examples = "") {
  return "- id: " + id + "\n  title: t\n  reason: r\n  category: abuse\n  action: block\n" + more + "  match: {words: [" +
         word + "], boundary: none}\n  suggest: [{replace: 好}]\n  examples:\n" +
         (examples.empty() ? "    - {bad: \"这[[" + word + "]]啊\"}\n    - {ok: 您好}\n" : examples);
}

inline std::shared_ptr<const Screener> LoadOrDie(const PackOnDisk& packs) {
  auto screener = LoadScreener(packs.directory());
  EXPECT_TRUE(screener.ok()) << screener.status();
  return screener.ok() ? *screener : nullptr;
}

inline Action ActionOf(const Screener& screener, const std::string& text, const std::string& shop = "") {
  ScanContext context;
  Verdict verdict;
  EXPECT_TRUE(screener.Screen({.text = text, .platform = "jd", .shop = shop}, context, verdict).ok());
  return verdict.action;
}

}  // namespace presend
