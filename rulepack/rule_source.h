// A rule as it stands in its file: the plain values are read, the references (cues, files, platforms) are not followed yet.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "engine/rule.h"
#include "rulepack/example.h"
#include "rulepack/yaml_reader.h"

namespace presend {

struct ConditionSource {
  Condition condition;             // words still missing
  std::vector<LocatedText> words;  // @name refers to a cue
  std::vector<LocatedText> files;
  bool placed = false;             // says where: `within` was read
  SourcePoint at;
};

struct NeighbourSource {
  LocatedText word;
  double weight = 0;
  Side side = Side::kBefore;
  bool near = false;
};

struct RuleSource {
  Rule rule;                              // words, exceptions and platforms still missing
  SourcePoint at;
  LocatedText id;
  std::vector<LocatedText> words;         // @name refers to a cue
  std::vector<LocatedText> files;
  std::vector<LocatedText> patterns;
  std::vector<LocatedText> exceptions;
  std::vector<LocatedText> except_files;
  std::vector<LocatedText> platforms;
  std::vector<LocatedText> not_on;
  std::vector<ConditionSource> with;
  std::vector<ConditionSource> without;
  std::vector<ConditionSource> evidence;
  std::vector<NeighbourSource> neighbours;
  std::optional<LocatedText> neighbours_file;
  std::vector<Example> examples;
  std::vector<std::optional<LocatedText>> example_platforms;  // one per example
  std::optional<absl::CivilDay> from;     // holds from this day on
  std::optional<absl::CivilDay> until;    // and up to and with this one
};

// The rules of one file; what cannot be read is in the log. An item that is no mapping gives no rule.
std::vector<RuleSource> ReadRuleFile(const SourceFile& file, Diagnostics& log);

// Every mapping of a rule file and its keys, for the editors' schema: {"rule", …}, {"match", …}, ….
struct MappingKeys {
  std::string_view mapping;
  std::vector<std::string_view> keys;
};
std::vector<MappingKeys> RuleFileKeys();

// The names that stand for values, as written in rule files.
std::vector<std::string_view> CategoryNames();
std::vector<std::string_view> ActionNames();
std::vector<std::string_view> EntityNames();
std::vector<std::string_view> SenderNames();
std::optional<Sender> ParseSender(std::string_view name);

}  // namespace presend
