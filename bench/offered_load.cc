// Offers a presendd so many calls a second, whether it keeps up or not, and prints what became of them as one line of
// JSON. Every answer is held against the embedded engine's. `offered_load --help` lists the options.
//
// A call is due at its time of the schedule; what it waits in its gateway for room in the connection counts.
#include <poll.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bench/gateway.h"
#include "rulepack/loader.h"

namespace presend::bench {
namespace {

using Seconds = std::chrono::duration<double>;

struct Options {
  std::string address, rules = "rules", token;
  double rate = 0;
  int in_flight = 64, gateways = 8, batch = 1, deadline_ms = 50;
  double seconds = 5;
  bool heed = false;
};

// One thread, in which all gateways take turns.
class OfferedLoad {
 public:
  OfferedLoad(const Options& options, const std::vector<Question>& questions)
      : options_(options), questions_(questions) {}

  absl::Status Run() {
    if (absl::Status status = ConnectAll(); !status.ok()) return status;
    start_ = Clock::now();
    const auto end = start_ + std::chrono::duration_cast<Clock::duration>(Seconds(options_.seconds));
    for (auto now = start_; now < end || OpenCalls() > 0; now = Clock::now()) {
      if (now < end) AskWhatIsDue(now);
      for (const auto& gateway : gateways_) {
        if (absl::Status status = gateway->Step(now); !status.ok()) return status;
      }
      Wait();
    }
    return absl::OkStatus();
  }

  nlohmann::json Report() {
    std::vector<float>& times = tally_.answered_ms;
    std::sort(times.begin(), times.end());
    const auto at = [&times](double share) {
      return times.empty() ? 0.0F : times[static_cast<size_t>(static_cast<double>(times.size() - 1) * share)];
    };
    return {{"offered", static_cast<double>(asked_) / options_.seconds},
            {"goodput", static_cast<double>(times.size()) / options_.seconds},
            {"codes", tally_.codes},
            {"late", tally_.late},
            {"expired", tally_.expired},
            {"unsent", tally_.unsent},
            {"held", tally_.held},
            {"wrong", tally_.wrong},
            {"p50_ms", at(0.5)},
            {"p99_ms", at(0.99)},
            {"max_ms", at(1)}};
  }

 private:
  absl::Status ConnectAll() {
    Gateway::Terms terms{.address = options_.address,
                         .authorization = options_.token.empty() ? "" : "Bearer " + options_.token,
                         .deadline = std::chrono::milliseconds(options_.deadline_ms),
                         .batch = options_.batch > 1,
                         .heed = options_.heed};
    for (int i = 0; i < options_.gateways; ++i) {
      auto gateway = Gateway::Connect(terms, questions_, tally_);
      if (!gateway.ok()) return gateway.status();
      gateways_.push_back(*std::move(gateway));
    }
    return absl::OkStatus();
  }

  // Without a rate, calls are due when others have ended.
  void AskWhatIsDue(Clock::time_point now) {
    if (options_.rate <= 0) {
      for (size_t open = OpenCalls(); open < static_cast<size_t>(options_.in_flight); ++open) Ask(now);
      return;
    }
    const auto due = [this] {
      return start_ + std::chrono::duration_cast<Clock::duration>(Seconds(static_cast<double>(asked_) / options_.rate));
    };
    while (due() <= now) Ask(due());
  }

  void Ask(Clock::time_point due) {
    gateways_[asked_ % gateways_.size()]->Ask(due, asked_ % questions_.size());
    ++asked_;
  }

  size_t OpenCalls() const {
    size_t sum = 0;
    for (const auto& gateway : gateways_) sum += gateway->open_calls();
    return sum;
  }

  // Until something comes, or a call may be due.
  void Wait() const {
    constexpr double kRareCalls = 2000;  // a sleep is shorter than the time to the next one
    std::vector<pollfd> files;
    for (const auto& gateway : gateways_) {
      const bool write = gateway->connection().wants_to_write();
      files.push_back({gateway->connection().fd(), static_cast<short>(write ? POLLIN | POLLOUT : POLLIN), 0});
    }
    poll(files.data(), files.size(), options_.rate > 0 && options_.rate < kRareCalls ? 1 : 0);
  }

  const Options options_;
  const std::vector<Question>& questions_;
  Tally tally_;
  std::vector<std::unique_ptr<Gateway>> gateways_;
  Clock::time_point start_;
  uint64_t asked_ = 0;
};

void AddOptions(CLI::App& app, Options& options) {
  app.add_option("--address", options.address, "unix:/path or host:port")->required();
  app.add_option("--rules", options.rules, "the rules that the server has")->capture_default_str();
  app.add_option("--token", options.token, "to show with each call");
  app.add_option("--rate", options.rate, "calls a second; 0: the next when one ends")->capture_default_str();
  app.add_option("--in-flight", options.in_flight, "calls at once if there is no rate")->capture_default_str();
  app.add_option("--gateways", options.gateways, "connections")->capture_default_str();
  app.add_option("--batch", options.batch, "messages of a call")->capture_default_str();
  app.add_option("--deadline-ms", options.deadline_ms)->capture_default_str();
  app.add_option("--seconds", options.seconds)->capture_default_str();
  app.add_flag("--heed", options.heed, "pause and limit calls, as presend's client library does");
}

int Main(int argc, char** argv) {
  CLI::App app("Offers a presendd so many calls a second and prints what became of them.");
  Options options;
  AddOptions(app, options);
  CLI11_PARSE(app, argc, argv);
  const auto screener = LoadScreener(options.rules, {.run_examples = false});
  const auto questions = screener.ok() ? Questions(**screener, options.batch) : screener.status();
  absl::Status status = questions.status();
  if (status.ok()) {
    OfferedLoad load(options, *questions);
    status = load.Run();
    std::cout << load.Report() << std::endl;
  }
  if (!status.ok()) std::cerr << "offered_load: " << status.message() << '\n';
  return status.ok() ? 0 : 1;
}

}  // namespace
}  // namespace presend::bench

int main(int argc, char** argv) { return presend::bench::Main(argc, argv); }
