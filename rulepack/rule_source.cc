#include "rulepack/rule_source.h"

#include "absl/time/time.h"
#include "rulepack/concat.h"
#include "rulepack/rule_parts.h"

namespace presend {
namespace {

using Value = const YAML::Node&;

std::optional<Mode> ParseMode(std::string_view name) {
  if (name == "on") return Mode::kOn;
  if (name == "shadow") return Mode::kShadow;
  if (name == "off") return Mode::kOff;
  return std::nullopt;
}

// A rule always does something: "allow" is no action of a rule.
std::optional<Action> ParseRuleAction(std::string_view name) {
  const auto action = ParseAction(name);
  return action == Action::kAllow ? std::nullopt : action;
}

void ReadDay(YamlReader& reader, Value node, std::optional<absl::CivilDay>& out) {
  std::string text;
  if (!reader.Text(node, text)) return;
  absl::CivilDay day;
  if (text.size() == 10 && absl::ParseCivilTime(text, &day)) {
    out = day;
  } else {
    reader.Error(node, Concat("not a day: \"", text, "\""), "write it as 2026-12-31");
  }
}

const Key<Penalty> kPenaltyKeys[] = {
    {"text", [](YamlReader& r, Value v, Penalty& p) { r.Text(v, p.text); }, true},
    {"source", [](YamlReader& r, Value v, Penalty& p) { r.Text(v, p.source); }},
};

const Key<RuleSource> kRuleKeys[] = {
    {"id",
     [](YamlReader& r, Value v, RuleSource& s) {
       if (r.Text(v, s.id)) s.rule.id = s.id.text;
     },
     true},
    {"title", [](YamlReader& r, Value v, RuleSource& s) { r.Text(v, s.rule.title); }, true},
    {"reason", [](YamlReader& r, Value v, RuleSource& s) { r.Text(v, s.rule.reason); }, true},
    {"category",
     [](YamlReader& r, Value v, RuleSource& s) { r.Name(v, "category", CategoryNames(), ParseCategory, s.rule.category); },
     true},
    {"action",
     [](YamlReader& r, Value v, RuleSource& s) { r.Name(v, "action", ActionNames(), ParseRuleAction, s.rule.action); },
     true},
    {"unsure",
     [](YamlReader& r, Value v, RuleSource& s) { r.Name(v, "action", ActionNames(), ParseRuleAction, s.rule.unsure_action); }},
    {"mode", [](YamlReader& r, Value v, RuleSource& s) { r.Name(v, "mode", {"on", "shadow", "off"}, ParseMode, s.rule.mode); }},
    {"from", [](YamlReader& r, Value v, RuleSource& s) { ReadDay(r, v, s.from); }},
    {"until", [](YamlReader& r, Value v, RuleSource& s) { ReadDay(r, v, s.until); }},
    {"scope", ReadScope},
    {"not_on", [](YamlReader& r, Value v, RuleSource& s) { r.Texts(v, s.not_on); }},
    {"penalty", [](YamlReader& r, Value v, RuleSource& s) { ReadMapping(r, v, "penalty", kPenaltyKeys, s.rule.penalty); }},
    {"match", ReadMatch, true},
    {"except", [](YamlReader& r, Value v, RuleSource& s) { r.Texts(v, s.exceptions); }},
    {"except_in", [](YamlReader& r, Value v, RuleSource& s) { ReadEntities(r, v, s.rule.except_in); }},
    {"except_files", [](YamlReader& r, Value v, RuleSource& s) { r.Texts(v, s.except_files); }},
    {"suggest", ReadSuggestions},
    {"examples", ReadExamples, true},
};

}  // namespace

std::vector<RuleSource> ReadRuleFile(const SourceFile& file, Diagnostics& log) {
  YamlReader reader(file, log);
  std::vector<RuleSource> rules;
  const auto document = reader.Document();
  if (!document) return rules;
  if (!document->IsSequence()) {
    reader.Error(*document, "a rule file must be a list of rules", "begin each rule with \"- id: …\"");
    return rules;
  }
  for (const auto& item : *document) {
    RuleSource rule;
    rule.at = reader.At(item);
    if (ReadMapping(reader, item, "rule", kRuleKeys, rule)) rules.push_back(std::move(rule));
  }
  return rules;
}

std::vector<MappingKeys> RuleFileKeys() {
  return {{"rule", KeyNames(kRuleKeys)},   {"penalty", KeyNames(kPenaltyKeys)},  {"scope", ScopeKeys()},
          {"match", MatchKeys()},          {"neighbours", NeighbourKeys()},      {"condition", ConditionKeys()},
          {"suggestion", SuggestionKeys()}, {"example", ExampleKeys()}};
}

}  // namespace presend
