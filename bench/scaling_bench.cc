// How the cost grows: with words, with the length of a message, ordinary and hostile, with shops, with threads.
//
//   scaling_bench [--benchmark_filter=…]
//
// Hostile messages are made to be dear: hits everywhere, nothing but separators, one letter a hundred thousand times.
// Read ns a byte against the ordinary message of the same length: it must neither grow with the length nor be far
// above.
#include <benchmark/benchmark.h>

#include <fstream>
#include <memory>
#include <string>

#include "bench/workload.h"
#include "engine/screener.h"
#include "rulepack/loader.h"

namespace presend::bench {
namespace {

std::shared_ptr<const Screener> Shipped() {
  static const auto* screener =
      new std::shared_ptr<const Screener>(*Screener::Create(LoadPacks(PRESEND_SOURCE_DIR "/rules")->rules));
  return *screener;
}

std::string Repeated(const std::string& unit, size_t code_points) {
  std::string text;
  const size_t times = code_points / ToCodePoints(unit).size() + 1;
  for (size_t i = 0; i < times; ++i) text += unit;
  return text;
}

size_t ResidentMegabytes() {
  std::ifstream status("/proc/self/statm");
  size_t pages = 0;
  status >> pages >> pages;
  return pages * 4096 >> 20;
}

void ScreenOne(benchmark::State& state, const Screener& screener, const std::string& text,
               const std::string& shop = "") {
  ScanContext context;
  Verdict verdict;
  Message message;
  message.text = text;
  message.platform = "jd";
  message.shop = shop;
  message.rewrite = false;
  for (auto _ : state) {
    if (!screener.Screen(message, context, verdict).ok()) state.SkipWithError("not screened");
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * text.size()));
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations() * ToCodePoints(text).size()));
  state.counters["findings"] = static_cast<double>(verdict.findings.size());
}

void Length(benchmark::State& state, const char* unit) {
  ScreenOne(state, *Shipped(), Repeated(unit, static_cast<size_t>(state.range(0))));
}

#define LENGTHS ->Arg(10)->Arg(100)->Arg(1000)->Arg(10000)
BENCHMARK_CAPTURE(Length, ordinary, "您的退款申请已经提交给财务部门审核，请您留意一下物流信息的更新。") LENGTHS;
BENCHMARK_CAPTURE(Length, ordinary_english, "hello thank you for your order ") LENGTHS;
BENCHMARK_CAPTURE(Length, hit_storm, "淘宝") LENGTHS;
BENCHMARK_CAPTURE(Length, hits_of_many_rules, "加微信") LENGTHS;
BENCHMARK_CAPTURE(Length, address_storm, "亲，") LENGTHS;
BENCHMARK_CAPTURE(Length, exceptions, "亲爱的，亲，") LENGTHS;
BENCHMARK_CAPTURE(Length, conditions, "微信不方便") LENGTHS;
BENCHMARK_CAPTURE(Length, separators, "！，…~ ") LENGTHS;
BENCHMARK_CAPTURE(Length, one_letter, "微") LENGTHS->Arg(100000);
BENCHMARK_CAPTURE(Length, emoji, "❤➕🐱") LENGTHS;
BENCHMARK_CAPTURE(Length, signs, "1+") LENGTHS;
BENCHMARK_CAPTURE(Length, leet, "a1b2c3") LENGTHS;
BENCHMARK_CAPTURE(Length, spelled, "w ei x in") LENGTHS;
BENCHMARK_CAPTURE(Length, digits, "13800138000") LENGTHS;
BENCHMARK_CAPTURE(Length, numerals, "一三八零") LENGTHS;
BENCHMARK_CAPTURE(Length, homophones, "薇芯知付宝") LENGTHS;
BENCHMARK_CAPTURE(Length, parts, "犭苗弓虽女子") LENGTHS;
BENCHMARK_CAPTURE(Length, hosts, "a.b.c.com/") LENGTHS;
BENCHMARK_CAPTURE(Length, addresses, "a@b.c") LENGTHS;
BENCHMARK_CAPTURE(Length, web_prefixes, "www.") LENGTHS;
BENCHMARK_CAPTURE(Length, brackets, "([{点com") LENGTHS;
BENCHMARK_CAPTURE(Length, invalid_utf8, "\xE6\xB7")->Arg(10)->Arg(100)->Arg(1000)->Arg(10000);

void WordCount(benchmark::State& state) {
  const auto screener = *Screener::Create(Rules(Words(static_cast<size_t>(state.range(0)))));
  ScreenOne(state, *screener, "您的退款申请已经提交给财务部门审核，请您留意一下物流信息的更新。");
  state.counters["resident_MB"] = static_cast<double>(ResidentMegabytes());
}
BENCHMARK(WordCount)->Arg(100)->Arg(1000)->Arg(10000)->Arg(100000);

void Build(benchmark::State& state) {
  const auto words = Words(static_cast<size_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(Screener::Create(Rules(words)));
}
BENCHMARK(Build)->Arg(100)->Arg(1000)->Arg(10000)->Arg(100000)->Unit(benchmark::kMillisecond)->Iterations(1);

// Each shop excuses three words of its own.
void Shops(benchmark::State& state) {
  RuleSet rules = Rules(Words(10000));
  for (int64_t shop = 0; shop < state.range(0); ++shop) {
    for (size_t i = 0; i < 3; ++i) {
      const std::string& word = rules.rules[0].words[(static_cast<size_t>(shop) * 3 + i) % rules.rules[0].words.size()];
      rules.rules[0].shop_exceptions.push_back({"shop" + std::to_string(shop), word + "牌"});
    }
  }
  const auto screener = *Screener::Create(std::move(rules));
  ScreenOne(state, *screener, "您的退款申请已经提交给财务部门审核，请您留意一下物流信息的更新。", "shop1");
}
BENCHMARK(Shops)->Arg(1)->Arg(100)->Arg(10000);

void Threads(benchmark::State& state) {
  ScreenOne(state, *Shipped(), "您的退款申请已经提交给财务部门审核，请您留意一下物流信息的更新。");
}
BENCHMARK(Threads)->Threads(1)->Threads(2)->Threads(4)->UseRealTime();

}  // namespace
}  // namespace presend::bench

BENCHMARK_MAIN();
