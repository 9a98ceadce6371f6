#include "client/channel.h"

#include <algorithm>
#include <climits>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "client/credentials.h"
#include "client/service_config.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/support/channel_arguments.h"

namespace presend::client {
namespace {

constexpr int kAnswerBytes = 64 << 20;      // a batch of a thousand messages full of findings
constexpr int kErrorBytes = 64 << 10;       // sixteen bad requests of a batch, each with its fault
constexpr int kReconnectMs[] = {50, 1000};  // a daemon that is back is found within a second or so
constexpr int kConnectMs = 2000;
constexpr int kKeepaliveTimeoutMs = 10'000;  // above the five seconds that gRPC may leave an idle connection unread
constexpr absl::Duration kShortestKeepalive = absl::Seconds(10);

bool IsPositive(absl::Duration duration) {
  return duration >= absl::Milliseconds(1) && duration < absl::InfiniteDuration();
}

absl::Status Check(const Options& options) {
  const auto refuse = [](const char* name, const char* range) {
    return absl::InvalidArgumentError(absl::StrCat(name, ": must be ", range));
  };
  if (!IsPositive(options.timeout)) return refuse("timeout", "at least 1 ms, and finite");
  if (options.attempts < 1 || options.attempts > 5) return refuse("attempts", "1 to 5");
  if (options.attempt_timeout < absl::Milliseconds(1)) return refuse("attempt_timeout", "at least 1 ms");
  if (options.breaker_failures < 1) return refuse("breaker_failures", "at least 1");
  if (!IsPositive(options.breaker_rest)) return refuse("breaker_rest", "at least 1 ms, and finite");
  if (options.keepalive < kShortestKeepalive) return refuse("keepalive", "at least 10 s");
  return CheckToken(options.token);
}

int Milliseconds(absl::Duration duration) {
  return static_cast<int>(std::min<int64_t>(absl::ToInt64Milliseconds(duration), INT_MAX));
}

grpc::ChannelArguments Arguments(const Options& options) {
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(ServiceConfig(options));
  arguments.SetInt(GRPC_ARG_SERVICE_CONFIG_DISABLE_RESOLUTION, 1);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // shares nothing with a gatekeeper that is ending
  arguments.SetInt(GRPC_ARG_EXPERIMENTAL_ENABLE_HEDGING, 1);  // perAttemptRecvTimeout is read only with it
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kReconnectMs[0]);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kReconnectMs[1]);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kConnectMs);
  arguments.SetInt(GRPC_ARG_DNS_MIN_TIME_BETWEEN_RESOLUTIONS_MS, kConnectMs);
  arguments.SetInt(GRPC_ARG_CLIENT_IDLE_TIMEOUT_MS, INT_MAX);  // the first message of the morning need not wait
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, Milliseconds(options.keepalive));
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  arguments.SetInt(GRPC_ARG_MAX_METADATA_SIZE, kErrorBytes);
  arguments.SetMaxReceiveMessageSize(kAnswerBytes);
  return arguments;
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::Channel>> OpenChannel(const std::string& target, const Options& options) {
  if (absl::Status status = Check(options); !status.ok()) return status;
  auto credentials = Credentials(options.tls);
  if (!credentials.ok()) return credentials.status();
  auto channel = grpc::CreateCustomChannel(target, *credentials, Arguments(options));
  channel->GetState(/*try_to_connect=*/true);
  return channel;
}

}  // namespace presend::client
