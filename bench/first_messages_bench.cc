// What the first messages after new rules cost, beside those just before: does it pay to screen some before publishing?
//
//   first_messages_bench [reloads, default 40] [words, default 60000]
//
// One caller over a Unix socket, one message in flight: the medians over the reloads, in microseconds, of the slowest
// and of the average of the first messages. Once as the server is; once with rules that have screened all messages in
// the loading thread, the shipped rules' examples as well, before they were published.
#include <grpcpp/grpcpp.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <numeric>
#include <string>
#include <thread>
#include <vector>

#include "bench/median.h"
#include "bench/workload.h"
#include "daemon/log.h"
#include "daemon/server.h"
#include "presend/v1/screening.grpc.pb.h"
#include "rulepack/examples.h"
#include "rulepack/loader.h"

namespace presend::bench {
namespace {

using Clock = std::chrono::steady_clock;
constexpr size_t kAsked = 100;  // messages after each reload

RuleSet ShippedAnd(size_t words) {
  RuleSet set = LoadPacks(PRESEND_SOURCE_DIR "/rules")->rules;
  set.rules.push_back(Rules(Words(words)).rules[0]);
  return set;
}

// Ordinary ones, and one in ten that holds a word.
std::vector<v1::ScreenRequest> Requests() {
  std::vector<v1::ScreenRequest> requests;
  const std::vector<std::string> words = Words(100);
  for (const std::string& text : Messages()) {
    v1::ScreenRequest request;
    request.set_platform("jd");
    request.set_text(requests.size() % 10 == 9 ? text + words[requests.size() % words.size()] : text);
    requests.push_back(std::move(request));
  }
  return requests;
}

void WarmUp(const Screener& screener) {
  ScanContext context;
  Verdict verdict;
  Message message;
  message.platform = "jd";
  for (const v1::ScreenRequest& request : Requests()) {
    message.text = request.text();
    (void)screener.Screen(message, context, verdict);
  }
  (void)RunExamples(LoadPacks(PRESEND_SOURCE_DIR "/rules")->examples, screener);
}

std::vector<double> Ask(v1::ScreeningService::Stub& stub, const std::vector<v1::ScreenRequest>& requests) {
  std::vector<double> took_us;
  for (size_t i = 0; i < kAsked; ++i) {
    grpc::ClientContext call;
    v1::ScreenResponse response;
    const auto start = Clock::now();
    if (!stub.Screen(&call, requests[i % requests.size()], &response).ok()) std::exit(1);
    took_us.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count());
  }
  return took_us;
}

struct Rounds {
  std::vector<double> first, ten, hundred, slowest;

  void Add(const std::vector<double>& us) {
    const auto mean = [&us](size_t n) {
      return std::accumulate(us.begin(), us.begin() + n, 0.0) / static_cast<double>(n);
    };
    first.push_back(us[0]);
    ten.push_back(mean(10));
    hundred.push_back(mean(kAsked));
    slowest.push_back(*std::max_element(us.begin(), us.end()));
  }
  void Print(const char* name) const {
    std::printf("%-44s first %5.0f; mean of 10 %5.0f, of 100 %5.0f; slowest %5.0f\n", name, Median(first), Median(ten),
                Median(hundred), Median(slowest));
  }
};

int Main(int argc, char** argv) {
  const int reloads = argc > 1 ? std::atoi(argv[1]) : 40;
  const RuleSet rules = ShippedAnd(argc > 2 ? static_cast<size_t>(std::atoi(argv[2])) : 60'000);
  bool warm = false;
  ServeOptions options;
  options.listen = {"unix:" +
                    (std::filesystem::temp_directory_path() / ("presend-bench-" + std::to_string(getpid()))).string()};
  SetLogLevel("error");
  auto server = Server::Start(options, [&](const std::string&) -> absl::StatusOr<std::shared_ptr<const Screener>> {
    auto made = Screener::Create(rules);
    if (made.ok() && warm) WarmUp(**made);
    return made;
  });
  if (!server.ok()) return std::fprintf(stderr, "%s\n", server.status().ToString().c_str()), 1;
  const auto stub =
      v1::ScreeningService::NewStub(grpc::CreateChannel(options.listen[0], grpc::InsecureChannelCredentials()));
  const std::vector<v1::ScreenRequest> requests = Requests();
  Rounds before, paused, as_is, warmed;
  (void)Ask(*stub, requests);
  for (int i = 0; i < 2 * reloads; ++i) {
    warm = i % 2 == 1;
    before.Add(Ask(*stub, requests));
    const auto start = Clock::now();
    if (!(*server)->Reload().ok()) return 1;
    const auto took = Clock::now() - start;
    (warm ? warmed : as_is).Add(Ask(*stub, requests));
    std::this_thread::sleep_for(took);
    paused.Add(Ask(*stub, requests));
  }
  before.Print("without a pause");
  paused.Print("after a pause as long as a reload");
  as_is.Print("after a reload");
  warmed.Print("after a reload, all screened before publishing");
  (*server)->Drain();
  return 0;
}

}  // namespace
}  // namespace presend::bench

int main(int argc, char** argv) { return presend::bench::Main(argc, argv); }
