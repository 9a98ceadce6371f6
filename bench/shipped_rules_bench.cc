// The shipped rules on service talk: what a message costs from text to verdict, and how many pass the gate.
//
//   shipped_rules_bench [--benchmark_filter=…]     PRESEND_BENCH_MESSAGES: a file with one message a line
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bench/workload.h"
#include "engine/screener.h"
#include "engine/snapshot.h"
#include "rulepack/loader.h"

namespace presend::bench {
namespace {

const char* RulesDirectory() {
  const char* directory = std::getenv("PRESEND_RULES");
  return directory != nullptr ? directory : PRESEND_SOURCE_DIR "/rules";
}

const RuleSet& ShippedRules() {
  static const RuleSet* rules = new RuleSet(LoadPacks(RulesDirectory())->rules);
  return *rules;
}

void Screen(benchmark::State& state) {
  const auto screener = *Screener::Create(ShippedRules());
  const std::vector<std::string> messages = Messages();
  ScanContext context;
  Verdict verdict;
  Message message;
  message.platform = "jd";
  size_t at = 0, flagged = 0, screened = 0;
  for (auto _ : state) {
    message.text = messages[at];
    if (!screener->Screen(message, context, verdict).ok()) state.SkipWithError("not screened");
    flagged += verdict.action != Action::kAllow;
    ++screened;
    if (++at == messages.size()) at = 0;
  }
  state.counters["flagged"] = static_cast<double>(flagged) / static_cast<double>(screened);
  state.SetItemsProcessed(static_cast<int64_t>(screened));
}

void Gate(benchmark::State& state) {
  const auto snapshot = *Snapshot::Compile(ShippedRules());
  const std::vector<std::string> messages = Messages();
  const Plan& plan = *snapshot->FindPlan("jd", Sender::kAgent);
  constexpr std::pair<Cause, const char*> kCauses[] = {{Cause::kWords, "words"},     {Cause::kPatterns, "patterns"},
                                                       {Cause::kSounds, "sounds"},   {Cause::kParts, "parts"},
                                                       {Cause::kNumbers, "numbers"}, {Cause::kLinks, "links"}};
  size_t at = 0, open = 0, probed = 0;
  std::map<std::string, size_t> causes;
  for (auto _ : state) {
    const Demand demand = plan.gate.Probe(messages[at]);
    open += demand.open();
    ++probed;
    if (probed <= messages.size()) {
      for (const auto& [cause, name] : kCauses) causes[name] += demand.Has(cause);
    }
    if (++at == messages.size()) at = 0;
  }
  state.counters["open"] = static_cast<double>(open) / static_cast<double>(probed);
  const auto counted = static_cast<double>(std::min(probed, messages.size()));
  for (const auto& [name, count] : causes) state.counters[name] = static_cast<double>(count) / counted;
}

void Compile(benchmark::State& state) {
  for (auto _ : state) {
    if (!Screener::Create(ShippedRules()).ok()) state.SkipWithError("not compiled");
  }
}

BENCHMARK(Screen);
BENCHMARK(Gate);
BENCHMARK(Compile)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace presend::bench

BENCHMARK_MAIN();
