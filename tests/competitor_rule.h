// A pack of one rule, for tests that run the command.
#pragma once

#include <string>

namespace presend::testing {

inline constexpr char kCompetitorManifest[] =
    "name: jd\nplatform: {id: jd, name: 京东, own_domains: [jd.com]}\n";

// jd.competitor.test blocks `word` wherever it stands.
inline std::string CompetitorRule(const std::string& word) {
  return "- id: jd.competitor.test\n  title: 不能提别的平台\n  reason: 请不要提别的平台。\n  category: competitor\n"
         "  action: block\n  match: {words: [" +
         word + "], boundary: none}\n  suggest:\n    - {replace: 这里}\n  examples:\n    - {bad: \"去[[" + word +
         "]]\"}\n    - {ok: 您好}\n";
}

}  // namespace presend::testing
