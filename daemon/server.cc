#include "daemon/server.h"

#include <chrono>
#include <mutex>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "daemon/log.h"
#include "daemon/rule_pack_service.h"
#include "daemon/screening_service.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/health_check_service_interface.h"

namespace presend {
namespace {

constexpr const char* kServices[] = {"presend.v1.ScreeningService", "presend.v1.RulePackService"};

// Plugins are global in gRPC: to be registered before the first server is built.
void RegisterPlugins() {
  static std::once_flag once;
  std::call_once(once, [] {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  });
}

void Limit(const ServeOptions& options, grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(static_cast<int>(options.message_bytes));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, static_cast<int>(options.streams));
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);  // a second server on one port is a mistake: say so
}

}  // namespace

struct Server::Parts {
  Parts(const ServeOptions& chosen, RuleStore::Loader load)
      : options(chosen),
        rules(std::move(load)),
        window(options.window),
        screening(options, rules, window),
        rule_packs(options.admin_over_tcp, rules, window, [this] { return Reload(); }) {}

  absl::Status Reload();
  absl::Status Listen();
  void Drain();

  const ServeOptions options;
  RuleStore rules;
  ConversationWindow window;
  ScreeningService screening;
  RulePackService rule_packs;
  std::vector<std::string> addresses;
  std::once_flag drained;
  std::unique_ptr<grpc::Server> server;
};

absl::Status Server::Parts::Reload() {
  const auto start = std::chrono::steady_clock::now();
  const absl::Status status = rules.Reload();
  if (!status.ok()) {
    LogEvent(spdlog::level::err, "reload_failed", {{"error", std::string(status.message())}});
    return status;
  }
  const auto took = std::chrono::steady_clock::now() - start;
  const auto screener = rules.Describe().screener;
  LogEvent(spdlog::level::info, "rules_loaded",
           {{"revision", std::string(screener->revision())},
            {"rules", screener->rules().rules.size()},
            {"ms", std::chrono::duration_cast<std::chrono::milliseconds>(took).count()}});
  return status;
}

absl::Status Server::Parts::Listen() {
  if (options.listen.empty()) return absl::InvalidArgumentError("no address to listen on");
  RegisterPlugins();
  grpc::ServerBuilder builder;
  Limit(options, builder);
  std::vector<int> ports(options.listen.size(), -1);
  for (size_t i = 0; i < ports.size(); ++i) {
    builder.AddListeningPort(options.listen[i], grpc::InsecureServerCredentials(), &ports[i]);
  }
  builder.RegisterService(&screening);
  builder.RegisterService(&rule_packs);
  server = builder.BuildAndStart();
  for (size_t i = 0; i < ports.size(); ++i) {
    const std::string& address = options.listen[i];
    if (server == nullptr || ports[i] <= 0) return absl::UnavailableError(absl::StrCat("cannot listen on ", address));
    const bool chosen = absl::EndsWith(address, ":0") && !absl::StartsWith(address, "unix");
    addresses.push_back(chosen ? absl::StrCat(address.substr(0, address.size() - 1), ports[i]) : address);
  }
  for (const char* service : kServices) server->GetHealthCheckService()->SetServingStatus(service, true);
  LogEvent(spdlog::level::info, "serving", {{"addresses", addresses}});
  return absl::OkStatus();
}

void Server::Parts::Drain() {
  if (server == nullptr) return;
  LogEvent(spdlog::level::info, "draining");
  server->GetHealthCheckService()->Shutdown();
  screening.Drain();
  std::this_thread::sleep_for(std::chrono::milliseconds(options.drain_delay_ms));
  server->Shutdown(std::chrono::system_clock::now() + std::chrono::milliseconds(options.drain_deadline_ms));
  server->Wait();
  LogEvent(spdlog::level::info, "drained");
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Server::~Server() { Drain(); }

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServeOptions& options, RuleStore::Loader load) {
  auto parts = std::make_unique<Parts>(options, std::move(load));
  if (absl::Status status = parts->Reload(); !status.ok()) return status;
  if (absl::Status status = parts->Listen(); !status.ok()) return status;
  return std::unique_ptr<Server>(new Server(std::move(parts)));
}

absl::Status Server::Reload() { return parts_->Reload(); }
void Server::Drain() {
  std::call_once(parts_->drained, [this] { parts_->Drain(); });
}
const std::vector<std::string>& Server::addresses() const { return parts_->addresses; }

}  // namespace presend
