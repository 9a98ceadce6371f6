#include "replay/review_sheet.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "replay/findings_export.h"
#include "replay/fingerprint.h"
#include "replay/plain_text.h"
#include "replay/tally.h"

namespace presend::replay {
namespace {

using Json = nlohmann::json;
using namespace review_column;

struct SheetColumn {
  std::string_view header;
  const char* member;  // of the finding; null: not of the finding
};

// What a reviewer reads and fills in comes first.
constexpr SheetColumn kColumns[] = {{kId, nullptr},           {kAction, "action"},   {"规则名称", "title"},
                                    {kMatched, "matched"},    {kText, "text"},       {"上下文", nullptr},
                                    {"原因", "reason"},       {kVerdict, nullptr},   {kRightRule, nullptr},
                                    {kRightWords, nullptr},   {kReviewer, nullptr},  {"备注", nullptr},
                                    {kRule, "rule"},          {"类别", "category"},  {"客服", "agent"},
                                    {"团队", "team"},         {"店铺", "shop"},      {kPlatform, "platform"},
                                    {kRole, "role"},          {"时间", "time"},      {"会话ID", "conversation_id"},
                                    {"消息ID", "message_id"}, {kFile, "file"},       {kRow, "row"},
                                    {kBegin, "cp_begin"},     {kEnd, "cp_end"},      {"建议改写", "rewrite"},
                                    {kStratum, nullptr},      {kPopulation, nullptr}};

std::string TextOf(const Json& finding, const char* name) {
  const auto found = finding.find(name);
  if (found == finding.end()) return "";
  return found->is_string() ? found->get<std::string>() : found->dump();
}

struct RowFacts {
  std::string stratum, around;
  int64_t population = 0;
};

std::string FieldOf(const SheetColumn& column, const Json& finding, const RowFacts& facts) {
  if (column.header == kStratum) return facts.stratum;
  if (column.header == kPopulation) return absl::StrCat(facts.population);
  if (column.header == "上下文") return facts.around;
  if (column.header == kAction && IsCleanStratum(facts.stratum)) return "allow";
  if (column.member != nullptr) return TextOf(finding, column.member);
  if (column.header != kId) return "";
  return ReviewId(facts.stratum, TextOf(finding, "file"), TextOf(finding, "row"), TextOf(finding, "cp_begin"),
                  TextOf(finding, "text"));
}

void AppendHeader(std::string& out) {
  out = "\xEF\xBB\xBF";
  for (const SheetColumn& column : kColumns)
    absl::StrAppend(&out, &column == kColumns ? "" : ",", ToAbsl(column.header));
  out += "\r\n";
}

void AppendRow(const Json& finding, const RowFacts& facts, std::string& out) {
  for (const SheetColumn& column : kColumns) {
    if (&column != kColumns) out += ',';
    AppendCsvField(FieldOf(column, finding, facts), out);
  }
  out += "\r\n";
}

// "买家：…" a line, the message itself marked.
std::string AroundOf(const Json& conversation) {
  static const std::map<std::string, std::string> kNames = {
      {"agent", "客服"}, {"robot", "机器人"}, {"buyer", "买家"}, {"system", "系统"}};
  std::string around;
  for (const Json& said : conversation) {
    const auto name = kNames.find(said.value("role", ""));
    absl::StrAppend(&around, around.empty() ? "" : "\n", said.value("this", false) ? "→ " : "",
                    name == kNames.end() ? "" : name->second, "：", said.value("text", ""));
  }
  return around;
}

int64_t PopulationOf(const Tally& tally, const std::string& stratum) {
  int64_t population = 0;
  if (IsCleanStratum(stratum)) {
    for (const auto& [key, counts] : tally.cells) {
      if (stratum != "clean:" + key.platform) continue;
      population += counts[Count::kAgentMessages] + counts[Count::kRobotMessages];
      population -= counts[Count::kAdvise] + counts[Count::kReview] + counts[Count::kBlock];
    }
    return population;
  }
  for (const auto& [key, counts] : tally.rules) {
    if (key.rule != stratum) continue;
    for (const auto& [cell, count] : counts) population += count;
  }
  return population;
}

// The first in an order that depends on the seed and on the messages.
std::vector<Sample> Pick(std::vector<Sample> kept, size_t count, uint64_t seed) {
  for (Sample& sample : kept) sample.priority = MixBits(sample.priority ^ MixBits(seed));
  std::sort(kept.begin(), kept.end(), [](const Sample& a, const Sample& b) { return a.priority < b.priority; });
  if (kept.size() > count) kept.resize(count);
  return kept;
}

}  // namespace

// The letter in front keeps spreadsheets from reading a number.
std::string ReviewId(std::string_view stratum, std::string_view file, std::string_view row, std::string_view begin,
                     std::string_view text) {
  std::string plain;
  std::copy_if(text.begin(), text.end(), std::back_inserter(plain), [](char c) { return c != '\r'; });
  const uint64_t place = Fingerprint(begin, Fingerprint(row, Fingerprint(file, Fingerprint(stratum))));
  return absl::StrCat("k", absl::Hex(Fingerprint(plain, place), absl::kZeroPad16));
}

absl::Status ExportReview(const std::string& findings, const std::string& to) {
  std::map<std::string, int64_t> of_rule;
  absl::Status status = ForEachFinding(findings, [&](const Json& finding) { ++of_rule[TextOf(finding, "rule")]; });
  if (!status.ok()) return status;
  DraftFile file(to);
  AppendHeader(file.text);
  status = ForEachFinding(findings, [&](const Json& finding) {
    const std::string rule = TextOf(finding, "rule");
    AppendRow(finding, {rule, "", of_rule[rule]}, file.text);
    file.MaybeFlush();
  });
  return status.ok() ? file.Close() : status;
}

absl::StatusOr<SampleTaken> ExportReviewSample(const Tally& tally, const SampleSize& size, const std::string& to) {
  SampleTaken taken;
  std::string out;
  AppendHeader(out);
  for (const auto& [stratum, kept] : tally.samples) {
    const bool clean = IsCleanStratum(stratum);
    const int64_t population = PopulationOf(tally, stratum);
    const size_t wanted = clean ? size.clean : size.each;
    const std::vector<Sample> picked = Pick(kept, wanted, size.seed);
    taken.short_of |= picked.size() < wanted && static_cast<int64_t>(picked.size()) < population;
    taken.strata += !picked.empty();
    (clean ? taken.clean : taken.findings) += picked.size();
    for (const Sample& sample : picked) {
      const Json json = Json::parse(sample.json, nullptr, false);
      if (!json.is_object()) return absl::DataLossError("the samples in the tally are damaged");
      AppendRow(json["finding"], {stratum, AroundOf(json["conversation"]), population}, out);
    }
  }
  if (absl::Status status = WriteAtomically(to, out); !status.ok()) return status;
  return taken;
}

}  // namespace presend::replay
