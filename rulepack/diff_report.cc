// The difference of two packs, for people (text, Markdown, HTML) and programs (JSON).
#include <algorithm>
#include <nlohmann/json.hpp>

#include "absl/strings/str_format.h"
#include "rulepack/concat.h"
#include "rulepack/markup.h"
#include "rulepack/pack_diff.h"

namespace presend {
namespace {

using Json = nlohmann::ordered_json;

std::string Joined(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) Append(out, out.empty() ? "" : ", ", item);
  return out;
}

std::string Summary(const PackDiff& diff) {
  return absl::StrFormat("%s → %s：%d 条消息，%d 条有变化，新增拦截 %d 条（%.3f%%）", diff.old_revision, diff.new_revision,
                         diff.messages, diff.changes.size(), diff.new_blocks, diff.NewBlockShare() * 100);
}

std::string Rules(const VerdictChange& change) {
  std::string out;
  for (const std::string& id : change.lost) Append(out, out.empty() ? "" : " ", "-", id);
  for (const std::string& id : change.gained) Append(out, out.empty() ? "" : " ", "+", id);
  return out;
}

std::string Text(const PackDiff& diff, size_t shown) {
  std::string out = Concat(Summary(diff), "\n");
  if (!diff.added_rules.empty()) Append(out, "新规则：", Joined(diff.added_rules), "\n");
  if (!diff.removed_rules.empty()) Append(out, "删除的规则：", Joined(diff.removed_rules), "\n");
  for (const auto& [id, count] : diff.counts) Append(out, "  ", id, "：", count.before, " → ", count.after, "\n");
  for (size_t i = 0; i < shown; ++i) {
    const VerdictChange& c = diff.changes[i];
    Append(out, ActionName(c.before), " → ", ActionName(c.after), "  ", c.text, "  [", Rules(c), "]\n");
  }
  return out;
}

std::string Markdown(const PackDiff& diff, size_t shown) {
  std::string out = Concat(Summary(diff), "\n");
  if (!diff.counts.empty()) out += "\n| 规则 | 之前 | 之后 |\n|---|---|---|\n";
  for (const auto& [id, count] : diff.counts) Append(out, "| ", id, " | ", count.before, " | ", count.after, " |\n");
  if (shown > 0) out += "\n| 之前 | 之后 | 消息 | 规则 |\n|---|---|---|---|\n";
  for (size_t i = 0; i < shown; ++i) {
    const VerdictChange& c = diff.changes[i];
    Append(out, "| ", ActionName(c.before), " | ", ActionName(c.after), " | ", EscapeMarkup(c.text), " | ", Rules(c), " |\n");
  }
  return out;
}

std::string Html(const PackDiff& diff, size_t shown) {
  std::string out = Concat("<!doctype html><meta charset=\"utf-8\"><title>presend diff</title>\n<p>", EscapeMarkup(Summary(diff)),
                           "</p>\n<table><tr><th>规则<th>之前<th>之后</tr>\n");
  for (const auto& [id, count] : diff.counts) {
    Append(out, "<tr><td>", EscapeMarkup(id), "<td>", count.before, "<td>", count.after, "</tr>\n");
  }
  out += "</table>\n<table><tr><th>之前<th>之后<th>消息<th>规则</tr>\n";
  for (size_t i = 0; i < shown; ++i) {
    const VerdictChange& c = diff.changes[i];
    Append(out, "<tr><td>", ActionName(c.before), "<td>", ActionName(c.after), "<td>", EscapeMarkup(c.text), "<td>",
           EscapeMarkup(Rules(c)), "</tr>\n");
  }
  return Concat(out, "</table>\n");
}

std::string JsonText(const PackDiff& diff, size_t shown) {
  Json json{{"oldRevision", diff.old_revision}, {"newRevision", diff.new_revision},
            {"messages", diff.messages},        {"changed", diff.changes.size()},
            {"newBlocks", diff.new_blocks},     {"addedRules", diff.added_rules},
            {"removedRules", diff.removed_rules}, {"rules", Json::array()}, {"changes", Json::array()}};
  for (const auto& [id, count] : diff.counts) {
    json["rules"].push_back({{"ruleId", id}, {"before", count.before}, {"after", count.after}});
  }
  for (size_t i = 0; i < shown; ++i) {
    const VerdictChange& c = diff.changes[i];
    json["changes"].push_back({{"text", c.text}, {"before", std::string(ActionName(c.before))},
                               {"after", std::string(ActionName(c.after))}, {"lost", c.lost}, {"gained", c.gained}});
  }
  return Concat(json.dump(-1, ' ', false, Json::error_handler_t::replace), "\n");
}

}  // namespace

std::string DiffReport(const PackDiff& diff, std::string_view format, size_t most_changes) {
  const size_t shown = std::min(most_changes, diff.changes.size());
  if (format == "markdown") return Markdown(diff, shown);
  if (format == "html") return Html(diff, shown);
  if (format == "json") return JsonText(diff, shown);
  return Text(diff, shown);
}

}  // namespace presend
