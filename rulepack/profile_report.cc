// Profiles as text and as JSON, and back.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "rulepack/concat.h"
#include "rulepack/profile.h"
#include "rulepack/rule_files.h"

namespace presend {
namespace {

using Json = nlohmann::ordered_json;

absl::Status ReadRule(const Json& json, RuleProfile& out) {
  const auto number = [&](const char* key) { return json.contains(key) && json[key].is_number_unsigned(); };
  if (!json.is_object() || !json.contains("ruleId") || !json["ruleId"].is_string() || !number("hits") ||
      !number("falseAlarms") || !number("innocent")) {
    return absl::InvalidArgumentError("a rule of the baseline lacks ruleId, hits, falseAlarms or innocent");
  }
  out = {json["ruleId"], json["hits"], json["falseAlarms"], json["innocent"], -1};
  return absl::OkStatus();
}

}  // namespace

std::string ProfileText(const Profile& profile) {
  std::vector<RuleProfile> rules = profile.rules;
  std::stable_sort(rules.begin(), rules.end(),
                   [](const RuleProfile& a, const RuleProfile& b) { return a.hits > b.hits; });
  std::string out = Concat(profile.revision, "：", profile.messages, " 条消息\n", "命中\t误报\t误报率\t纳秒/条\t规则\n");
  for (const RuleProfile& rule : rules) {
    const std::string cost = rule.nanoseconds < 0 ? "-" : absl::StrFormat("%.0f", rule.nanoseconds);
    absl::StrAppendFormat(&out, "%d\t%d\t%.3f%%\t%s\t%s\n", rule.hits, rule.false_alarms, rule.FalseAlarmRate() * 100,
                          cost, rule.rule_id);
  }
  return out;
}

std::string ProfileJson(const Profile& profile) {
  Json json{{"revision", profile.revision}, {"messages", profile.messages}, {"rules", Json::array()}};
  for (const RuleProfile& rule : profile.rules) {
    Json one{{"ruleId", rule.rule_id}, {"hits", rule.hits}, {"falseAlarms", rule.false_alarms},
             {"innocent", rule.innocent}, {"falseAlarmRate", rule.FalseAlarmRate()}};
    if (rule.nanoseconds >= 0) one["nanoseconds"] = rule.nanoseconds;
    json["rules"].push_back(std::move(one));
  }
  return Concat(json.dump(1), "\n");
}

absl::StatusOr<Profile> ReadProfile(const std::string& path) {
  const auto text = FilesOnDisk()->Read(path);
  if (!text.ok()) return text.status();
  const Json json = Json::parse(*text, nullptr, false);
  if (!json.is_object() || !json.contains("rules") || !json["rules"].is_array()) {
    return absl::InvalidArgumentError(Concat(path, ": not a profile; write one with presend profile --format json"));
  }
  Profile profile;
  for (const Json& one : json["rules"]) {
    RuleProfile rule;
    if (absl::Status s = ReadRule(one, rule); !s.ok()) return s;
    profile.rules.push_back(std::move(rule));
  }
  return profile;
}

}  // namespace presend
