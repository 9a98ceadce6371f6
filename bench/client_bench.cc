// What the client library costs over a bare call of the generated stub: the same daemon, the same messages, in turn.
//
//   client_bench [seconds per round, default 1] [rounds, default 7]
//
// Prints medians of the rounds, and the median of the rounds' ratios: time of a blocking call with one and with 16
// threads, throughput of asynchronous calls with 64 in flight, time of a batch of 64. Answers are checked.
#include <grpcpp/grpcpp.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "bench/median.h"
#include "bench/workload.h"
#include "client/gatekeeper.h"
#include "daemon/server.h"
#include "presend/v1/screening.grpc.pb.h"

namespace presend::bench {
namespace {

using Clock = std::chrono::steady_clock;
using client::Gatekeeper;
using client::Outcome;

constexpr int kBatch = 64;
constexpr int kInFlight = 64;

void Check(bool right) {
  if (right) return;
  std::fprintf(stderr, "client_bench: no verdict\n");
  std::exit(1);
}

// The median time of `call` in microseconds, of some threads that call without pause.
double TimeOf(const std::function<void()>& call, int threads, double seconds) {
  std::vector<std::vector<double>> took(threads);
  std::vector<std::thread> callers;
  const auto end = Clock::now() + std::chrono::duration<double>(seconds);
  for (auto& mine : took) {
    callers.emplace_back([&] {
      for (auto start = Clock::now(); start < end;) {
        call();
        const auto now = Clock::now();
        mine.push_back(std::chrono::duration<double, std::micro>(now - start).count());
        start = now;
      }
    });
  }
  for (auto& caller : callers) caller.join();
  std::vector<double> all;
  for (const auto& mine : took) all.insert(all.end(), mine.begin(), mine.end());
  return Median(std::move(all));
}

// Microseconds a call when `kInFlight` are kept going; `start` starts one and must see to it that its argument is
// called.
double PaceOf(const std::function<void(std::function<void()>)>& start, double seconds) {
  const auto begin = Clock::now();
  const auto end = begin + std::chrono::duration<double>(seconds);
  std::atomic<int> done{0}, open{kInFlight};
  std::function<void()> next = [&] {
    ++done;
    if (Clock::now() < end) return start(next);
    if (--open == 0) open.notify_one();
  };
  for (int i = 0; i < kInFlight; ++i) start(next);
  for (int left = open; left > 0; left = open) open.wait(left);
  return std::chrono::duration<double, std::micro>(Clock::now() - begin).count() / done;
}

// Both ways, in turn.
void Compare(const char* name, int rounds, const std::function<double()>& bare, const std::function<double()>& ours) {
  std::vector<double> bare_us, our_us, ratios;
  for (int round = 0; round <= rounds; ++round) {
    const double a = bare(), b = ours();
    if (round == 0) continue;  // warms up
    bare_us.push_back(a);
    our_us.push_back(b);
    ratios.push_back(b / a);
  }
  std::printf("%-26s stub %8.1f us, client %8.1f us, ratio %.3f (%.3f to %.3f)\n", name, Median(bare_us),
              Median(our_us), Median(ratios), *std::min_element(ratios.begin(), ratios.end()),
              *std::max_element(ratios.begin(), ratios.end()));
}

struct Bare {
  std::unique_ptr<v1::ScreeningService::Stub> stub;

  static void Limit(grpc::ClientContext& context) {
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
  }
  void Screen(const v1::ScreenRequest& request) const {
    grpc::ClientContext context;
    Limit(context);
    v1::ScreenResponse response;
    Check(stub->Screen(&context, request, &response).ok() && response.verdict() == v1::VERDICT_ALLOW);
  }
  void ScreenBatch(const v1::ScreenBatchRequest& batch) const {
    grpc::ClientContext context;
    Limit(context);
    v1::ScreenBatchResponse responses;
    Check(stub->ScreenBatch(&context, batch, &responses).ok() && responses.responses_size() == kBatch);
  }
  void ScreenAsync(const v1::ScreenRequest& request, std::function<void()> done) const {
    struct Call {
      grpc::ClientContext context;
      v1::ScreenRequest request;
      v1::ScreenResponse response;
    };
    const auto call = std::make_shared<Call>();
    Limit(call->context);
    call->request = request;
    stub->async()->Screen(&call->context, &call->request, &call->response,
                          [call, done = std::move(done)](const grpc::Status& status) {
                            Check(status.ok());
                            done();
                          });
  }
};

int Main(double seconds, int rounds) {
  const std::string socket = std::filesystem::temp_directory_path() / ("presend-bench-" + std::to_string(getpid()));
  ServeOptions options;
  options.listen = {"unix:" + socket};
  options.log_level = "warn";
  auto server = Server::Start(options, [](const std::string&) { return Screener::Create(Rules(Words(10000))); });
  client::Options patient;
  patient.timeout = absl::Seconds(10);
  auto gate = Gatekeeper::Connect(options.listen[0], client::FailurePolicy::kFailClosed, patient);
  Check(server.ok() && gate.ok() && (*gate)->WaitUntilConnected(absl::Seconds(10)));
  const Bare bare{
      v1::ScreeningService::NewStub(grpc::CreateChannel(options.listen[0], grpc::InsecureChannelCredentials()))};

  v1::ScreenRequest request;
  request.set_platform("jd");
  request.set_text(Messages()[0]);
  v1::ScreenBatchRequest batch;
  for (int i = 0; i < kBatch; ++i) *batch.add_requests() = request;

  const auto bare_one = [&] { bare.Screen(request); };
  const auto our_one = [&] { Check((*gate)->Screen(request).MaySend()); };
  for (const int threads : {1, 16}) {
    Compare(
        threads == 1 ? "Screen, 1 thread" : "Screen, 16 threads", rounds,
        [&] { return TimeOf(bare_one, threads, seconds); }, [&] { return TimeOf(our_one, threads, seconds); });
  }
  Compare(
      "batch of 64, 1 thread", rounds, [&] { return TimeOf([&] { bare.ScreenBatch(batch); }, 1, seconds); },
      [&] { return TimeOf([&] { Check((*gate)->ScreenBatch(batch)[0].MaySend()); }, 1, seconds); });
  const auto our_async = [&](std::function<void()> done) {
    (*gate)->ScreenAsync(request, [done = std::move(done)](const Outcome& outcome) {
      Check(outcome.MaySend());
      done();
    });
  };
  Compare(
      "asynchronous, 64 in flight", rounds,
      [&] { return PaceOf([&](auto done) { bare.ScreenAsync(request, std::move(done)); }, seconds); },
      [&] { return PaceOf(our_async, seconds); });
  return 0;
}

}  // namespace
}  // namespace presend::bench

int main(int argc, char** argv) {
  return presend::bench::Main(argc > 1 ? std::atof(argv[1]) : 1, argc > 2 ? std::atoi(argv[2]) : 7);
}
