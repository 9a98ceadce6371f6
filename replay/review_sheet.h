// The sheet in which people judge what presend said: findings, and messages in which it found nothing.
//
// 结论 is 确认 (presend is right), 误报 (a finding that is none), 漏报 (something should have been found) or 申诉 (to
// be discussed). Beside a 漏报 stand the rule and the words that should have been found, if the reviewer knows them.
// Several people may judge one row, each in a copy of the row or of the file, with their name in 复核人.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "nlohmann/json_fwd.hpp"
#include "replay/output_file.h"

namespace presend::replay {

struct Tally;

// Headers that the import needs.
namespace review_column {
inline constexpr std::string_view kId = "编号", kStratum = "抽样层", kPopulation = "层内总数", kAction = "处置",
                                  kRule = "规则", kMatched = "命中", kText = "消息内容", kVerdict = "结论",
                                  kRightRule = "应属规则", kRightWords = "应命中", kReviewer = "复核人",
                                  kPlatform = "平台", kRole = "角色", kFile = "文件", kRow = "行", kBegin = "起",
                                  kEnd = "止";
}  // namespace review_column

// What the row stands for and what was to be read in it: tells rows apart, and a text that a spreadsheet has changed.
std::string ReviewId(std::string_view stratum, std::string_view file, std::string_view row, std::string_view begin,
                     std::string_view text);

// Every finding of findings.jsonl, in order. Memory does not grow with it.
absl::Status ExportReview(const std::string& findings, const std::string& to);

struct SampleSize {
  size_t each = 20;    // findings of each rule
  size_t clean = 200;  // messages of each platform in which nothing was found
  uint64_t seed = 1;
};

struct SampleTaken {
  size_t findings = 0, clean = 0, strata = 0;
  bool short_of = false;  // some stratum has more than the tally has kept, and fewer were kept than asked for
};

// A sample out of what a replay has kept, the same for the same seed; with the messages around each.
absl::StatusOr<SampleTaken> ExportReviewSample(const Tally& tally, const SampleSize& size, const std::string& to);

}  // namespace presend::replay
