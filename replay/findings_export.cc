#include "replay/findings_export.h"

#include <fstream>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "replay/output_file.h"
#include "replay/personal_data.h"
#include "simdjson.h"

namespace presend::replay {
namespace {

using Json = nlohmann::json;

// A spreadsheet would take the field for a formula; the quote itself is among them so that it can be taken off again.
constexpr std::string_view kFormulaSigns = "=+-@\t\r'";

absl::Status ForEachMasked(const std::string& findings, bool masked, const std::function<void(const Json&)>& take) {
  if (!masked) return ForEachFinding(findings, take);
  return ForEachFinding(findings, [&](Json finding) {
    MaskFinding(finding);
    take(finding);
  });
}

std::string TextOf(const Json& finding, const char* name) {
  const auto found = finding.find(name);
  if (found == finding.end()) return "";
  return found->is_string() ? found->get<std::string>() : found->dump();
}

// U+FFFE and U+FFFF are no characters of XML.
bool IsNoXml(std::string_view text) { return text.starts_with("\xEF\xBF\xBE") || text.starts_with("\xEF\xBF\xBF"); }

void AppendXml(std::string_view text, std::string& out) {
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\xEF' && IsNoXml(text.substr(i))) {
      out += ' ';
      i += 2;
    } else if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else if (c == '\n')
      out += "&#10;";
    else if (static_cast<unsigned char>(c) >= 0x20 || c == '\t')
      out += c;
    else
      out += ' ';
  }
}

// A path as a URI reference: what is no plain character is escaped.
std::string UriOf(std::string_view path) {
  static constexpr std::string_view kPlain = "-._~/!$&'()*+,;=@";
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string uri;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte) || kPlain.find(c) != kPlain.npos) {
      uri += c;
    } else {
      uri += '%';
      uri += kHex[byte >> 4];
      uri += kHex[byte & 15];
    }
  }
  return uri;
}

const char* SarifLevel(const std::string& action) {
  return action == "block" ? "error" : action == "review" ? "warning" : "note";
}

Json SarifResult(const Json& finding) {
  return {
      {"ruleId", TextOf(finding, "rule")},
      {"level", SarifLevel(TextOf(finding, "action"))},
      {"message", {{"text", TextOf(finding, "reason").empty() ? TextOf(finding, "title") : TextOf(finding, "reason")}}},
      {"locations",
       {{{"physicalLocation",
          {{"artifactLocation", {{"uri", UriOf(TextOf(finding, "file"))}}},
           {"region",
            {{"startLine", finding.value("row", 1)}, {"snippet", {{"text", TextOf(finding, "matched")}}}}}}}}}},
      {"properties",
       {{"agent", TextOf(finding, "agent")}, {"team", TextOf(finding, "team")}, {"shop", TextOf(finding, "shop")}}},
      {"partialFingerprints",
       {{"message", absl::StrCat(TextOf(finding, "message_id"), ":", TextOf(finding, "begin"))}}}};
}

// Hands over each line; false: it is no finding.
absl::Status ForEachLine(const std::string& findings, const std::function<bool(const std::string&)>& take) {
  std::ifstream in(findings, std::ios::binary);
  if (!in) return absl::NotFoundError(absl::StrCat(findings, ": cannot be opened"));
  for (std::string line; std::getline(in, line);) {
    if (!take(line)) return absl::DataLossError(absl::StrCat(findings, ": is damaged"));
  }
  return absl::OkStatus();
}

// As ForEachFinding, but not to be kept or changed: several times as fast, which counts for the one format that every
// replay writes.
absl::Status ForEachRead(const std::string& findings, const std::function<void(const simdjson::dom::object&)>& take) {
  simdjson::dom::parser parser;
  return ForEachLine(findings, [&](const std::string& line) {
    simdjson::dom::object finding;
    if (parser.parse(line).get(finding) != simdjson::SUCCESS) return false;
    take(finding);
    return true;
  });
}

void AppendCsvColumn(const simdjson::dom::object& finding, const char* name, std::string& out) {
  simdjson::dom::element value;
  if (finding[name].get(value) != simdjson::SUCCESS) return;
  std::string_view text;
  value.get(text) == simdjson::SUCCESS ? AppendCsvField(text, out) : AppendCsvField(simdjson::minify(value), out);
}

}  // namespace

absl::Status ForEachFinding(const std::string& findings, const std::function<void(const Json&)>& take) {
  return ForEachLine(findings, [&](const std::string& line) {
    const Json finding = Json::parse(line, nullptr, false);
    if (finding.is_object()) take(finding);
    return finding.is_object();
  });
}

