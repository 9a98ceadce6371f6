#include "daemon/metrics.h"

#include <algorithm>
#include <sstream>
#include <utility>

#include "grpcpp/support/status_code_enum.h"
#include "presend/v1/screening.pb.h"
#include "prometheus/text_serializer.h"

namespace presend {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using Families = std::vector<MetricFamily>;

constexpr const char* kWayNames[kWays] = {"Screen", "ScreenBatch", "ScreenStream", "http"};
constexpr const char* kShedNames[kSheds] = {"queue", "streams", "quota"};
constexpr const char* kVerdictNames[] = {"unspecified", "allow", "advise", "review", "block"};

template <typename Array>
void AddEach(Array& to, const Array& from) {
  for (size_t i = 0; i < to.size(); ++i) to[i] += from[i];
}

MetricFamily Family(std::string name, std::string help, MetricType type) {
  return {.name = std::move(name), .help = std::move(help), .type = type, .metric = {}};
}

MetricFamily Calls(const Tally& tally) {
  auto family = Family("presend_calls_total", "Calls that have ended; of streams, messages.", MetricType::Counter);
  for (size_t way = 0; way < kWays; ++way) {
    for (size_t code = 0; code < tally.calls[way].size(); ++code) {
      if (code != 0 && tally.calls[way][code] == 0) continue;
      const std::string name = absl::StatusCodeToString(static_cast<absl::StatusCode>(code));
      AddValue(family, {{"method", kWayNames[way]}, {"code", name}}, static_cast<double>(tally.calls[way][code]));
    }
  }
  return family;
}

MetricFamily Latency(const Tally& tally) {
  auto family = Family("presend_call_duration_seconds", "Time from the start of the handler to the answer.",
                       MetricType::Histogram);
  for (size_t way = 0; way < kWays; ++way) {
    ClientMetric metric;
    metric.label = {{"method", kWayNames[way]}};
    uint64_t below = 0;
    for (size_t i = 0; i < kLatencyBounds.size(); ++i) {
      below += tally.latency[way][i];
      metric.histogram.bucket.push_back({below, kLatencyBounds[i]});
    }
    metric.histogram.sample_count = below + tally.latency[way].back();
    metric.histogram.sample_sum = tally.latency_sum[way];
    metric.histogram.bucket.push_back({metric.histogram.sample_count, std::numeric_limits<double>::infinity()});
    family.metric.push_back(std::move(metric));
  }
  return family;
}

void AddTally(const Tally& tally, Families& out) {
  out.push_back(Calls(tally));
  out.push_back(Latency(tally));
  auto sheds = Family("presend_shed_total", "Calls turned away so that the others stay in time.", MetricType::Counter);
  for (size_t i = 0; i < kSheds; ++i) AddValue(sheds, {{"reason", kShedNames[i]}}, static_cast<double>(tally.sheds[i]));
  out.push_back(std::move(sheds));
  auto messages = Family("presend_messages_total", "Messages answered.", MetricType::Counter);
  for (const auto& [platform, counts] : tally.verdicts) {
    for (size_t i = 1; i < counts.size(); ++i) {
      AddValue(messages, {{"platform", platform}, {"verdict", kVerdictNames[i]}}, static_cast<double>(counts[i]));
    }
  }
  out.push_back(std::move(messages));
  auto findings = Family("presend_findings_total", "Findings, by rule.", MetricType::Counter);
  for (const auto& [rule, count] : tally.findings) AddValue(findings, {{"rule", rule}}, static_cast<double>(count));
  out.push_back(std::move(findings));
}

}  // namespace

void Tally::Add(const Tally& other) {
  for (size_t way = 0; way < kWays; ++way) {
    AddEach(calls[way], other.calls[way]);
    AddEach(latency[way], other.latency[way]);
  }
  AddEach(latency_sum, other.latency_sum);
  AddEach(sheds, other.sheds);
  for (const auto& [platform, counts] : other.verdicts) AddEach(verdicts[platform], counts);
  for (const auto& [rule, count] : other.findings) findings[rule] += count;
}

void Metrics::CountAnswer(std::string_view platform, const v1::ScreenResponse& response) {
  Counting& mine = threads_.Mine();
  const std::lock_guard lock(mine.mutex);
  ++mine.tally.verdicts[absl::string_view(platform.data(), platform.size())][static_cast<size_t>(response.verdict())];
  for (const v1::Finding& finding : response.findings()) ++mine.tally.findings[finding.rule_id()];
}

void Metrics::CountCall(Way way, absl::StatusCode code, absl::Duration took) {
  const double seconds = absl::ToDoubleSeconds(took);
  const auto bucket = std::lower_bound(kLatencyBounds.begin(), kLatencyBounds.end(), seconds) - kLatencyBounds.begin();
  const auto index = static_cast<size_t>(way);
  Counting& mine = threads_.Mine();
  const std::lock_guard lock(mine.mutex);
  ++mine.tally.calls[index][static_cast<size_t>(code)];
  ++mine.tally.latency[index][static_cast<size_t>(bucket)];
  mine.tally.latency_sum[index] += seconds;
}

void Metrics::CountShed(Shed why) {
  Counting& mine = threads_.Mine();
  const std::lock_guard lock(mine.mutex);
  ++mine.tally.sheds[static_cast<size_t>(why)];
}

Tally Metrics::Sum() const {
  const std::lock_guard lock(gone_mutex_);
  Tally sum = gone_;
  threads_.ForEach(
      [&](Counting& one) {
        const std::lock_guard locked(one.mutex);
        sum.Add(one.tally);
      },
      [&](Counting& ended) { gone_.Add(ended.tally); });
  return sum;
}

std::string Metrics::Scrape() const {
  Families families;
  AddTally(Sum(), families);
  for (const Source& source : sources_) source(families);
  std::ostringstream text;
  prometheus::TextSerializer().Serialize(text, families);
  return text.str();
}

prometheus::MetricFamily Gauge(std::string name, std::string help, double value) {
  auto family = Family(std::move(name), std::move(help), MetricType::Gauge);
  AddValue(family, {}, value);
  return family;
}

prometheus::MetricFamily Counter(std::string name, std::string help, double value) {
  auto family = Family(std::move(name), std::move(help), MetricType::Counter);
  AddValue(family, {}, value);
  return family;
}

void AddValue(prometheus::MetricFamily& family, std::vector<ClientMetric::Label> labels, double value) {
  ClientMetric metric;
  metric.label = std::move(labels);
  (family.type == MetricType::Counter ? metric.counter.value : metric.gauge.value) = value;
  family.metric.push_back(std::move(metric));
}

}  // namespace presend
