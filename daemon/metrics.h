// What is counted, for Prometheus. Each thread counts for itself; a scrape adds up.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "daemon/per_thread.h"
#include "presend/v1/screening.pb.h"
#include "prometheus/metric_family.h"

namespace presend {

// How a call came in.
enum class Way : uint8_t { kScreen, kScreenBatch, kScreenStream, kHttp };
inline constexpr size_t kWays = 4;

// Why a call was turned away at the door.
enum class Shed : uint8_t { kQueue, kStreams, kQuota };
inline constexpr size_t kSheds = 3;

// Upper bounds of the latency histogram, seconds.
inline constexpr std::array<double, 16> kLatencyBounds = {5e-6, 1e-5, 2.5e-5, 5e-5, 1e-4,  2.5e-4, 5e-4, 1e-3,
                                                          2.5e-3, 5e-3, 1e-2, 2.5e-2, 5e-2, 0.1,   0.25, 1};

// What one thread, or all of them, have counted.
struct Tally {
  std::array<std::array<uint64_t, 17>, kWays> calls{};  // by status code
  std::array<std::array<uint64_t, kLatencyBounds.size() + 1>, kWays> latency{};
  std::array<double, kWays> latency_sum{};
  std::array<uint64_t, kSheds> sheds{};
  absl::flat_hash_map<std::string, std::array<uint64_t, 5>> verdicts;  // platform → by v1::Verdict
  absl::flat_hash_map<std::string, uint64_t> findings;                 // rule

  void Add(const Tally& other);
};

// Thread-safe.
class Metrics {
 public:
  // An answer that was given. About 50 ns for a clean message.
  void CountAnswer(std::string_view platform, const v1::ScreenResponse& response);
  // A call that has ended; of a stream, one message.
  void CountCall(Way way, absl::StatusCode code, absl::Duration took);
  void CountShed(Shed why);

  Tally Sum() const;

  // Adds families that are read at each scrape. To be called before the first scrape.
  using Source = std::function<void(std::vector<prometheus::MetricFamily>& families)>;
  void AddSource(Source source) { sources_.push_back(std::move(source)); }

  // Everything in Prometheus's text format.
  std::string Scrape() const;

 private:
  struct Counting {
    std::mutex mutex;  // of its thread, but for a scrape
    Tally tally;
  };

  PerThread<Counting> threads_;
  mutable std::mutex gone_mutex_;
  mutable Tally gone_;  // of threads that have ended
  std::vector<Source> sources_;
};

// One family with one value, for sources.
prometheus::MetricFamily Gauge(std::string name, std::string help, double value);
prometheus::MetricFamily Counter(std::string name, std::string help, double value);
// One value more, under labels.
void AddValue(prometheus::MetricFamily& family, std::vector<prometheus::ClientMetric::Label> labels, double value);

}  // namespace presend
