// presend, raw Hyperscan and RE2::Set as peers of one another: the protocol is in bench/peers/README.md.
//
//   native_peers MATCHER SECONDS WORDS MESSAGES...
#include <hs.h>
#ifdef PRESEND_PEERS_RE2
#include <re2/re2.h>
#include <re2/set.h>
#endif

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bench/workload.h"
#include "engine/database.h"
#include "engine/screener.h"
#include "engine/snapshot.h"

namespace presend::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Matcher = std::function<size_t(const std::string&)>;  // hits in a message

constexpr double kRoundSeconds = 0.002;

[[noreturn]] void Fail(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::exit(1);
}

std::vector<std::string> ReadLines(const char* path) {
  std::ifstream file(path);
  if (!file) Fail(std::string("cannot read ") + path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

double SecondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

RuleSet WordRule(const std::vector<std::string>& words) {
  RuleSet rules = Rules(words);
  rules.rules[0].boundary = Boundary::kNone;
  return rules;
}

Matcher Presend(RuleSet rules) {
  auto screener = Screener::Create(std::move(rules));
  if (!screener.ok()) Fail(screener.status().ToString());
  struct State {
    std::shared_ptr<const Screener> screener;
    ScanContext context;
    Verdict verdict;
    Message message;
  };
  auto state = std::make_shared<State>();
  state->screener = *screener;
  state->message.platform = "jd";
  state->message.rewrite = false;  // no peer mends what it finds
  return [state](const std::string& text) {
    state->message.text = text;
    if (!state->screener->Screen(state->message, state->context, state->verdict).ok()) Fail("not screened");
    return state->verdict.findings.size();
  };
}

// presend's first step alone: 1 for a message that it lets through to the others.
Matcher PresendGate(const std::vector<std::string>& words) {
  auto snapshot = Snapshot::Compile(WordRule(words));
  if (!snapshot.ok()) Fail(snapshot.status().ToString());
  std::shared_ptr<const Snapshot> shared = std::move(*snapshot);
  const Plan* plan = shared->FindPlan("jd", Sender::kAgent);
  return [shared, plan](const std::string& text) { return size_t{plan->gate.Probe(text).open()}; };
}

Matcher Hyperscan(const std::vector<std::string>& words) {
  auto database = std::make_shared<Database>(*Database::FromLiterals(words));
  auto scratch = std::make_shared<Scratch>();
  if (!database->Prepare(*scratch).ok()) Fail("no scratch");
  return [database, scratch](const std::string& text) {
    size_t hits = 0;
    database->Scan(text, *scratch, [&](unsigned, uint32_t, uint32_t) { return ++hits, true; });
    return hits;
  };
}

#ifdef PRESEND_PEERS_RE2
Matcher Re2Set(const std::vector<std::string>& words) {
  RE2::Options options;
  options.set_literal(true);
  options.set_encoding(RE2::Options::EncodingLatin1);  // bytes: a smaller automaton for the same literals
  options.set_max_mem(int64_t{4} << 30);               // so that the automaton is never thrown away
  auto set = std::make_shared<RE2::Set>(options, RE2::UNANCHORED);
  for (const std::string& word : words) {
    if (set->Add(word, nullptr) < 0) Fail("RE2 refuses a word");
  }
  if (!set->Compile()) Fail("RE2::Set runs out of memory");
  auto found = std::make_shared<std::vector<int>>();
  return [set, found](const std::string& text) {
    RE2::Set::ErrorInfo error;
    if (!set->Match(text, found.get(), &error) && error.kind != RE2::Set::kNoError) Fail("RE2::Set gives up");
    return found->size();
  };
}
#endif

Matcher Build(const std::string& name, const std::vector<std::string>& words, std::string& version) {
  version = "this checkout";
  if (name == "presend") return Presend(WordRule(words));
  if (name == "presend-gate") return PresendGate(words);
  if (name == "presend-sound") {
    RuleSet rules = WordRule(words);
    rules.rules[0].folds = FoldSet::All();
    return Presend(std::move(rules));
  }
  version = hs_version();
  if (name == "hyperscan") return Hyperscan(words);
  version = "libre2-dev";
#ifdef PRESEND_PEERS_RE2
  if (name == "re2") return Re2Set(words);
#endif
  Fail("not built with " + name);
}

// Nanoseconds a message, one figure a round; a round is as many passes over the messages as fill two milliseconds.
std::vector<double> Time(const Matcher& matcher, const std::vector<std::string>& messages, double seconds) {
  size_t passes = 0, hits = 0;
  const auto pass = [&] {
    for (const std::string& message : messages) hits += matcher(message);
  };
  const auto warm = Clock::now();
  for (; passes == 0 || SecondsSince(warm) < 2 * seconds; ++passes) pass();
  const size_t passes_a_round = std::max<size_t>(1, passes * kRoundSeconds / SecondsSince(warm));
  std::vector<double> rounds;
  for (const auto start = Clock::now(); rounds.size() < 3 || SecondsSince(start) < seconds;) {
    const auto begin = Clock::now();
    for (size_t i = 0; i < passes_a_round; ++i) pass();
    rounds.push_back(SecondsSince(begin) * 1e9 / static_cast<double>(passes_a_round * messages.size()));
  }
  if (hits == static_cast<size_t>(-1)) std::puts("");  // the hits are used
  return rounds;
}

void PrintSet(const Matcher& matcher, const std::vector<std::string>& messages, double seconds) {
  std::printf("{\"hits\": [");
  for (size_t i = 0; i < messages.size(); ++i) std::printf("%s%zu", i == 0 ? "" : ", ", matcher(messages[i]));
  std::printf("], \"ns\": [");
  const std::vector<double> rounds = Time(matcher, messages, seconds);
  for (size_t i = 0; i < rounds.size(); ++i) std::printf("%s%.1f", i == 0 ? "" : ", ", rounds[i]);
  std::printf("]}");
}

void Run(const char* name, double seconds, const char* words_path, char** message_paths, int count) {
  const std::vector<std::string> words = ReadLines(words_path);
  std::string version;
  const auto start = Clock::now();
  const Matcher matcher = Build(name, words, version);
  std::printf("{\"version\": \"%s\", \"build_ms\": %.0f, \"sets\": [", version.c_str(), SecondsSince(start) * 1e3);
  for (int i = 0; i < count; ++i) {
    if (i > 0) std::printf(", ");
    PrintSet(matcher, ReadLines(message_paths[i]), seconds);
  }
  std::printf("]}\n");
}

}  // namespace
}  // namespace presend::bench

int main(int argc, char** argv) {
  if (argc < 5) {
    std::fprintf(stderr, "usage: native_peers MATCHER SECONDS WORDS MESSAGES...\n");
    return 2;
  }
  presend::bench::Run(argv[1], std::atof(argv[2]), argv[3], argv + 4, argc - 4);
}
