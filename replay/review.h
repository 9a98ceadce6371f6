// People's verdicts on findings: out as a CSV to fill in, back as precision by rule and as examples for the rules.
//
// The file is findings.csv with two more columns, 结论 (确认, 误报 or 申诉) and 复核人; one finding may be judged by
// several people, in rows of their own.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace presend::replay {

struct RuleReview {
  int64_t confirmed = 0, false_alarms = 0, appealed = 0, open = 0;  // open: nobody has judged yet
};

struct Review {
  std::map<std::string, RuleReview> rules;
  int64_t judged_twice = 0, agreed = 0;  // pairs of verdicts of different people on one finding
  std::vector<std::string> examples;     // "rule\tline of YAML", ready to paste
  std::vector<std::string> faults;       // rows with a verdict that is none, as "file:line: …"
};

// Writes `to` with all findings of findings.jsonl, the two columns empty.
absl::Status ExportReview(const std::string& findings, const std::string& to);
// INVALID_ARGUMENT if a file has not the columns 规则 and 结论.
absl::StatusOr<Review> ImportReview(const std::vector<std::string>& files);
// For people: precision by rule, agreement, examples.
std::string ReviewText(const Review& review);

}  // namespace presend::replay
