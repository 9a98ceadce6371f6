#include "daemon/http_listener.h"

#include <microhttpd.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/http_intake.h"
#include "daemon/log.h"
#include "rulepack/rule_files.h"

namespace presend {
namespace {

constexpr size_t kHeaderBytes = 32 * 1024;
constexpr auto kLookEvery = std::chrono::seconds(2);  // at the files of certificates; as gRPC does
constexpr const char* kProtocols = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";

// "host:port" or "[v6]:port".
bool Split(const std::string& address, std::string& host, std::string& port) {
  const size_t colon = address.rfind(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == address.size()) return false;
  host = address.substr(0, colon);
  port = address.substr(colon + 1);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  return true;
}

// What the files hold.
struct Certificates {
  std::string certificate, key, client_ca;
  bool operator==(const Certificates&) const = default;
};

absl::StatusOr<Certificates> ReadCertificates(const TlsOptions& tls) {
  Certificates read;
  for (const auto& [path, text] : {std::pair(&tls.certificate, &read.certificate), std::pair(&tls.key, &read.key),
                                   std::pair(&tls.client_ca, &read.client_ca)}) {
    if (path->empty()) continue;
    auto content = FilesOnDisk()->Read(*path);
    if (!content.ok()) return absl::InvalidArgumentError(content.status().message());
    *text = *std::move(content);
  }
  return read;
}

unsigned OpenConnections(MHD_Daemon* daemon) {
  const MHD_DaemonInfo* info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);
  return info == nullptr ? 0u : info->num_connections;
}

}  // namespace

// The library reads certificates when it starts. So new ones get a daemon of their own on the same socket, and the one
// before keeps its connections until they end.
struct HttpListener::Parts {
  Parts(const TlsOptions& files, const HttpLimits& chosen, Handler handle)
      : tls(files), limits(chosen), intake(chosen, std::move(handle), !files.client_ca.empty()) {}

  // Null if the system refuses, or the certificates are bad.
  MHD_Daemon* Launch(const addrinfo* address, MHD_socket listening);
  void Look();
  void Run();

  const TlsOptions tls;
  const HttpLimits limits;
  HttpIntake intake;
  std::string address;
  Certificates certificates;
  MHD_Daemon* daemon = nullptr;
  std::vector<MHD_Daemon*> retired;
  std::mutex mutex;
  std::condition_variable changed;
  bool stop = false;
  std::thread thread;
};

MHD_Daemon* HttpListener::Parts::Launch(const addrinfo* at, MHD_socket listening) {
  // Without ITC no daemon can be told to take no more connections.
  unsigned flags =
      MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | (at != nullptr && at->ai_family == AF_INET6 ? MHD_USE_IPv6 : 0);
  std::vector<MHD_OptionItem> options = {
      {MHD_OPTION_NOTIFY_COMPLETED, reinterpret_cast<intptr_t>(&HttpIntake::OnDone), &intake},
      {MHD_OPTION_THREAD_POOL_SIZE, limits.threads, nullptr},
      {MHD_OPTION_CONNECTION_LIMIT, limits.connections, nullptr},
      {MHD_OPTION_PER_IP_CONNECTION_LIMIT, limits.connections_of_one_address, nullptr},
      {MHD_OPTION_CONNECTION_TIMEOUT, limits.idle_seconds, nullptr},
      {MHD_OPTION_CONNECTION_MEMORY_LIMIT, kHeaderBytes, nullptr}};
  if (at != nullptr) options.push_back({MHD_OPTION_SOCK_ADDR, 0, at->ai_addr});
  if (listening != MHD_INVALID_SOCKET) options.push_back({MHD_OPTION_LISTEN_SOCKET, listening, nullptr});
  if (!certificates.certificate.empty()) {
    flags |= MHD_USE_TLS;
    options.push_back({MHD_OPTION_HTTPS_PRIORITIES, 0, const_cast<char*>(kProtocols)});
    options.push_back({MHD_OPTION_HTTPS_MEM_CERT, 0, certificates.certificate.data()});
    options.push_back({MHD_OPTION_HTTPS_MEM_KEY, 0, certificates.key.data()});
    if (!tls.client_ca.empty()) options.push_back({MHD_OPTION_HTTPS_MEM_TRUST, 0, certificates.client_ca.data()});
  }
  options.push_back({MHD_OPTION_END, 0, nullptr});
  return MHD_start_daemon(flags, 0, nullptr, nullptr, &HttpIntake::OnAccess, &intake, MHD_OPTION_ARRAY, options.data(),
                          MHD_OPTION_END);
}

