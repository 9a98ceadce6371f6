#include "daemon/server.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <utility>

#include "absl/functional/function_ref.h"
#include "daemon/access.h"
#include "daemon/answering.h"
#include "daemon/door.h"
#include "daemon/folder_watch.h"
#include "daemon/http_listener.h"
#include "daemon/json_gateway.h"
#include "daemon/listener.h"
#include "daemon/loading_thread.h"
#include "daemon/log.h"
#include "daemon/metrics.h"
#include "daemon/queue_probe.h"
#include "daemon/rule_pack_service.h"
#include "daemon/screening_service.h"
#include "daemon/server_metrics.h"
#include "daemon/work_queue.h"

namespace presend {
namespace {

constexpr size_t kLoggedBytes = 4000;  // of diagnostics; the status has them all

}  // namespace

struct Server::Parts {
  Parts(const ServeOptions& chosen, RuleStore::Loader load, std::unique_ptr<DecisionLog> log)
      : options(chosen),
        decisions(std::move(log)),
        rules(options.rules, std::move(load), options.state),
        window(options.window),
        door(access, metrics, absl::Milliseconds(options.longest_wait_ms)),
        answering({rules, window, metrics, decisions.get(), options.request, options.log_verdicts}),
        queue(std::max(1u, std::thread::hardware_concurrency()), absl::Milliseconds(options.longest_wait_ms)),
        screening(answering, door, metrics, queue, {options.open_streams, options.admin_listen.empty()}),
        admin_screening(answering, door, metrics, queue, {options.open_streams, true}),
        json(answering, door, metrics, options.admin_listen.empty()),
        rule_packs({rules, window, access, loading, [this] { return Reload("asked", RuleStore::Reason::kAsked); },
                    options.candidates, options.admin_over_tcp || !options.admin_listen.empty()}),
        loading([this] { (void)Reload("a new day", RuleStore::Reason::kNewDay); }) {}

  absl::Status Open();
  absl::Status ReadTokens();
  absl::Status ListenHttp();
  absl::Status Load(const char* why, absl::FunctionRef<absl::Status()> load);
  absl::Status Reload(const char* why, RuleStore::Reason reason);
  absl::Status Aside(std::function<absl::Status()> load);
  void Post(const char* why, RuleStore::Reason reason);
  void Watch();
  void SetServing(bool serving);
  HttpResponse HandleMetrics(const HttpRequest& request) const;
  void Drain();

