// `match`: what a rule looks for, and what must stand near it.
#include "absl/strings/numbers.h"
#include "rulepack/concat.h"
#include "rulepack/rule_parts.h"

namespace presend {
namespace {

using Value = const YAML::Node&;

constexpr uint32_t kMostRepeats = 16;  // what a conversation remembers

}  // namespace

void ReadEntities(YamlReader& reader, Value node, std::vector<EntityKind>& out) {
  if (!reader.List(node)) return;
  for (const auto& item : node) {
    EntityKind kind;
    if (reader.Name(item, "entity", EntityNames(), ParseEntity, kind)) out.push_back(kind);
  }
}

namespace {

void ReadSide(YamlReader& reader, Value node, ConditionSource& out) {
  const auto parse = [](std::string_view name) -> std::optional<Side> {
    if (name == "before") return Side::kBefore;
    if (name == "after") return Side::kAfter;
    if (name == "either") return Side::kEither;
    return std::nullopt;
  };
  reader.Name(node, "side", {"before", "after", "either"}, parse, out.condition.side);
}

void ReadWithin(YamlReader& reader, Value node, ConditionSource& out) {
  std::string text;
  if (!reader.Text(node, text)) return;
  out.placed = true;
  uint32_t letters = 0;
  if (text == "anywhere") {
    out.condition.anywhere = true;
  } else if (text == "clause") {
    out.condition.clause = true;
  } else if (absl::SimpleAtoi(text, &letters) && letters <= kFarthestWithin) {
    out.condition.within = letters;
  } else {
    reader.Error(node, Concat("within must be 0 to ", kFarthestWithin, " letters, clause or anywhere, not \"", text, "\""));
  }
}

const Key<ConditionSource> kConditionKeys[] = {
    {"words", [](YamlReader& r, Value v, ConditionSource& c) { r.Texts(v, c.words); }},
    {"files", [](YamlReader& r, Value v, ConditionSource& c) { r.Texts(v, c.files); }},
    {"entities", [](YamlReader& r, Value v, ConditionSource& c) { ReadEntities(r, v, c.condition.entities); }},
    {"within", ReadWithin, true},
    {"side", ReadSide},
};

void ReadConditions(YamlReader& reader, Value node, std::vector<ConditionSource>& out) {
  if (!reader.List(node)) return;
  for (const auto& item : node) {
    ConditionSource condition;
    condition.at = reader.At(item);
    if (!ReadMapping(reader, item, "condition", kConditionKeys, condition)) continue;
    const auto& c = condition;
    if (c.words.empty() && c.files.empty() && c.condition.entities.empty()) {
      reader.Error(item, "the condition looks for nothing", "add words, files or entities");
    }
    out.push_back(std::move(condition));
  }
}

// "all", "certain", names; "-name" takes away. A list of takings alone begins with the default.
void ReadFolds(YamlReader& reader, Value node, RuleSource& out) {
  if (!reader.List(node)) return;
  const auto takes = [](Value item) { return item.IsScalar() && item.Scalar().substr(0, 1) == "-"; };
  std::vector<std::string_view> known = FoldNames(FoldSet::All());
  known.insert(known.begin(), {"all", "certain"});
  const auto parse = [](std::string_view name) -> std::optional<FoldSet> {
    if (!name.empty() && name[0] == '-') name.remove_prefix(1);
    if (name == "all") return FoldSet::All();
    if (name == "certain") return FoldSet::Certain();
    const auto fold = ParseFold(name);
    return fold ? std::optional(FoldSet::Of(*fold)) : std::nullopt;
  };
  FoldSet folds = takes(*node.begin()) ? out.rule.folds : FoldSet();
  for (const auto& item : node) {
    FoldSet named;
    if (reader.Name(item, "fold", known, parse, named)) folds = takes(item) ? folds - named : folds | named;
  }
  out.rule.folds = folds;
}

void ReadBoundary(YamlReader& reader, Value node, RuleSource& out) {
  const auto parse = [](std::string_view name) -> std::optional<Boundary> {
    if (name == "word") return Boundary::kWord;
    if (name == "none") return Boundary::kNone;
    return std::nullopt;
  };
  reader.Name(node, "boundary", {"word", "none"}, parse, out.rule.boundary);
}

void ReadRepeats(YamlReader& reader, Value node, RuleSource& out) {
  double times = 0;
  if (!reader.Number(node, times)) return;
  if (times < 1 || times > kMostRepeats || times != static_cast<uint32_t>(times)) {
    return reader.Error(node, Concat("repeats must be a whole number from 1 to ", kMostRepeats));
  }
  out.rule.repeats = static_cast<uint32_t>(times);
}

void ReadWeights(YamlReader& reader, Value node, Side side, RuleSource& out, bool near = false) {
  if (!node.IsMap() || node.size() == 0) return reader.Error(node, "must be a mapping (word: weight)");
  for (const auto& entry : node) {
    NeighbourSource neighbour{.side = side, .near = near};
    if (!reader.Text(entry.first, neighbour.word) || !reader.Number(entry.second, neighbour.weight)) continue;
    out.neighbours.push_back(std::move(neighbour));
  }
}

const Key<RuleSource> kNeighbourKeys[] = {
    {"left", [](YamlReader& r, Value v, RuleSource& s) { ReadWeights(r, v, Side::kBefore, s); }},
    {"right", [](YamlReader& r, Value v, RuleSource& s) { ReadWeights(r, v, Side::kAfter, s); }},
    {"near", [](YamlReader& r, Value v, RuleSource& s) { ReadWeights(r, v, Side::kEither, s, true); }},
};

const Key<RuleSource> kMatchKeys[] = {
    {"words", [](YamlReader& r, Value v, RuleSource& s) { r.Texts(v, s.words); }},
    {"files", [](YamlReader& r, Value v, RuleSource& s) { r.Texts(v, s.files); }},
    {"patterns", [](YamlReader& r, Value v, RuleSource& s) { r.Texts(v, s.patterns); }},
    {"entities", [](YamlReader& r, Value v, RuleSource& s) { ReadEntities(r, v, s.rule.entities); }},
    {"boundary", ReadBoundary},
    {"folds", ReadFolds},
    {"whole", [](YamlReader& r, Value v, RuleSource& s) { r.Flag(v, s.rule.whole_message); }},
    {"repeats", ReadRepeats},
    {"neighbours", [](YamlReader& r, Value v, RuleSource& s) { ReadMapping(r, v, "neighbours", kNeighbourKeys, s); }},
    {"neighbours_file",
     [](YamlReader& r, Value v, RuleSource& s) {
       LocatedText file;
       if (r.Text(v, file)) s.neighbours_file = file;
     }},
    {"with", [](YamlReader& r, Value v, RuleSource& s) { ReadConditions(r, v, s.with); }},
    {"without", [](YamlReader& r, Value v, RuleSource& s) { ReadConditions(r, v, s.without); }},
    {"evidence", [](YamlReader& r, Value v, RuleSource& s) { ReadConditions(r, v, s.evidence); }},
    {"unsure_needs_evidence",
     [](YamlReader& r, Value v, RuleSource& s) { r.Flag(v, s.rule.unsure_needs_evidence); }},
};

}  // namespace

void ReadMatch(YamlReader& reader, Value node, RuleSource& out) {
  if (!ReadMapping(reader, node, "match", kMatchKeys, out)) return;
  if (node["words"] || node["files"] || node["patterns"] || node["entities"] || node["repeats"]) return;
  reader.Error(node, "match looks for nothing", "add words, files, patterns, entities or repeats");
}

std::vector<std::string_view> MatchKeys() { return KeyNames(kMatchKeys); }
std::vector<std::string_view> NeighbourKeys() { return KeyNames(kNeighbourKeys); }
std::vector<std::string_view> ConditionKeys() { return KeyNames(kConditionKeys); }

}  // namespace presend
