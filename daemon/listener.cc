#include "daemon/listener.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "daemon/tls.h"
#include "grpc/health/v1/health.pb.h"
#include "grpcpp/ext/channelz_service_plugin.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/impl/server_builder_option.h"
#include "grpcpp/impl/server_builder_plugin.h"
#include "grpcpp/resource_quota.h"

namespace presend {
namespace {

constexpr const char* kServices[] = {"", "presend.v1.ScreeningService", "presend.v1.RulePackService"};
constexpr const char* kReflectionName = "proto_server_reflection";

// Plugins are global in gRPC: to be registered before the first server is built.
void RegisterPlugins() {
  static std::once_flag once;
  std::call_once(once, [] {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    grpc::channelz::experimental::InitChannelzService();
    (void)grpc::health::v1::HealthCheckRequest::descriptor();  // for reflection: gRPC's own has none
  });
}

// And they are in every server, unless they are taken out again.
class Keep final : public grpc::ServerBuilderOption {
 public:
  explicit Keep(Extras extras) : extras_(extras) {}
  void UpdateArguments(grpc::ChannelArguments*) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    const auto is_unwanted = [this](const std::unique_ptr<grpc::ServerBuilderPlugin>& plugin) {
      return extras_ == Extras::kNone || (extras_ == Extras::kReflection && plugin->name() != kReflectionName);
    };
    plugins->erase(std::remove_if(plugins->begin(), plugins->end(), is_unwanted), plugins->end());
  }

 private:
  const Extras extras_;
};

void Limit(const ConnectionOptions& options, grpc::ServerBuilder& builder) {
  const auto set = [&builder](const char* name, uint32_t value) {
    if (value > 0) builder.AddChannelArgument(name, static_cast<int>(std::min<uint32_t>(value, INT32_MAX)));
  };
  builder.SetMaxReceiveMessageSize(static_cast<int>(options.message_bytes));
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);  // a second server on one port is a mistake: say so
  set(GRPC_ARG_MAX_CONCURRENT_STREAMS, options.streams);
  set(GRPC_ARG_KEEPALIVE_TIME_MS, options.keepalive_ms);
  set(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, options.keepalive_timeout_ms);
  set(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  set(GRPC_ARG_MAX_CONNECTION_AGE_MS, options.age_ms);
  if (options.age_ms > 0) set(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, options.age_grace_ms);
  set(GRPC_ARG_MAX_CONNECTION_IDLE_MS, options.idle_ms);
  if (options.memory_bytes > 0) {
    builder.SetResourceQuota(grpc::ResourceQuota("presend").Resize(options.memory_bytes));
  }
}

bool IsUnix(const std::string& address) { return absl::StartsWith(address, "unix"); }

}  // namespace

absl::StatusOr<Listener> Listen(const std::vector<std::string>& addresses, const ServeOptions& options,
                                const std::vector<grpc::Service*>& services, Extras extras) {
  RegisterPlugins();
  auto tcp = TcpCredentials(options.tls);
  if (!tcp.ok()) return tcp.status();
  grpc::ServerBuilder builder;
  Limit(options.connection, builder);
  builder.SetOption(std::make_unique<Keep>(extras));
  if (extras == Extras::kReflectionAndChannelz) builder.AddChannelArgument(GRPC_ARG_ENABLE_CHANNELZ, 1);
  std::vector<int> ports(addresses.size(), -1);
  for (size_t i = 0; i < ports.size(); ++i) {
    const auto credentials = IsUnix(addresses[i]) ? grpc::InsecureServerCredentials() : *tcp;
    builder.AddListeningPort(addresses[i], credentials, &ports[i]);
  }
  for (grpc::Service* service : services) builder.RegisterService(service);
  Listener listener{builder.BuildAndStart(), {}};
  for (size_t i = 0; i < ports.size(); ++i) {
    const std::string& address = addresses[i];
    if (listener.server == nullptr || ports[i] <= 0) {
      return absl::UnavailableError(absl::StrCat("cannot listen on ", address));
    }
    const bool chosen = absl::EndsWith(address, ":0") && !IsUnix(address);
    listener.addresses.push_back(chosen ? absl::StrCat(address.substr(0, address.size() - 1), ports[i]) : address);
  }
  SetHealth(*listener.server, false);
  return listener;
}

bool IsOfThisMachine(const std::string& address) {
  const auto begins = [&address](const char* with) { return absl::StartsWith(address, with); };
  return IsUnix(address) || begins("127.") || begins("localhost:") || begins("[::1]:");
}

void SetHealth(grpc::Server& server, bool serving) {
  for (const char* service : kServices) server.GetHealthCheckService()->SetServingStatus(service, serving);
}

}  // namespace presend