  const ServeOptions options;
  std::unique_ptr<DecisionLog> decisions;
  RuleStore rules;
  ConversationWindow window;
  Access access;
  Metrics metrics;
  Door door;
  Answering answering;
  WorkQueue queue;
  ScreeningService screening;
  ScreeningService admin_screening;
  JsonGateway json;
  std::atomic<bool> serving{false};
  std::atomic<bool> draining{false};
  std::once_flag drained;
  RulePackService rule_packs;
  Listener data;
  Listener admin;
  std::unique_ptr<QueueProbe> probe;
  LoadingThread loading;  // ends before what its jobs use
  std::unique_ptr<HttpListener> http;
  std::unique_ptr<HttpListener> scrapes;
  std::unique_ptr<FolderWatch> watch;
};

absl::Status Server::Parts::Load(const char* why, absl::FunctionRef<absl::Status()> load) {
  const auto start = std::chrono::steady_clock::now();
  const absl::Status status = load();
  const auto took = std::chrono::steady_clock::now() - start;
  const auto now = rules.Describe();
  if (!now.last_error.ok()) {
    const std::string error(now.last_error.message().substr(0, kLoggedBytes));
    LogEvent(spdlog::level::err, "reload_failed", {{"why", why}, {"error", error}});
  }
  if (!status.ok()) return status;
  LogEvent(spdlog::level::info, "rules_loaded",
           {{"revision", std::string(now.active->revision())},
            {"rules", now.active->rules().rules.size()},
            {"ms", std::chrono::duration_cast<std::chrono::milliseconds>(took).count()},
            {"why", why},
            {"held", now.held}});
  SetServing(true);
  return status;
}

absl::Status Server::Parts::Reload(const char* why, RuleStore::Reason reason) {
  return Load(why, [&] { return rules.Reload(reason); });
}

// Waits, but lets the thread for it do the work.
absl::Status Server::Parts::Aside(std::function<absl::Status()> load) {
  auto done = std::make_shared<std::promise<absl::Status>>();
  auto result = done->get_future();
  const bool posted = loading.Post([done, load = std::move(load)] { done->set_value(load()); });
  return posted ? result.get() : absl::ResourceExhaustedError("too many changes wait");
}

void Server::Parts::Post(const char* why, RuleStore::Reason reason) {
  (void)loading.Post([this, why, reason] { (void)Reload(why, reason); });  // else another load will see the change
}

void Server::Parts::SetServing(bool now) {
  if (draining.load()) return;
  serving.store(now);
  for (const Listener* listener : {&data, &admin}) {
    if (listener->server != nullptr) SetHealth(*listener->server, now);
  }
}

absl::Status Server::Parts::Open() {
  if (options.listen.empty()) return absl::InvalidArgumentError("no address to listen on");
  if (absl::Status status = ReadTokens(); !status.ok()) return status;
  const bool apart = !options.admin_listen.empty();
  std::vector<grpc::Service*> services = {&screening};
  if (!apart) services.push_back(&rule_packs);
  auto listener = Listen(options.listen, options, services, apart ? Extras::kNone : Extras::kReflection);
  if (!listener.ok()) return listener.status();
  data = *std::move(listener);
  if (apart) {
    auto admin_listener =
        Listen(options.admin_listen, options, {&admin_screening, &rule_packs}, Extras::kReflectionAndChannelz);
    if (!admin_listener.ok()) return admin_listener.status();
    admin = *std::move(admin_listener);
  }
  if (options.longest_wait_ms > 0) {
    probe = std::make_unique<QueueProbe>(*data.server);
    door.Watch(probe.get());
  }
  return ListenHttp();
}

absl::Status Server::Parts::ReadTokens() {
  if (options.tokens.empty()) return absl::OkStatus();
  std::vector<std::string> addresses = options.listen;
  addresses.insert(addresses.end(), options.admin_listen.begin(), options.admin_listen.end());
  if (!options.http.empty()) addresses.push_back(options.http);
  for (const std::string& address : addresses) {
    if (!options.tls.certificate.empty() || IsOfThisMachine(address)) continue;
    LogEvent(spdlog::level::warn, "tokens_in_the_clear",
             {{"address", address}, {"mend", "tls-certificate and tls-key, or an address of this machine"}});
  }
  return access.ReadFile(options.tokens);
}

absl::Status Server::Parts::ListenHttp() {
  metrics.AddSource(RuleMetrics(rules));
  metrics.AddSource(WindowMetrics(window));
  if (probe != nullptr) metrics.AddSource(QueueMetrics(*probe));
  if (decisions != nullptr) metrics.AddSource(DecisionLogMetrics(*decisions));
  HttpLimits limits{.connections = options.http_connections, .body_bytes = options.connection.message_bytes};
  if (options.connection.memory_bytes > 0) limits.memory_bytes = options.connection.memory_bytes;
  if (!options.http.empty()) {
    auto listener = HttpListener::Start(options.http, options.tls, limits,
                                        [this](const auto& request) { return json.Handle(request); });
    if (!listener.ok()) return listener.status();
    http = *std::move(listener);
  }
  if (options.metrics.empty()) return absl::OkStatus();
  limits.connections = 64;
  limits.threads = 1;
  limits.body_bytes = 0;
  auto listener =
      HttpListener::Start(options.metrics, {}, limits, [this](const auto& request) { return HandleMetrics(request); });
  if (!listener.ok()) return listener.status();
  scrapes = *std::move(listener);
  return absl::OkStatus();
}

HttpResponse Server::Parts::HandleMetrics(const HttpRequest& request) const {
  if (request.method != "GET" && request.method != "HEAD") return {.status = 405, .allow = "GET, HEAD"};
  if (request.path == "/metrics") return {.type = "text/plain; version=0.0.4; charset=utf-8", .body = metrics.Scrape()};
  if (request.path == "/healthz") return {.body = "ok\n"};
  if (request.path != "/readyz") return {.status = 404, .body = "no such path\n"};
  return serving.load() ? HttpResponse{.body = "serving\n"} : HttpResponse{.status = 503, .body = "not serving\n"};
}

void Server::Parts::Watch() {
  if (!options.watch || options.rules.empty()) return;
  auto started = FolderWatch::Start(options.rules, std::chrono::milliseconds(options.watch_quiet_ms),
                                    [this] { Post("changed", RuleStore::Reason::kNoticed); });
  if (started.ok()) {
    watch = *std::move(started);
  } else {
    LogEvent(spdlog::level::warn, "not_watching", {{"error", std::string(started.status().message())}});
  }
}

void Server::Parts::Drain() {
  watch.reset();
  if (data.server == nullptr) return;
  LogEvent(spdlog::level::info, "draining");
  draining.store(true);
  serving.store(false);
  const auto deadline = std::chrono::milliseconds(options.drain_delay_ms + options.drain_deadline_ms);
  const auto end = std::chrono::system_clock::now() + deadline;
  std::vector<grpc::Server*> servers = {data.server.get()};
  if (admin.server != nullptr) servers.push_back(admin.server.get());
  for (grpc::Server* server : servers) SetHealth(*server, false);
  screening.Drain();
  admin_screening.Drain();
  std::this_thread::sleep_for(std::chrono::milliseconds(options.drain_delay_ms));
  http.reset();
  if (probe != nullptr) probe->Stop();
  for (grpc::Server* server : servers) server->Shutdown(end);
  for (grpc::Server* server : servers) server->Wait();
  scrapes.reset();
  LogEvent(spdlog::level::info, "drained");
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Server::~Server() { Drain(); }

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServeOptions& options, RuleStore::Loader load) {
  std::unique_ptr<DecisionLog> decisions;
  if (!options.decisions.file.empty()) {
    auto opened = DecisionLog::Open(options.decisions);
    if (!opened.ok()) return opened.status();
    decisions = *std::move(opened);
  }
  std::unique_ptr<Server> server(new Server(std::make_unique<Parts>(options, std::move(load), std::move(decisions))));
  Parts& parts = *server->parts_;
  if (absl::Status status = parts.Open(); !status.ok()) return status;
  parts.Watch();  // before the rules are read: a change meanwhile is not missed
  const auto first = [&parts] { return parts.Load("start", [&parts] { return parts.rules.Start(); }); };
  if (absl::Status status = parts.Aside(first); !status.ok() && !options.wait_for_rules) return status;
  LogEvent(spdlog::level::info, "serving",
           {{"addresses", parts.data.addresses},
            {"admin", parts.admin.addresses},
            {"http", server->http_address()},
            {"metrics", server->metrics_address()}});
  return server;
}

absl::Status Server::Reload() {
  return parts_->Aside([this] { return parts_->Reload("asked", RuleStore::Reason::kAsked); });
}

void Server::RequestReload() {
  parts_->Post("signal", RuleStore::Reason::kAsked);
  if (parts_->decisions != nullptr) parts_->decisions->Reopen();
  if (parts_->options.tokens.empty()) return;
  const absl::Status status = parts_->access.ReadFile(parts_->options.tokens);
  LogEvent(status.ok() ? spdlog::level::info : spdlog::level::err, status.ok() ? "tokens_read" : "tokens_failed",
           {{"error", std::string(status.message())}});
}

void Server::Drain() {
  std::call_once(parts_->drained, [this] { parts_->Drain(); });
}

const std::vector<std::string>& Server::addresses() const { return parts_->data.addresses; }
const std::vector<std::string>& Server::admin_addresses() const { return parts_->admin.addresses; }
std::string Server::http_address() const { return parts_->http == nullptr ? "" : parts_->http->address(); }
std::string Server::metrics_address() const { return parts_->scrapes == nullptr ? "" : parts_->scrapes->address(); }

}  // namespace presend
