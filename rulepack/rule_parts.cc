// `scope`, `suggest` and `examples` of a rule.
#include "rulepack/concat.h"
#include "rulepack/rule_parts.h"

namespace presend {
namespace {

using Value = const YAML::Node&;

void ReadSenders(YamlReader& reader, Value node, RuleSource& out) {
  if (!reader.List(node)) return;
  for (const auto& item : node) {
    Sender sender;
    if (reader.Name(item, "sender", SenderNames(), ParseSender, sender)) out.rule.scope.senders.push_back(sender);
  }
}

void ReadPlainTexts(YamlReader& reader, Value node, std::vector<std::string>& out) {
  std::vector<LocatedText> texts;
  reader.Texts(node, texts);
  for (auto& text : texts) out.push_back(std::move(text.text));
}

const Key<RuleSource> kScopeKeys[] = {
    {"platforms", [](YamlReader& r, Value v, RuleSource& s) { r.Texts(v, s.platforms); }},
    {"senders", ReadSenders},
    {"shops", [](YamlReader& r, Value v, RuleSource& s) { ReadPlainTexts(r, v, s.rule.scope.shops); }},
};

std::optional<Place> ParsePlace(std::string_view name) {
  if (name == "any") return Place::kAny;
  if (name == "start") return Place::kStart;
  if (name == "middle") return Place::kMiddle;
  if (name == "end") return Place::kEnd;
  return std::nullopt;
}

std::optional<Extent> ParseExtent(std::string_view name) {
  if (name == "match") return Extent::kMatch;
  if (name == "clause") return Extent::kClause;
  if (name == "message") return Extent::kMessage;
  return std::nullopt;
}

const Key<Suggestion> kSuggestionKeys[] = {
    {"at",
     [](YamlReader& r, Value v, Suggestion& s) { r.Name(v, "place", {"any", "start", "middle", "end"}, ParsePlace, s.place); }},
    {"for",
     [](YamlReader& r, Value v, Suggestion& s) { r.Name(v, "extent", {"match", "clause", "message"}, ParseExtent, s.extent); }},
    {"after", [](YamlReader& r, Value v, Suggestion& s) { ReadPlainTexts(r, v, s.after); }},
    {"before", [](YamlReader& r, Value v, Suggestion& s) { ReadPlainTexts(r, v, s.before); }},
    {"replace", [](YamlReader& r, Value v, Suggestion& s) { r.Text(v, s.replacement, true); }, true},
};

struct ExampleSource {
  Example example;
  std::optional<LocatedText> platform;
  int kinds = 0;  // how many of bad, ok and todo were given
};

void ReadExampleText(YamlReader& reader, Value node, ExampleKind kind, ExampleSource& out) {
  std::string text;
  ++out.kinds;
  if (!reader.Text(node, text)) return;
  out.example.kind = kind;
  out.example.text = text;
  if (kind != ExampleKind::kBad) return;
  auto marked = ReadMarks(text);
  if (!marked.ok()) return reader.Error(node, Concat("bad marks: ", marked.status().message()));
  if (marked->spans.empty()) reader.Error(node, "nothing is marked", "put [[ ]] around what the rule must find");
  out.example.text = std::move(marked->text);
  out.example.spans = std::move(marked->spans);
}

const Key<ExampleSource> kExampleKeys[] = {
    {"bad", [](YamlReader& r, Value v, ExampleSource& e) { ReadExampleText(r, v, ExampleKind::kBad, e); }},
    {"ok", [](YamlReader& r, Value v, ExampleSource& e) { ReadExampleText(r, v, ExampleKind::kOk, e); }},
    {"todo", [](YamlReader& r, Value v, ExampleSource& e) { ReadExampleText(r, v, ExampleKind::kTodo, e); }},
    {"fixed",
     [](YamlReader& r, Value v, ExampleSource& e) {
       std::string fixed;
       if (r.Text(v, fixed, true)) e.example.fixed = fixed;
     }},
    {"platform",
     [](YamlReader& r, Value v, ExampleSource& e) {
       LocatedText platform;
       if (r.Text(v, platform)) e.platform = platform;
     }},
    {"sender",
     [](YamlReader& r, Value v, ExampleSource& e) { r.Name(v, "sender", SenderNames(), ParseSender, e.example.sender); }},
    {"shop", [](YamlReader& r, Value v, ExampleSource& e) { r.Text(v, e.example.shop); }},
    {"recent", [](YamlReader& r, Value v, ExampleSource& e) { ReadPlainTexts(r, v, e.example.recent); }},
};

}  // namespace

void ReadScope(YamlReader& reader, Value node, RuleSource& out) { ReadMapping(reader, node, "scope", kScopeKeys, out); }

void ReadSuggestions(YamlReader& reader, Value node, RuleSource& out) {
  if (!reader.List(node)) return;
  for (const auto& item : node) {
    Suggestion suggestion;
    if (ReadMapping(reader, item, "suggestion", kSuggestionKeys, suggestion)) {
      out.rule.suggestions.push_back(std::move(suggestion));
    }
  }
}

void ReadExamples(YamlReader& reader, Value node, RuleSource& out) {
  if (!reader.List(node)) return;
  for (const auto& item : node) {
    ExampleSource source;
    source.example.at = reader.At(item);
    if (!ReadMapping(reader, item, "example", kExampleKeys, source)) continue;
    if (source.kinds != 1) reader.Error(item, "an example is exactly one of bad, ok and todo");
    if (source.example.fixed && source.example.kind != ExampleKind::kBad) reader.Error(item, "only a bad example can be fixed");
    out.examples.push_back(std::move(source.example));
    out.example_platforms.push_back(std::move(source.platform));
  }
}

std::vector<std::string_view> ScopeKeys() { return KeyNames(kScopeKeys); }
std::vector<std::string_view> SuggestionKeys() { return KeyNames(kSuggestionKeys); }
std::vector<std::string_view> ExampleKeys() { return KeyNames(kExampleKeys); }

}  // namespace presend