void AppendCsvField(std::string_view field, std::string& out) {
  const bool formula = !field.empty() && kFormulaSigns.find(field[0]) != kFormulaSigns.npos;
  if (!formula && field.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += field;
    return;
  }
  out += formula ? "\"'" : "\"";
  for (char c : field) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

std::string_view PlainCsvField(std::string_view field) {
  if (field.size() > 1 && field[0] == '\'' && kFormulaSigns.find(field[1]) != kFormulaSigns.npos)
    field.remove_prefix(1);
  return field;
}

absl::Status ExportCsv(const std::string& findings, const std::string& to) {
  static constexpr std::pair<const char*, const char*> kColumns[] = {
      {"file", "文件"},       {"row", "行"},      {"message_id", "消息ID"}, {"conversation_id", "会话ID"},
      {"agent", "客服"},      {"team", "团队"},   {"shop", "店铺"},         {"platform", "平台"},
      {"time", "时间"},       {"role", "角色"},   {"rule", "规则"},         {"title", "规则名称"},
      {"category", "类别"},   {"action", "处置"}, {"cp_begin", "起"},       {"cp_end", "止"},
      {"matched", "命中"},    {"reason", "原因"}, {"penalty", "处罚"},      {"text", "消息内容"},
      {"rewrite", "建议改写"}};
  DraftFile file(to);
  file.text = "\xEF\xBB\xBF";
  for (const auto& [name, header] : kColumns) absl::StrAppend(&file.text, name == kColumns[0].first ? "" : ",", header);
  file.text += "\r\n";
  const absl::Status status = ForEachRead(findings, [&](const simdjson::dom::object& finding) {
    bool first = true;
    for (const auto& [name, header] : kColumns) {
      if (!first) file.text += ',';
      first = false;
      AppendCsvColumn(finding, name, file.text);
    }
    file.text += "\r\n";
    file.MaybeFlush();
  });
  return status.ok() ? file.Close() : status;
}

absl::Status ExportJunit(const std::string& findings, const std::string& to, bool masked) {
  int64_t cases = 0, failures = 0;
  absl::Status status = ForEachFinding(findings, [&](const Json& finding) {
    ++cases;
    failures += TextOf(finding, "action") == "block";
  });
  if (!status.ok()) return status;
  DraftFile file(to);
  absl::StrAppend(&file.text,
                  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites><testsuite name=\"presend\" tests=\"", cases,
                  "\" failures=\"", failures, "\">\n");
  status = ForEachMasked(findings, masked, [&](const Json& finding) {
    const auto attribute = [&](const char* name, const std::string& value) {
      absl::StrAppend(&file.text, " ", name, "=\"");
      AppendXml(value, file.text);
      file.text += '"';
    };
    file.text += "<testcase";
    attribute("classname", TextOf(finding, "rule"));
    attribute("name",
              absl::StrCat(TextOf(finding, "file"), ":", TextOf(finding, "row"), " ", TextOf(finding, "matched")));
    if (TextOf(finding, "action") == "block") {
      file.text += "><failure";
      attribute("message", TextOf(finding, "reason"));
      file.text += ">";
      AppendXml(TextOf(finding, "text"), file.text);
      file.text += "</failure></testcase>\n";
    } else {
      file.text += "/>\n";
    }
    file.MaybeFlush();
  });
  file.text += "</testsuite></testsuites>\n";
  return status.ok() ? file.Close() : status;
}

absl::Status ExportSarif(const std::string& findings, const std::string& to, std::string_view revision, bool masked) {
  std::map<std::string, std::string> titles;
  absl::Status status =
      ForEachFinding(findings, [&](const Json& f) { titles.emplace(TextOf(f, "rule"), TextOf(f, "title")); });
  if (!status.ok()) return status;
  Json rules = Json::array();
  for (const auto& [id, title] : titles) rules.push_back({{"id", id}, {"shortDescription", {{"text", title}}}});
  const Json driver = {
      {"name", "presend"}, {"semanticVersion", "0.1.0"}, {"properties", {{"rules", revision}}}, {"rules", rules}};
  DraftFile file(to);
  absl::StrAppend(&file.text, "{\"version\":\"2.1.0\",\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",",
                  "\"runs\":[{\"tool\":{\"driver\":", driver.dump(), "},\"results\":[");
  bool first = true;
  status = ForEachMasked(findings, masked, [&](const Json& finding) {
    absl::StrAppend(&file.text, first ? "\n" : ",\n", SarifResult(finding).dump());
    first = false;
    file.MaybeFlush();
  });
  file.text += "\n]}]}\n";
  return status.ok() ? file.Close() : status;
}

}  // namespace presend::replay
