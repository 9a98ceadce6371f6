// The shipped rules on service talk: what a message costs from text to verdict, and how many pass the gate.
//
//   shipped_rules_bench [--benchmark_filter=…]     PRESEND_BENCH_MESSAGES: a file with one message a line
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
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
  size_t at = 0, open = 0, sounds = 0, parts = 0, probed = 0;
  for (auto _ : state) {
    const auto demand = plan.gate.Probe(messages[at]);
    open += demand.open;
    sounds += demand.sounds;
    parts += demand.parts;
    ++probed;
    if (++at == messages.size()) at = 0;
  }
  const auto share = [&](size_t part) { return static_cast<double>(part) / static_cast<double>(probed); };
  state.counters["open"] = share(open);
  state.counters["sounds"] = share(sounds);
  state.counters["parts"] = share(parts);
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
