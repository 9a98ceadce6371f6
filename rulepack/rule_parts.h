// The mappings inside a rule, each with its table of keys. Shared by the rule file's reader and the schema's test.
#pragma once

#include <vector>

#include "rulepack/rule_source.h"

namespace presend {

void ReadScope(YamlReader& reader, const YAML::Node& node, RuleSource& out);
void ReadMatch(YamlReader& reader, const YAML::Node& node, RuleSource& out);
void ReadSuggestions(YamlReader& reader, const YAML::Node& node, RuleSource& out);
void ReadEntities(YamlReader& reader, const YAML::Node& node, std::vector<EntityKind>& out);
void ReadExamples(YamlReader& reader, const YAML::Node& node, RuleSource& out);

std::vector<std::string_view> ScopeKeys();
std::vector<std::string_view> MatchKeys();
std::vector<std::string_view> NeighbourKeys();
std::vector<std::string_view> ConditionKeys();
std::vector<std::string_view> SuggestionKeys();
std::vector<std::string_view> ExampleKeys();

inline constexpr uint32_t kFarthestWithin = 100;     // letters
inline constexpr double kLargestNeighbourWeight = 50;  // nats

}  // namespace presend
