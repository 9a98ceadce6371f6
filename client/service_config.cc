#include "client/service_config.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace presend::client {
namespace {

std::string RetryPolicy(const Options& options) {
  std::string policy =
      absl::StrCat(R"("maxAttempts":)", options.attempts, R"(,"initialBackoff":"0.002s")",
                   R"(,"maxBackoff":"0.02s","backoffMultiplier":2)", R"(,"retryableStatusCodes":["UNAVAILABLE"])");
  if (options.attempt_timeout != absl::InfiniteDuration()) {
    absl::StrAppend(&policy, absl::StrFormat(R"(,"perAttemptRecvTimeout":"%.3fs")",
                                             absl::ToDoubleSeconds(options.attempt_timeout)));
  }
  return absl::StrCat(R"("retryPolicy":{)", policy, "}");
}

}  // namespace

std::string ServiceConfig(const Options& options) {
  std::string config = R"({"loadBalancingConfig":[{"round_robin":{}}],)"
                       R"("healthCheckConfig":{"serviceName":"presend.v1.ScreeningService"})";
  if (options.attempts > 1) {
    absl::StrAppend(&config, R"(,"methodConfig":[{"name":[{"service":"presend.v1.ScreeningService"}],)",
                    RetryPolicy(options), "}]");
  }
  return config + "}";
}

}  // namespace presend::client
