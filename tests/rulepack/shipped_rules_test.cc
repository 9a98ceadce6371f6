// The shipped rules on tables of cases: every disguise is seen where it stands, every look-alike passes, and what
// agents write is judged by its category. Rows marked `todo` are known gaps: counted, not failing.
//
// A row: platform, technique, category, text with the span in [[ ]], target, nothing or `todo`; between tabs. In the
// text, \t, \n and \uXXXX or \UXXXXXXXX stand for characters that an editor would not show.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/screener.h"
#include "engine/utf8.h"
#include "rulepack/loader.h"

namespace presend {
namespace {

struct Case {
  std::string place, platform, category, text;
  Span span;
  bool marked = false;
  bool todo = false;
};

// As this version of Abseil takes it.
absl::string_view Digits(std::string_view written, size_t at, size_t count) {
  const std::string_view digits = written.substr(at, count);
  return {digits.data(), digits.size()};
}

std::string Unescape(std::string_view written) {
  std::string text;
  for (size_t i = 0; i < written.size();) {
    const char kind = written[i] == '\\' && i + 1 < written.size() ? written[i + 1] : 0;
    const size_t digits = kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
    uint32_t code_point = 0;
    if (kind == 't' || kind == 'n') {
      text += kind == 't' ? '\t' : '\n';
      i += 2;
    } else if (digits > 0 && absl::SimpleHexAtoi(Digits(written, i + 2, digits), &code_point)) {
      AppendUtf8(code_point, text);
      i += 2 + digits;
    } else {
      text += written[i++];
    }
  }
  return text;
}

// Takes the marks out of the text.
void Unmark(Case& one) {
  const size_t open = one.text.find("[[");
  const size_t close = one.text.rfind("]]");
  if (open == std::string::npos || close == std::string::npos) return;
  one.marked = true;
  one.text.erase(close, 2);
  one.text.erase(open, 2);
  one.span = {static_cast<uint32_t>(open), static_cast<uint32_t>(close - 2)};
}

std::vector<Case> ReadCases(const std::string& name) {
  std::vector<Case> cases;
  std::ifstream in(absl::StrCat(PRESEND_SOURCE_DIR, "/tests/cases/", name));
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.empty() || line[0] == '#') continue;
    const std::vector<std::string> cells = absl::StrSplit(line, '\t');
    const std::string place = absl::StrCat(name, ":", number);
    if (cells.size() < 4) {
      ADD_FAILURE() << place << ": four columns or more";
      continue;
    }
    Case one{place, cells[0], cells[2], Unescape(cells[3]), {}, false, cells.back() == "todo"};
    Unmark(one);
    cases.push_back(std::move(one));
  }
  return cases;
}

class ShippedRules : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    LoadOptions options;
    options.run_examples = false;  // examples_test tries them
    auto loaded = LoadScreener(absl::StrCat(PRESEND_SOURCE_DIR, "/rules"), options);
    ASSERT_TRUE(loaded.ok()) << loaded.status();
    screener_ = *loaded;
  }

  std::vector<Finding> Findings(const Case& one) {
    Message message;
    message.text = one.text;
    message.platform = one.platform;
    message.rewrite = false;
    Verdict verdict;
    EXPECT_TRUE(screener_->Screen(message, context_, verdict).ok()) << one.place;
    return verdict.findings;
  }

  static std::string Show(const std::vector<Finding>& findings) {
    std::string shown;
    for (const Finding& finding : findings) absl::StrAppend(&shown, " ", finding.rule_id, "=", finding.matched);
    return shown;
  }

  // Tells of gaps that have closed too: their mark has to go.
  void Expect(const Case& one, bool holds, const std::vector<Finding>& findings) {
    gaps_ += one.todo && !holds;
    if (one.todo) {
      EXPECT_FALSE(holds) << one.place << ": no longer a gap: " << one.text;
    } else {
      EXPECT_TRUE(holds) << one.place << ": " << one.text << " →" << Show(findings);
    }
  }

  static inline std::shared_ptr<const Screener> screener_;
  ScanContext context_;
  int gaps_ = 0;
};

bool HasCategory(const std::vector<Finding>& findings, const std::string& category) {
  return std::any_of(findings.begin(), findings.end(),
                     [&](const Finding& f) { return CategoryName(f.category) == category; });
}

TEST_F(ShippedRules, SeeEveryDisguiseWhereItStands) {
  const std::vector<Case> cases = ReadCases("disguises.tsv");
  ASSERT_GT(cases.size(), 200u);
  for (const Case& one : cases) {
    ASSERT_TRUE(one.marked) << one.place;
    const std::vector<Finding> findings = Findings(one);
    const bool exact = std::any_of(findings.begin(), findings.end(), [&](const Finding& f) {
      return f.range.bytes == one.span && CategoryName(f.category) == one.category;
    });
    Expect(one, exact, findings);
  }
  RecordProperty("gaps", gaps_);
}

TEST_F(ShippedRules, LetLookAlikesPass) {
  const std::vector<Case> cases = ReadCases("innocents.tsv");
  ASSERT_GT(cases.size(), 200u);
  for (const Case& one : cases) {
    const std::vector<Finding> findings = Findings(one);
    Expect(one, !HasCategory(findings, one.category), findings);
  }
  RecordProperty("gaps", gaps_);
}

// A row with a span violates its category, one without does not.
TEST_F(ShippedRules, JudgeWhatAgentsWrite) {
  const std::vector<Case> cases = ReadCases("categories.tsv");
  ASSERT_GT(cases.size(), 100u);
  for (const Case& one : cases) {
    const std::vector<Finding> findings = Findings(one);
    Expect(one, HasCategory(findings, one.category) == one.marked, findings);
  }
  RecordProperty("gaps", gaps_);
}

}  // namespace
}  // namespace presend
