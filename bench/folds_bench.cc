// What each disguise costs: one message of service talk, clean, with a plain hit, and with the hit disguised in each
// way.
//
//   folds_bench [--benchmark_filter=…]
//
// The shipped rules, without rewriting. A row whose disguise is not undone, or not named, is an error.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "engine/fold.h"
#include "engine/screener.h"
#include "rulepack/loader.h"

namespace presend::bench {
namespace {

// Every row stands in this sentence, so that the rows differ in the disguise alone.
std::string Sentence(const std::string& shop) {
  return "您好，这款商品在" + shop + "也有卖的，您拍下以后我们会尽快安排发货";
}

struct Disguise {
  const char* fold;  // its name; empty: none
  std::string shop;
  bool flagged = true;
};

const std::vector<Disguise>& Disguises() {
  static const auto& disguises = *new std::vector<Disguise>{{"clean", "本店", false},
                                                            {"plain", "淘宝"},
                                                            {"width", "ＴａｏＢａｏ"},
                                                            {"case", "TaoBao"},
                                                            {"script", "淘寶"},
                                                            {"enclosed", "ⓣⓐⓞⓑⓐⓞ"},
                                                            {"confusable", "tаobао"},
                                                            {"invisible", "淘\u200b宝"},
                                                            {"separator", "淘.宝"},
                                                            {"repeat", "淘淘宝宝"},
                                                            {"sound", "桃宝"},
                                                            {"shape", "氵匋宝"},
                                                            {"emoji", "淘💎"},
                                                            {"leet", "ta0bao"},
                                                            {"numeral", "一三八零零一三八零零零"},
                                                            {"link-spelling", "taobao点com"}};
  return disguises;
}

std::shared_ptr<const Screener> Shipped() {
  static const auto* screener =
      new std::shared_ptr<const Screener>(*Screener::Create(LoadPacks(PRESEND_SOURCE_DIR "/rules")->rules));
  return *screener;
}

// Whether the verdict is what the row stands for: its fold undone, or none.
bool IsRight(const Verdict& verdict, const Disguise& disguise) {
  const auto fold = ParseFold(disguise.fold);
  if (verdict.findings.empty() || !disguise.flagged) return verdict.findings.empty() && !disguise.flagged;
  return std::any_of(verdict.findings.begin(), verdict.findings.end(),
                     [&](const Finding& finding) { return fold ? finding.folds.has(*fold) : finding.folds.empty(); });
}

void ScreenRepeatedly(benchmark::State& state, const Message& message, const Disguise& disguise) {
  const auto screener = Shipped();
  ScanContext context;
  Verdict verdict;
  if (!screener->Screen(message, context, verdict).ok() || !IsRight(verdict, disguise)) {
    return state.SkipWithError("the disguise is not undone");
  }
  size_t wrong = 0;
  for (auto _ : state) {
    wrong += !screener->Screen(message, context, verdict).ok();
    wrong += verdict.findings.empty() == disguise.flagged;
  }
  if (wrong != 0) state.SkipWithError("the verdict changed");
  state.counters["findings"] = static_cast<double>(verdict.findings.size());
  state.counters["bytes"] = static_cast<double>(message.text.size());
}

void Disguised(benchmark::State& state, const Disguise& disguise) {
  const std::string text = Sentence(disguise.shop);
  ScreenRepeatedly(state, {.text = text, .platform = "jd", .rewrite = false}, disguise);
}

// The word is begun in the message before.
void Split(benchmark::State& state) {
  const std::string text = "宝也有卖的，您拍下以后我们会尽快安排发货";
  const Disguise disguise{"split", ""};
  ScreenRepeatedly(state, {.text = text, .platform = "jd", .rewrite = false, .recent = {"您好，这款商品在淘"}},
                   disguise);
}

}  // namespace
}  // namespace presend::bench

int main(int argc, char** argv) {
  using namespace presend::bench;  // NOLINT: the rows are made here
  for (const Disguise& disguise : Disguises()) {
    benchmark::RegisterBenchmark(disguise.fold, [&disguise](benchmark::State& state) { Disguised(state, disguise); });
  }
  benchmark::RegisterBenchmark("split", Split);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
