// The tally as a line of JSON, written piece by piece: as a tree it would need several times its own memory.
#include <map>

#include "engine/verdict_names.h"
#include "nlohmann/json.hpp"
#include "replay/json_text.h"
#include "replay/tally.h"

namespace presend::replay {
namespace {

using Json = nlohmann::json;

// Elements of a list, with commas between them.
class List {
 public:
  explicit List(std::string& out) : out_(out) { out_ += '['; }
  ~List() { out_ += ']'; }
  List(const List&) = delete;
  List& operator=(const List&) = delete;

  List& Text(std::string_view text) {
    Next();
    AppendJsonString(text, out_);
    return *this;
  }
  template <class T>
  List& Number(T number) {
    Next();
    absl::StrAppend(&out_, number);
    return *this;
  }
  std::string& Next() {
    if (out_.back() != '[') out_ += ',';
    return out_;
  }

 private:
  std::string& out_;
};

void AppendCells(const CellTable& cells, std::string& out) {
  AppendJsonKey("cells", out);
  List all(out);
  for (const auto& [key, counts] : cells) {
    List cell(all.Next());
    cell.Text(key.platform).Text(key.shop).Text(key.agent).Text(key.team).Number(key.day);
    List values(cell.Next());
    for (const int64_t value : counts.values) values.Number(value);
  }
}

void AppendRules(std::string_view name, const RuleCounts& rules, std::string& out) {
  AppendJsonKey(name, out);
  List all(out);
  for (const auto& [key, counts] : rules) {
    List rule(all.Next());
    rule.Text(key.rule).Text(ActionName(key.action));
    List values(rule.Next());  // cell, count, cell, count, …
    for (const auto& [cell, count] : counts) values.Number(cell).Number(count);
  }
}

void AppendSamples(const Tally& tally, std::string& out) {
  AppendJsonKey("samples", out);
  List all(out);
  for (const auto& [stratum, list] : tally.samples) {
    for (const Sample& sample : list) List(all.Next()).Number(sample.priority).Text(stratum).Text(sample.json);
  }
}

void AppendConversations(const Tally& tally, std::string& out) {
  std::map<uint64_t, const WorstConversation*> sorted;
  for (const auto& [key, worst] : tally.conversations) sorted.emplace(key, &worst);
  AppendJsonKey("conversations", out);
  List all(out);
  for (const auto& [key, worst] : sorted) {
    List each(all.Next());
    each.Number(key).Text(worst->id).Text(worst->platform).Text(worst->shop).Text(worst->agent);
    each.Number(worst->findings).Number(worst->weight);
  }
}

// Growing bit by bit, the text would for a moment need twice its own memory.
size_t RoughSize(const Tally& tally) {
  constexpr size_t kCell = 200, kConversation = 150;
  size_t size = tally.cells.size() * kCell + tally.conversations.size() * kConversation;
  for (const auto& [stratum, list] : tally.samples) {
    for (const Sample& sample : list) size += sample.json.size() + sample.json.size() / 4;
  }
  return size;
}

void ReadCells(const Json& json, CellTable& cells) {
  for (const Json& row : json) {
    const auto text = [&](size_t i) -> const std::string& { return row.at(i).get_ref<const std::string&>(); };
    CellTable::Entry& entry = cells[cells.Place({text(0), text(1), text(2), text(3), row.at(4).get<int32_t>()})];
    for (size_t i = 0; i < entry.counts.values.size(); ++i) entry.counts.values[i] = row.at(5).at(i);
  }
}

RuleCounts ReadRules(const Json& json) {
  RuleCounts rules;
  for (const Json& row : json) {
    auto& counts = rules[{row.at(0), ParseAction(row.at(1).get<std::string>()).value_or(Action::kAdvise)}];
    const Json& values = row.at(2);
    for (size_t i = 0; i + 1 < values.size(); i += 2) counts[values[i]] = values[i + 1];
  }
  return rules;
}

}  // namespace

std::string TallyText(const Tally& tally) {
  std::string out = "{";
  out.reserve(RoughSize(tally));
  AppendJsonMember("records", static_cast<uint64_t>(tally.records), out);
  AppendJsonMember("rejects", tally.rejects, out);
  AppendJsonMember("changes", tally.changes, out);
  AppendJsonMember("batches", tally.batches, out);
  AppendJsonMember("samples_kept", tally.samples_kept, out);
  AppendCells(tally.cells, out);
  AppendRules("rules", tally.rules, out);
  AppendRules("added", tally.added, out);
  AppendRules("removed", tally.removed, out);
  AppendSamples(tally, out);
  AppendConversations(tally, out);
  return out + "}";
}

absl::StatusOr<Tally> TallyFromText(std::string_view text) try {
  const Json json = Json::parse(text);
  Tally tally;
  tally.records = json.at("records");
  tally.rejects = json.at("rejects");
  tally.changes = json.at("changes");
  tally.batches = json.at("batches");
  tally.samples_kept = json.at("samples_kept");
  ReadCells(json.at("cells"), tally.cells);
  tally.rules = ReadRules(json.at("rules"));
  tally.added = ReadRules(json.at("added"));
  tally.removed = ReadRules(json.at("removed"));
  for (const Json& row : json.at("samples")) tally.samples[row.at(1)].push_back({row.at(0), row.at(1), row.at(2)});
  for (const Json& row : json.at("conversations")) {
    tally.conversations[row.at(0)] = {row.at(1), row.at(2), row.at(3), row.at(4), row.at(5), row.at(6)};
  }
  return tally;
} catch (const Json::exception& error) {
  return absl::DataLossError("the tally is damaged");
}

}  // namespace presend::replay
