#include "replay/tally.h"

#include <algorithm>
#include <tuple>

#include "replay/fingerprint.h"

namespace presend::replay {
namespace {

constexpr size_t kConversationsCounted = 20'000;

// The places of the batch's cells in the tally.
using Places = std::vector<uint32_t>;

void AddHits(const std::vector<RuleHit>& hits, const Places& places, const ScreeningRules& rules, RuleCounts& into) {
  std::map<std::tuple<uint32_t, Action, uint32_t>, int64_t> sums;
  for (const RuleHit& hit : hits) ++sums[{hit.rule, hit.action, hit.cell}];
  for (const auto& [key, count] : sums) {
    const auto& [rule, action, cell] = key;
    into[{rules.rule_ids[rule], action}][places[cell]] += count;
  }
}

void AddCounts(const RuleCounts& from, const Places& places, RuleCounts& into) {
  for (const auto& [rule, counts] : from) {
    auto& sums = into[rule];
    for (const auto& [cell, count] : counts) sums[places[cell]] += count;
  }
}

// Worse first; ties by name, so that the order does not depend on the machine.
bool IsWorse(const WorstConversation& a, const WorstConversation& b) {
  return std::tie(b.weight, a.platform, a.shop, a.id) < std::tie(a.weight, b.platform, b.shop, b.id);
}

}  // namespace

uint32_t CellTable::Place(const Cell& cell) {
  const uint64_t of_shop = Fingerprint(cell.shop, Fingerprint(cell.platform, static_cast<uint64_t>(cell.day)));
  const uint64_t key = Fingerprint(cell.team, Fingerprint(cell.agent, of_shop));
  const auto [place, added] = places_.try_emplace(key, static_cast<uint32_t>(entries_.size()));
  if (added) {
    const auto own = [](std::string_view text) { return std::string(text); };
    entries_.push_back({{own(cell.platform), own(cell.shop), own(cell.agent), own(cell.team), cell.day}, {}});
  }
  return place->second;
}

void Tally::AddSample(const Sample& sample) {
  std::vector<Sample>& kept = samples[sample.stratum];
  const size_t most = SamplesKept(sample.stratum, samples_kept);
  const auto at = std::lower_bound(kept.begin(), kept.end(), sample,
                                   [](const Sample& a, const Sample& b) { return a.priority < b.priority; });
  if (at != kept.end() && at->priority == sample.priority && at->json == sample.json) return;
  if (at == kept.end() && kept.size() >= most) return;
  kept.insert(at, sample);
  if (kept.size() > most) kept.pop_back();
}

// Keeps the worse half. Only how bad they are decides, so the worst are right unless a conversation is spread very far.
void Tally::ForgetMildConversations() {
  std::vector<std::pair<uint64_t, WorstConversation>> all(conversations.begin(), conversations.end());
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return IsWorse(a.second, b.second); });
  all.resize(all.size() / 2);
  conversations.clear();
  conversations.insert(all.begin(), all.end());
}

void Tally::Add(const Batch& batch, const ScreeningRules& screening, SampleBar& bar) {
  Places places;
  for (const Cell& cell : batch.cells) {
    places.push_back(cells.Place(cell));
    cells[places.back()].counts.Add(cell.counts);
  }
  AddHits(batch.hits, places, screening, rules);
  AddHits(batch.added, places, screening, added);
  AddHits(batch.removed, places, screening, removed);
  for (const ConversationHit& hit : batch.conversation_hits) {
    const Conversation& conversation = batch.conversations[hit.conversation];
    WorstConversation& worst = conversations[conversation.key];
    if (worst.findings == 0) {
      const CellKey& cell = cells[places[hit.cell]].key;
      worst = {std::string(conversation.id), cell.platform, cell.shop, cell.agent, 0, 0};
    }
    ++worst.findings;
    worst.weight += hit.weight;
  }
  if (conversations.size() > kConversationsCounted) ForgetMildConversations();
  for (const Sample& sample : batch.samples) {
    AddSample(sample);
    const std::vector<Sample>& kept = samples[sample.stratum];
    if (kept.size() < SamplesKept(sample.stratum, samples_kept)) continue;
    bar.Lower(screening.StratumIndex(sample.stratum), kept.back().priority);
  }
  records += static_cast<int64_t>(batch.rows.size() + batch.rejects.size()) + batch.other_shards;
  rejects += static_cast<int64_t>(batch.rejects.size());
  changes += std::count(batch.changes.begin(), batch.changes.end(), '\n');
  ++batches;
  remembered += batch.remembered;
  engine_ns += batch.engine_ns;
  screening_ns += batch.screening_ns;
  parsing_ns += batch.parsing_ns;
}

void Tally::Add(const Tally& other) {
  Places places;
  for (const auto& [key, counts] : other.cells) {
    places.push_back(cells.Place({key.platform, key.shop, key.agent, key.team, key.day}));
    cells[places.back()].counts.Add(counts);
  }
  AddCounts(other.rules, places, rules);
  AddCounts(other.added, places, added);
  AddCounts(other.removed, places, removed);
  samples_kept = std::max(samples_kept, other.samples_kept);
  for (const auto& [stratum, list] : other.samples) {
    for (const Sample& sample : list) AddSample(sample);
  }
  for (const auto& [key, worst] : other.conversations) {
    WorstConversation& mine = conversations[key];
    const uint32_t findings = mine.findings, weight = mine.weight;
    mine = worst;
    mine.findings += findings;
    mine.weight += weight;
  }
  records += other.records;
  rejects += other.rejects;
  changes += other.changes;
  batches += other.batches;
  remembered += other.remembered;
  engine_ns += other.engine_ns;
  screening_ns += other.screening_ns;
  parsing_ns += other.parsing_ns;
}

Counts Tally::Total() const {
  Counts total;
  for (const auto& [key, counts] : cells) total.Add(counts);
  return total;
}

std::vector<WorstConversation> Tally::Worst(size_t count) const {
  std::vector<WorstConversation> all;
  for (const auto& [key, worst] : conversations) all.push_back(worst);
  std::sort(all.begin(), all.end(), IsWorse);
  if (all.size() > count) all.resize(count);
  return all;
}

}  // namespace presend::replay
