// The reports of rule tests, for people, programs and CI servers.
#include <nlohmann/json.hpp>

#include "rulepack/concat.h"
#include "rulepack/examples.h"

namespace presend {
namespace {

std::string PlaceOf(const Example& example) {
  return example.at.file == nullptr ? "" : Concat(example.at.file->path(), ":", example.at.line);
}

std::string EscapeXml(std::string_view text) {
  std::string out;
  for (char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\t': case '\n': case '\r': out += ' '; break;
      default: out += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
    }
  }
  return out;
}

std::string Case(const ExampleResult& result) {
  std::string out = Concat("    <testcase classname=\"", EscapeXml(result.rule_id), "\" name=\"",
                           EscapeXml(result.example.text), "\" file=\"", EscapeXml(PlaceOf(result.example)), "\"");
  switch (result.outcome) {
    case Outcome::kPassed: return Concat(out, "/>\n");
    case Outcome::kFailed: return Concat(out, "><failure message=\"", EscapeXml(result.failure), "\"/></testcase>\n");
    case Outcome::kTodo: return Concat(out, "><skipped message=\"todo\"/></testcase>\n");
    case Outcome::kSkipped: return Concat(out, "><skipped message=\"the rule is off\"/></testcase>\n");
  }
  return out;
}

std::string Suite(std::string_view rule_id, const std::vector<const ExampleResult*>& results) {
  size_t failed = 0, skipped = 0;
  std::string cases;
  for (const ExampleResult* result : results) {
    failed += result->outcome == Outcome::kFailed;
    skipped += result->outcome == Outcome::kTodo || result->outcome == Outcome::kSkipped;
    cases += Case(*result);
  }
  return Concat("  <testsuite name=\"", EscapeXml(rule_id), "\" tests=\"", results.size(), "\" failures=\"", failed,
                "\" skipped=\"", skipped, "\">\n", cases, "  </testsuite>\n");
}

}  // namespace

std::string TextReport(const ExampleReport& report) {
  std::string out;
  for (const ExampleResult& result : report.results) {
    if (result.outcome != Outcome::kFailed) continue;
    Append(out, PlaceOf(result.example), ": ", result.rule_id, ": ", result.failure, "\n");
  }
  if (out.empty()) return out;
  return Concat(out, report.Count(Outcome::kFailed), " failed, ", report.Count(Outcome::kPassed), " passed, ",
                report.Count(Outcome::kTodo), " todo, ", report.Count(Outcome::kSkipped), " skipped\n");
}

std::string JsonReport(const ExampleReport& report) {
  nlohmann::ordered_json json{{"passed", report.Count(Outcome::kPassed)},
                              {"failed", report.Count(Outcome::kFailed)},
                              {"todo", report.Count(Outcome::kTodo)},
                              {"skipped", report.Count(Outcome::kSkipped)},
                              {"failures", nlohmann::ordered_json::array()}};
  for (const ExampleResult& result : report.results) {
    if (result.outcome != Outcome::kFailed) continue;
    json["failures"].push_back({{"ruleId", result.rule_id},
                                {"file", result.example.at.file == nullptr ? "" : result.example.at.file->path()},
                                {"line", result.example.at.line},
                                {"text", result.example.text},
                                {"message", result.failure}});
  }
  return Concat(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), "\n");
}

std::string JunitReport(const ExampleReport& report) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"presend\">\n";
  for (size_t i = 0; i < report.results.size();) {
    std::vector<const ExampleResult*> of_rule;
    const std::string& rule_id = report.results[i].rule_id;
    for (; i < report.results.size() && report.results[i].rule_id == rule_id; ++i) of_rule.push_back(&report.results[i]);
    out += Suite(rule_id, of_rule);
  }
  return Concat(out, "</testsuites>\n");
}

}  // namespace presend
