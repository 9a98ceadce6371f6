#include "replay/review_report.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/verdict_names.h"
#include "nlohmann/json.hpp"
#include "replay/plain_text.h"

namespace presend::replay {
namespace {

using Json = nlohmann::json;

std::string Percent(const std::optional<Share>& share) {
  if (!share) return "–";
  return absl::StrFormat("%.1f%%（%.1f–%.1f）", 100 * share->value, 100 * share->low, 100 * share->high);
}

std::string Percent(const std::optional<double>& share) {
  return share ? absl::StrFormat("%.1f%%", 100 * *share) : "–";
}

// Violations and what is none come under the names that the reader of this table expects.
void AppendStrata(const std::map<std::string, StratumScore>& strata, const char* heading, bool clean,
                  std::string& out) {
  if (strata.empty()) return;
  absl::StrAppend(&out, heading);
  for (const auto& [name, stratum] : strata) {
    const int64_t right = stratum.of(clean ? Opinion::kFine : Opinion::kViolation);
    const int64_t wrong = stratum.of(clean ? Opinion::kViolation : Opinion::kFine);
    absl::StrAppend(&out, name, "\t", right, "\t", wrong, "\t", stratum.of(Opinion::kDisputed), "\t",
                    stratum.of(Opinion::kOpen), "\t", stratum.population, "\t", Percent(stratum.violations()), "\n");
  }
  out += '\n';
}

void AppendMatrix(const ReviewScore& score, std::string& out) {
  out += "系统判定＼人的结论";
  for (int i = 0; i < kOpinionCount; ++i) absl::StrAppend(&out, "\t", ToAbsl(OpinionName(static_cast<Opinion>(i))));
  out += '\n';
  for (size_t action = score.matrix.size(); action-- > 0;) {
    absl::StrAppend(&out, ToAbsl(ActionName(static_cast<Action>(action))));
    for (const int64_t count : score.matrix[action]) absl::StrAppend(&out, "\t", count);
    out += '\n';
  }
}

void AppendReviewers(const ReviewScore& score, std::string& out) {
  if (score.judged_by_several == 0) return;
  absl::StrAppend(&out, "\n多人复核 ", score.judged_by_several, " 条，意见全部一致 ",
                  Percent(ShareOf(score.unanimous, score.judged_by_several)), "\n复核人\t复核人\t共同\t一致\tkappa\n");
  for (const auto& [names, agreement] : score.reviewers) {
    const auto kappa = agreement.Kappa();
    absl::StrAppend(&out, names.first, "\t", names.second, "\t", agreement.judged(), "\t",
                    Percent(ShareOf(agreement.agreed(), agreement.judged())), "\t",
                    kappa ? absl::StrFormat("%.3f", *kappa) : "–", "\n");
  }
}

Json ShareJson(const std::optional<Share>& share) {
  if (!share) return nullptr;
  return {{"value", share->value}, {"low", share->low}, {"high", share->high}};
}

Json StrataJson(const std::map<std::string, StratumScore>& strata, const char* share) {
  Json all = Json::array();
  for (const auto& [name, stratum] : strata) {
    all.push_back({{"stratum", name},
                   {"population", stratum.population},
                   {"violations", stratum.of(Opinion::kViolation)},
                   {"fine", stratum.of(Opinion::kFine)},
                   {"disputed", stratum.of(Opinion::kDisputed)},
                   {"open", stratum.of(Opinion::kOpen)},
                   {share, ShareJson(stratum.violations())}});
  }
  return all;
}

Json OrNull(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

}  // namespace

std::string ReviewText(const ReviewScore& score) {
  std::string out;
  AppendStrata(score.rules, "规则\t确认\t误报\t有争议\t未复核\t总数\t精确率（95% 区间）\n", false, out);
  AppendStrata(score.clean, "未发现问题的消息\t确认\t漏报\t有争议\t未复核\t总数\t漏报率（95% 区间）\n", true, out);
  AppendMatrix(score, out);
  AppendReviewers(score, out);
  absl::StrAppend(&out, "\n按层内总数加权：精确率 ", Percent(score.precision), "，召回率 ", Percent(score.recall),
                  "\n");
  return out;
}

Json ReviewJson(const ReviewScore& score) {
  Json json = {{"rules", StrataJson(score.rules, "precision")},
               {"clean", StrataJson(score.clean, "miss_rate")},
               {"precision", OrNull(score.precision)},
               {"recall", OrNull(score.recall)},
               {"judged_by_several", score.judged_by_several},
               {"unanimous", score.unanimous},
               {"reviewers", Json::array()}};
  for (size_t action = 0; action < score.matrix.size(); ++action) {
    Json& row = json["matrix"][std::string(ActionName(static_cast<Action>(action)))];
    static constexpr const char* kNames[] = {"violation", "fine", "disputed", "open"};
    for (size_t i = 0; i < kOpinionCount; ++i) row[kNames[i]] = score.matrix[action][i];
  }
  for (const auto& [names, agreement] : score.reviewers) {
    json["reviewers"].push_back({{"names", {names.first, names.second}},
                                 {"judged", agreement.judged()},
                                 {"agreed", agreement.agreed()},
                                 {"kappa", OrNull(agreement.Kappa())}});
  }
  return json;
}

}  // namespace presend::replay
