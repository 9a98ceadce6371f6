// The whole pipeline against a raw Hyperscan scan of the same words, and each stage alone.
//
//   pipeline_bench --benchmark_repetitions=5 --benchmark_report_aggregates_only=true
//
// Read the ratios of one run: machines differ and are noisy. Every benchmark checks what it finds.
#include <benchmark/benchmark.h>

#include <atomic>
#include <cstdlib>
#include <map>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "bench/workload.h"
#include "engine/database.h"
#include "engine/fold_table.h"
#include "engine/scanner.h"
#include "engine/screener.h"
#include "engine/snapshot.h"
#include "engine/view.h"

namespace {
std::atomic<size_t> allocations{0};
}  // namespace

void* operator new(size_t size) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  if (void* memory = std::malloc(size)) return memory;
  std::abort();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }

namespace presend::bench {
namespace {

// What a word count needs: compiled once, used by every benchmark of that count.
struct Setup {
  std::shared_ptr<const Screener> screener;
  std::unique_ptr<const Snapshot> snapshot;
  Database raw;
  Scratch scratch;
  std::vector<std::string> clean, hitting;

  explicit Setup(size_t count) {
    const std::vector<std::string> words = Words(count);
    screener = *Screener::Create(Rules(words));
    snapshot = *Snapshot::Compile(Rules(words));
    std::vector<std::string> folded;
    for (const std::string& word : words) folded.push_back(ToUtf8(Canonical(word)));
    raw = *Database::FromLiterals(folded);
    if (!raw.Prepare(scratch).ok()) std::abort();
    for (const std::string& message : Messages()) (RawHits(message) == 0 ? clean : hitting).push_back(message);
    if (hitting.empty()) {
      for (size_t i = 0; i < clean.size(); ++i) hitting.push_back(clean[i] + words[i % words.size()] + "。");
    }
  }

  size_t RawHits(const std::string& message) const {
    size_t hits = 0;
    raw.Scan(message, scratch, [&](unsigned, uint32_t, uint32_t) { return ++hits, true; });
    return hits;
  }

  static const Setup& Of(size_t count) {
    static std::map<size_t, std::unique_ptr<Setup>> setups;
    auto& setup = setups[count];
    if (setup == nullptr) setup = std::make_unique<Setup>(count);
    return *setup;
  }
};

template <typename Run>
void Measure(benchmark::State& state, const std::vector<std::string>& messages, Run run) {
  for (const std::string& message : messages) run(message);  // warm
  size_t at = 0;
  const size_t before = allocations;
  for (auto _ : state) {
    run(messages[at]);
    if (++at == messages.size()) at = 0;
  }
  state.counters["allocs"] = benchmark::Counter(static_cast<double>(allocations - before), benchmark::Counter::kAvgIterations);
  state.counters["messages"] = static_cast<double>(messages.size());
}

void RawScan(benchmark::State& state) {
  const Setup& setup = Setup::Of(state.range(0));
  size_t hits = 0;
  Measure(state, setup.clean, [&](const std::string& message) { hits += setup.RawHits(message); });
  if (hits != 0) state.SkipWithError("a clean message was hit");
}

void ScreenAll(benchmark::State& state, const Setup& setup, const std::vector<std::string>& messages, bool flagged,
               bool rewrite) {
  ScanContext context;
  Verdict verdict;
  Message message;
  message.platform = "jd";
  message.rewrite = rewrite;
  size_t wrong = 0;
  Measure(state, messages, [&](const std::string& text) {
    message.text = text;
    if (!setup.screener->Screen(message, context, verdict).ok()) ++wrong;
    wrong += (verdict.action != Action::kAllow) != flagged;
  });
  if (wrong != 0 && !flagged) state.SkipWithError("a clean message was flagged");
}

void PipelineClean(benchmark::State& state) {
  const Setup& setup = Setup::Of(state.range(0));
  ScreenAll(state, setup, setup.clean, false, true);
}

void PipelineHit(benchmark::State& state) {
  const Setup& setup = Setup::Of(state.range(0));
  ScreenAll(state, setup, setup.hitting, true, false);
}

void PipelineHitAndRewrite(benchmark::State& state) {
  const Setup& setup = Setup::Of(state.range(0));
  ScreenAll(state, setup, setup.hitting, true, true);
}

void StageGate(benchmark::State& state) {
  const Setup& setup = Setup::Of(state.range(0));
  const Plan& plan = *setup.snapshot->FindPlan("jd", Sender::kAgent);
  size_t open = 0;
  Measure(state, setup.clean, [&](const std::string& message) { open += plan.gate.Probe(message).open(); });
  state.counters["open"] = static_cast<double>(open) / static_cast<double>(state.iterations() + setup.clean.size());
}

void StageFold(benchmark::State& state) {
  const Setup& setup = Setup::Of(state.range(0));
  View view;
  Measure(state, setup.clean, [&](const std::string& message) {
    BuildView(message, view);
    benchmark::DoNotOptimize(view.text.data());
  });
}

void StageScan(benchmark::State& state) {
  const Setup& setup = Setup::Of(state.range(0));
  const Plan& plan = *setup.snapshot->FindPlan("jd", Sender::kAgent);
  ScanState scan;
  if (!scan.scratch.CopyFrom(setup.snapshot->scratch()).ok()) std::abort();
  Measure(state, setup.clean, [&](const std::string& message) {
    ScanMessage(*setup.snapshot, plan, message, Demand(static_cast<uint8_t>(Cause::kWords)), scan);
  });
}

#define COUNTS ->Arg(1000)->Arg(10000)->Arg(60000)
BENCHMARK(RawScan) COUNTS;
BENCHMARK(PipelineClean) COUNTS;
BENCHMARK(PipelineHit) COUNTS;
BENCHMARK(PipelineHitAndRewrite) COUNTS;
BENCHMARK(StageGate) COUNTS;
BENCHMARK(StageFold)->Arg(10000);
BENCHMARK(StageScan) COUNTS;

}  // namespace
}  // namespace presend::bench

BENCHMARK_MAIN();
