#include "replay/review.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/numbers.h"
#include "engine/utf8.h"
#include "replay/columns.h"
#include "replay/findings_export.h"
#include "replay/output_file.h"
#include "replay/plain_text.h"
#include "replay/separated_text.h"

namespace presend::replay {
namespace {

// Rows of a CSV by the names of its header.
class Table {
 public:
  explicit Table(std::string content) : content_(std::move(content)) {
    if (content_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    std::vector<std::string_view> header;
    if (Next(header)) {
      for (size_t i = 0; i < header.size(); ++i) columns_.emplace(std::string(Trim(header[i])), i);
    }
  }
  bool has(const std::string& name) const { return columns_.contains(name); }

  bool Next(std::vector<std::string_view>& fields) {
    if (at_ >= content_.size()) return false;
    const std::string_view rest = std::string_view(content_).substr(at_);
    const size_t size = FindRecordEnd(rest, ',').end;
    line_ = next_line_;
    next_line_ += std::count(rest.begin(), rest.begin() + size, '\n');
    size_t kept = size;
    while (kept > 0 && (rest[kept - 1] == '\n' || rest[kept - 1] == '\r')) --kept;
    SplitFields(content_.data() + at_, kept, ',', fields);
    at_ += size;
    return true;
  }

  std::string Field(const std::vector<std::string_view>& fields, const std::string& name) const {
    const auto found = columns_.find(name);
    return found == columns_.end() || found->second >= fields.size() ? "" : std::string(fields[found->second]);
  }
  int64_t line() const { return line_; }

 private:
  std::string content_;
  std::map<std::string, size_t> columns_;
  size_t at_ = 0;
  int64_t line_ = 1, next_line_ = 1;
};

std::string Quoted(const std::string& text) {
  return absl::StrCat("\"", absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"\"", "\\\""}, {"\n", "\\n"}, {"\r", ""}}), "\"");
}

// The text with [[ ]] around its code points [begin, end).
std::string Marked(const std::string& text, int64_t begin, int64_t end) {
  std::u32string points = ToCodePoints(text);
  if (begin < 0 || end <= begin || end > static_cast<int64_t>(points.size())) return text;
  points.insert(static_cast<size_t>(end), U"]]");
  points.insert(static_cast<size_t>(begin), U"[[");
  return ToUtf8(points);
}

int64_t NumberOf(const std::string& text) {
  int64_t number = -1;
  return absl::SimpleAtoi(text, &number) ? number : -1;
}

}  // namespace

absl::Status ExportReview(const std::string& findings, const std::string& to) {
  const std::string draft = to + ".findings";
  if (absl::Status status = ExportCsv(findings, draft); !status.ok()) return status;
  std::string content, out;
  absl::Status status = ReadWhole(draft, content);
  std::remove(draft.c_str());
  if (!status.ok()) return status;
  for (size_t at = 0, row = 0; at < content.size(); ++row) {
    const size_t size = FindRecordEnd(std::string_view(content).substr(at), ',').end;
    absl::StrAppend(&out, content.substr(at, size - 2), row == 0 ? ",结论,复核人\r\n" : ",,\r\n");
    at += size;
  }
  return WriteAtomically(to, out);
}

absl::StatusOr<Review> ImportReview(const std::vector<std::string>& files) {
  Review review;
  std::map<std::string, std::vector<std::pair<std::string, std::string>>> by_finding;  // who said what
  for (const std::string& file : files) {
    std::string content;
    if (absl::Status status = ReadWhole(file, content); !status.ok()) return status;
    Table table(std::move(content));
    if (!table.has("规则") || !table.has("结论")) {
      return absl::InvalidArgumentError(absl::StrCat(file, "：没有“规则”和“结论”两列"));
    }
    for (std::vector<std::string_view> fields; table.Next(fields);) {
      const std::string rule = table.Field(fields, "规则");
      const std::string verdict(Trim(table.Field(fields, "结论")));
      if (rule.empty()) continue;
      RuleReview& counts = review.rules[rule];
      const std::string text = table.Field(fields, "消息内容");
      if (verdict.empty()) ++counts.open;
      else if (verdict == "确认") ++counts.confirmed;
      else if (verdict == "误报") ++counts.false_alarms;
      else if (verdict == "申诉") ++counts.appealed;
      else review.faults.push_back(absl::StrCat(file, ":", table.line(), "：结论应是 确认、误报 或 申诉，不是 \"", verdict, "\""));
      if (verdict == "误报") review.examples.push_back(absl::StrCat(rule, "\t- {ok: ", Quoted(text), "}"));
      if (verdict == "确认") {
        const std::string marked = Marked(text, NumberOf(table.Field(fields, "起")), NumberOf(table.Field(fields, "止")));
        review.examples.push_back(absl::StrCat(rule, "\t- {bad: ", Quoted(marked), "}"));
      }
      const std::string finding = absl::StrCat(table.Field(fields, "文件"), ":", table.Field(fields, "行"), ":", rule, ":",
                                               table.Field(fields, "起"));
      if (!verdict.empty()) by_finding[finding].emplace_back(table.Field(fields, "复核人"), verdict);
    }
  }
  for (const auto& [finding, verdicts] : by_finding) {
    for (size_t i = 0; i < verdicts.size(); ++i) {
      for (size_t k = i + 1; k < verdicts.size(); ++k) {
        if (verdicts[i].first == verdicts[k].first) continue;
        ++review.judged_twice;
        review.agreed += verdicts[i].second == verdicts[k].second;
      }
    }
  }
  std::sort(review.examples.begin(), review.examples.end());
  review.examples.erase(std::unique(review.examples.begin(), review.examples.end()), review.examples.end());
  return review;
}

std::string ReviewText(const Review& review) {
  std::string out = "规则\t确认\t误报\t申诉\t未复核\t精确率\n";
  for (const auto& [rule, counts] : review.rules) {
    const int64_t judged = counts.confirmed + counts.false_alarms;
    absl::StrAppend(&out, rule, "\t", counts.confirmed, "\t", counts.false_alarms, "\t", counts.appealed, "\t", counts.open, "\t",
                    judged == 0 ? "–" : absl::StrFormat("%.1f%%", 100.0 * counts.confirmed / judged), "\n");
  }
  if (review.judged_twice > 0) {
    absl::StrAppend(&out, absl::StrFormat("复核人之间一致：%d / %d\n", review.agreed, review.judged_twice));
  }
  if (!review.examples.empty()) out += "\n可贴进规则的示例：\n";
  for (const std::string& example : review.examples) absl::StrAppend(&out, example, "\n");
  for (const std::string& fault : review.faults) absl::StrAppend(&out, fault, "\n");
  return out;
}

}  // namespace presend::replay
