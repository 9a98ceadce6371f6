// Screen against an empty echo service of the same messages, in the same process layout, over Unix sockets.
//
//   service_bench [seconds per round, default 1] [rounds, default 5]
//
// The two servers are measured in turn and the medians of the rounds' ratios printed: throughput of unary calls with 64
// in flight, latency with one in flight, throughput of batches of 64 with 4 in flight. Answers are checked.
#include <grpcpp/grpcpp.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "bench/median.h"
#include "bench/workload.h"
#include "daemon/server.h"
#include "presend/v1/screening.grpc.pb.h"

namespace presend::bench {
namespace {

using Clock = std::chrono::steady_clock;

// Takes what Screen takes and says nothing.
class Echo final : public v1::ScreeningService::CallbackService {
  grpc::ServerUnaryReactor* Screen(grpc::CallbackServerContext* call, const v1::ScreenRequest* request,
                                   v1::ScreenResponse* response) override {
    response->set_message_id(request->message_id());
    response->set_verdict(v1::VERDICT_ALLOW);
    return Finish(call);
  }
  grpc::ServerUnaryReactor* ScreenBatch(grpc::CallbackServerContext* call, const v1::ScreenBatchRequest* request,
                                        v1::ScreenBatchResponse* response) override {
    for (const auto& one : request->requests()) {
      v1::ScreenResponse* answer = response->add_responses();
      answer->set_message_id(one.message_id());
      answer->set_verdict(v1::VERDICT_ALLOW);
    }
    return Finish(call);
  }
  static grpc::ServerUnaryReactor* Finish(grpc::CallbackServerContext* call) {
    auto* reactor = call->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

// One way to call a service, with its requests made beforehand.
struct Unary {
  using Request = v1::ScreenRequest;
  using Response = v1::ScreenResponse;
  static constexpr int kMessages = 1;
  static void Call(v1::ScreeningService::Stub& stub, grpc::ClientContext* context, const Request* request,
                   Response* response, std::function<void(grpc::Status)> done) {
    stub.async()->Screen(context, request, response, std::move(done));
  }
  static bool Right(const Response& response) { return response.verdict() == v1::VERDICT_ALLOW; }
};

struct Batch {
  using Request = v1::ScreenBatchRequest;
  using Response = v1::ScreenBatchResponse;
  static constexpr int kMessages = 64;
  static void Call(v1::ScreeningService::Stub& stub, grpc::ClientContext* context, const Request* request,
                   Response* response, std::function<void(grpc::Status)> done) {
    stub.async()->ScreenBatch(context, request, response, std::move(done));
  }
  static bool Right(const Response& response) {
    return response.responses_size() == kMessages && response.responses(0).verdict() == v1::VERDICT_ALLOW;
  }
};

v1::ScreenRequest RequestOf(const std::string& text) {
  v1::ScreenRequest request;
  request.set_message_id("m-1");
  request.set_platform("jd");
  request.set_sender("agent");
  request.set_text(text);
  return request;
}

struct Result {
  double per_second = 0;  // messages
  double p50_us = 0;
  double p99_us = 0;
};

// Keeps `in_flight` calls going for some seconds.
template <typename Way>
class Load {
 public:
  Load(v1::ScreeningService::Stub& stub, const std::vector<typename Way::Request>& requests, int in_flight)
      : stub_(stub), requests_(requests), slots_(in_flight) {}

  Result Run(double seconds) {
    const auto start = Clock::now();
    end_ = start + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
    open_ = static_cast<int>(slots_.size());
    for (Slot& slot : slots_) Start(slot);
    std::unique_lock lock(mutex_);
    all_done_.wait(lock, [&] { return open_ == 0; });
    return Sum(std::chrono::duration<double>(Clock::now() - start).count());
  }

 private:
  struct Slot {
    std::unique_ptr<grpc::ClientContext> context;
    typename Way::Response response;
    Clock::time_point sent;
    std::vector<float> took_us;
    size_t at = 0;
  };

  void Start(Slot& slot) {
    slot.context = std::make_unique<grpc::ClientContext>();
    slot.sent = Clock::now();
    const auto& request = requests_[slot.at++ % requests_.size()];
    Way::Call(stub_, slot.context.get(), &request, &slot.response, [this, &slot](grpc::Status status) {
      const auto now = Clock::now();
      if (!status.ok() || !Way::Right(slot.response)) {
        std::fprintf(stderr, "wrong answer: %s\n", status.error_message().c_str());
        std::exit(1);
      }
      slot.took_us.push_back(std::chrono::duration<float, std::micro>(now - slot.sent).count());
      if (now < end_) return Start(slot);
      std::lock_guard lock(mutex_);
      if (--open_ == 0) all_done_.notify_one();
    });
  }

  Result Sum(double seconds) {
    std::vector<float> all;
    for (Slot& slot : slots_) all.insert(all.end(), slot.took_us.begin(), slot.took_us.end());
    std::sort(all.begin(), all.end());
    return {static_cast<double>(all.size()) * Way::kMessages / seconds, all[all.size() / 2], all[all.size() * 99 / 100]};
  }

  v1::ScreeningService::Stub& stub_;
  const std::vector<typename Way::Request>& requests_;
  std::vector<Slot> slots_;
  Clock::time_point end_;
  std::mutex mutex_;
  std::condition_variable all_done_;
  int open_ = 0;
};

struct Contest {
  std::unique_ptr<v1::ScreeningService::Stub> screen, echo;
  double seconds;
  int rounds;

  template <typename Way>
  void Run(const char* name, const std::vector<typename Way::Request>& requests, int in_flight) {
    std::vector<double> throughput, p50, p99, screen_rate, echo_rate, screen_p50, echo_p50;
    for (int round = 0; round <= rounds; ++round) {  // the first warms up
      const Result a = Load<Way>(*screen, requests, in_flight).Run(seconds);
      const Result b = Load<Way>(*echo, requests, in_flight).Run(seconds);
      if (round == 0) continue;
      throughput.push_back(a.per_second / b.per_second);
      p50.push_back(a.p50_us / b.p50_us);
      p99.push_back(a.p99_us / b.p99_us);
      screen_rate.push_back(a.per_second);
      echo_rate.push_back(b.per_second);
      screen_p50.push_back(a.p50_us);
      echo_p50.push_back(b.p50_us);
    }
    std::printf("%-22s throughput %.3f of the echo's (%.0f/s, echo %.0f/s); p50 x%.3f (%.0f us, echo %.0f us), p99 x%.3f\n",
                name, Median(throughput), Median(screen_rate), Median(echo_rate), Median(p50), Median(screen_p50),
                Median(echo_p50), Median(p99));
  }
};

std::unique_ptr<v1::ScreeningService::Stub> Connect(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return v1::ScreeningService::NewStub(
      grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments));
}

std::vector<v1::ScreenBatchRequest> BatchesOf(const std::vector<v1::ScreenRequest>& requests) {
  std::vector<v1::ScreenBatchRequest> batches(4);
  for (size_t i = 0; i < batches.size(); ++i) {
    for (int k = 0; k < Batch::kMessages; ++k) *batches[i].add_requests() = requests[(i * 31 + k) % requests.size()];
  }
  return batches;
}

int Main(int argc, char** argv) {
  const std::string folder = std::filesystem::temp_directory_path() / ("presend-bench-" + std::to_string(getpid()));
  ServeOptions options;
  options.listen = {"unix:" + folder + ".screen"};
  options.log_level = "warn";
  auto server = Server::Start(options, [](const std::string&) { return Screener::Create(Rules(Words(10000))); });
  if (!server.ok()) return std::fprintf(stderr, "%s\n", server.status().ToString().c_str()), 1;
  Echo echo;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("unix:" + folder + ".echo", grpc::InsecureServerCredentials());
  builder.RegisterService(&echo);
  auto echo_server = builder.BuildAndStart();

  std::vector<v1::ScreenRequest> requests;
  for (const std::string& text : Messages()) requests.push_back(RequestOf(text));
  Contest contest{Connect(options.listen[0]), Connect("unix:" + folder + ".echo"), argc > 1 ? std::atof(argv[1]) : 1,
                  argc > 2 ? std::atoi(argv[2]) : 5};
  contest.Run<Unary>("unary, 1 in flight", requests, 1);
  contest.Run<Unary>("unary, 64 in flight", requests, 64);
  contest.Run<Batch>("batches of 64, 4", BatchesOf(requests), 4);
  contest.screen.reset();
  contest.echo.reset();
  (*server)->Drain();
  echo_server->Shutdown();
  return 0;
}

}  // namespace
}  // namespace presend::bench

int main(int argc, char** argv) { return presend::bench::Main(argc, argv); }