// Takes the files if they have changed and are good; else the ones before stay.
void HttpListener::Parts::Look() {
  auto read = ReadCertificates(tls);
  if (!read.ok() || *read == certificates) return;
  std::swap(certificates, *read);
  const MHD_DaemonInfo* socket = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_LISTEN_FD);
  MHD_Daemon* next = Launch(nullptr, dup(socket->listen_fd));  // which it closes if it fails
  LogEvent(next == nullptr ? spdlog::level::warn : spdlog::level::info,
           next == nullptr ? "http_certificate_refused" : "http_certificate_taken", {{"file", tls.certificate}});
  if (next == nullptr) return;  // and not tried again before the files change again
  close(MHD_quiesce_daemon(daemon));
  retired.push_back(std::exchange(daemon, next));
}

void HttpListener::Parts::Run() {
  std::unique_lock lock(mutex);
  while (!changed.wait_for(lock, kLookEvery, [this] { return stop; })) {
    Look();
    const auto ended = std::partition(retired.begin(), retired.end(), OpenConnections);
    std::for_each(ended, retired.end(), MHD_stop_daemon);
    retired.erase(ended, retired.end());
  }
}

absl::StatusOr<std::unique_ptr<HttpListener>> HttpListener::Start(const std::string& address, const TlsOptions& tls,
                                                                  const HttpLimits& limits, Handler handle) {
  std::string host, port;
  addrinfo hints{}, *found = nullptr;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  if (!Split(address, host, port) || getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0) {
    return absl::InvalidArgumentError(absl::StrCat("cannot read the address ", address));
  }
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> resolved(found, &freeaddrinfo);
  auto parts = std::make_unique<Parts>(tls, limits, std::move(handle));
  auto certificates = ReadCertificates(tls);
  if (!certificates.ok()) return certificates.status();
  parts->certificates = *std::move(certificates);
  parts->daemon = parts->Launch(found, MHD_INVALID_SOCKET);
  if (parts->daemon == nullptr) return absl::UnavailableError(absl::StrCat("cannot listen on ", address));
  const MHD_DaemonInfo* info = MHD_get_daemon_info(parts->daemon, MHD_DAEMON_INFO_BIND_PORT);
  parts->address = absl::StrCat(address.substr(0, address.rfind(':') + 1), info->port);
  if (!tls.certificate.empty()) parts->thread = std::thread([raw = parts.get()] { raw->Run(); });
  return std::unique_ptr<HttpListener>(new HttpListener(std::move(parts)));
}

HttpListener::HttpListener(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

HttpListener::~HttpListener() {
  {
    const std::lock_guard lock(parts_->mutex);
    parts_->stop = true;
  }
  parts_->changed.notify_all();
  if (parts_->thread.joinable()) parts_->thread.join();
  const MHD_socket listening = MHD_quiesce_daemon(parts_->daemon);
  std::vector<MHD_Daemon*>& daemons = parts_->retired;
  daemons.push_back(parts_->daemon);
  const auto open = [&] { return std::any_of(daemons.begin(), daemons.end(), OpenConnections); };
  for (int i = 0; i < 100 && open(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  std::for_each(daemons.begin(), daemons.end(), MHD_stop_daemon);
  if (listening != MHD_INVALID_SOCKET) close(listening);
}

const std::string& HttpListener::address() const { return parts_->address; }

}  // namespace presend
