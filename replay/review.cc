#include "replay/review.h"

#include <algorithm>
#include <array>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "engine/verdict_names.h"
#include "replay/batch_screener.h"
#include "replay/findings_export.h"
#include "replay/plain_text.h"
#include "replay/review_sheet.h"
#include "replay/sheet.h"

namespace presend::replay {
namespace {

using namespace review_column;

constexpr std::string_view kNeeded[] = {kId, kStratum, kPopulation, kAction, kText, kVerdict};

class SheetReader {
 public:
  SheetReader(const std::string& file, const Sheet& sheet, Review& review)
      : file_(file), sheet_(sheet), review_(review) {}

  void Read() {
    for (const Sheet::Row& row : sheet_.rows()) {
      row_ = &row;
      const std::string fault = Take();
      if (!fault.empty()) review_.faults.push_back(absl::StrCat(file_, ":", row.place, "：", fault));
    }
  }

 private:
  std::string Field(std::string_view header) const {
    return std::string(PlainCsvField(Trim(sheet_.Field(*row_, header))));
  }
  int64_t Number(std::string_view header) const {
    int64_t number = -1;
    return absl::SimpleAtoi(Field(header), &number) ? number : -1;
  }

  // Why the row is not taken; empty if it is.
  std::string Take() {
    const std::string id = Field(kId);
    if (id.empty()) return "没有编号";
    Judgement judgement{Field(kReviewer), Opinion::kOpen};
    if (std::string fault = ReadVerdict(judgement.opinion); !fault.empty()) return fault;
    const auto [item, added] = review_.items.try_emplace(id);
    if (added) {
      if (std::string fault = ReadItem(id, item->second); !fault.empty()) {
        review_.items.erase(item);
        return fault;
      }
    }
    return Judge(judgement, item->second);
  }

  std::string ReadVerdict(Opinion& opinion) const {
    const std::string verdict = Field(kVerdict);
    const bool clean = IsCleanStratum(Field(kStratum));
    if (verdict.empty()) return "";
    if (verdict == "确认")
      opinion = clean ? Opinion::kFine : Opinion::kViolation;
    else if (verdict == "申诉")
      opinion = Opinion::kDisputed;
    else if (verdict == "误报" && !clean)
      opinion = Opinion::kFine;
    else if (verdict == "漏报" && clean)
      opinion = Opinion::kViolation;
    else if (verdict == "误报")
      return "这一行本来没有发现，不会是误报；应是 确认、漏报 或 申诉";
    else if (verdict == "漏报")
      return "这一行是发现，不会是漏报；应是 确认、误报 或 申诉";
    else
      return absl::StrCat("结论应是 确认、误报、漏报 或 申诉，不是 \"", verdict, "\"");
    return "";
  }

  std::string ReadItem(const std::string& id, ReviewItem& item) const {
    const auto action = ParseAction(Field(kAction));
    if (!action) return absl::StrCat("处置 \"", Field(kAction), "\" 不是 allow、advise、review 或 block");
    item.action = *action;
    item.stratum = Field(kStratum);
    item.population = Number(kPopulation);
    if (item.stratum.empty() || item.population < 0) return "没有抽样层或层内总数";
    item.text = PlainCsvField(sheet_.Field(*row_, kText));
    item.platform = Field(kPlatform);
    item.role = Field(kRole);
    item.place = absl::StrCat(Field(kFile), ":", Field(kRow));
    item.begin = Number(kBegin);
    item.end = Number(kEnd);
    item.intact = ReviewId(item.stratum, Field(kFile), Field(kRow), Field(kBegin), item.text) == id;
    return "";
  }

  std::string Judge(const Judgement& judgement, ReviewItem& item) const {
    if (judgement.opinion == Opinion::kOpen) return "";
    for (const Judgement& earlier : item.judgements) {
      if (earlier.reviewer != judgement.reviewer) continue;
      if (earlier.opinion == judgement.opinion) return "";
      return absl::StrCat("复核人 \"", judgement.reviewer, "\" 对这一条已有另一个结论");
    }
    item.judgements.push_back(judgement);
    if (judgement.opinion == Opinion::kViolation && item.right_rule.empty()) {
      item.right_rule = Field(kRightRule);
      item.right_words = Field(kRightWords);
    }
    return "";
  }

  const std::string& file_;
  const Sheet& sheet_;
  Review& review_;
  const Sheet::Row* row_ = nullptr;
};

}  // namespace

std::string_view OpinionName(Opinion opinion) {
  static constexpr std::string_view kNames[] = {"违规", "不违规", "有争议", "未复核"};
  return kNames[static_cast<size_t>(opinion)];
}

Opinion ReviewItem::Consensus() const {
  if (judgements.empty()) return Opinion::kOpen;
  std::array<size_t, kOpinionCount> votes{};
  for (const Judgement& judgement : judgements) ++votes[static_cast<size_t>(judgement.opinion)];
  for (const Opinion opinion : {Opinion::kViolation, Opinion::kFine}) {
    if (2 * votes[static_cast<size_t>(opinion)] > judgements.size()) return opinion;
  }
  return Opinion::kDisputed;
}

absl::StatusOr<Review> ImportReview(const std::vector<std::string>& files) {
  Review review;
  for (const std::string& file : files) {
    const auto sheet = Sheet::Read(file);
    if (!sheet.ok()) return sheet.status();
    for (const std::string_view column : kNeeded) {
      if (sheet->has(column)) continue;
      return absl::InvalidArgumentError(
          absl::StrCat(file, ": no column ", ToAbsl(column),
                       "; give a sheet that presend review sample or replay --format review wrote"));
    }
    SheetReader(file, *sheet, review).Read();
  }
  return review;
}

}  // namespace presend::replay
