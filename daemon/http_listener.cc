#include "daemon/http_listener.h"

#include <microhttpd.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"

namespace presend {
namespace {

constexpr int kTooLarge = 413;
constexpr size_t kHeaderBytes = 32 * 1024;

// A request while it comes in.
struct Incoming {
  HttpRequest request;
  bool too_large = false;
};

std::string HeaderOf(MHD_Connection* connection, const char* name) {
  const char* value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
  return value == nullptr ? "" : value;
}

MHD_Result Send(MHD_Connection* connection, const HttpResponse& response) {
  MHD_Response* raw = MHD_create_response_from_buffer(response.body.size(), const_cast<char*>(response.body.data()),
                                                      MHD_RESPMEM_MUST_COPY);
  if (raw == nullptr) return MHD_NO;
  const auto add = [raw](const char* name, const std::string& value) {
    if (!value.empty()) MHD_add_response_header(raw, name, value.c_str());
  };
  add(MHD_HTTP_HEADER_CONTENT_TYPE, response.type);
  add(MHD_HTTP_HEADER_ALLOW, response.allow);
  if (response.retry_after_s > 0) add(MHD_HTTP_HEADER_RETRY_AFTER, std::to_string(response.retry_after_s));
  if (response.status == 401) add(MHD_HTTP_HEADER_WWW_AUTHENTICATE, "Bearer");
  const MHD_Result queued = MHD_queue_response(connection, static_cast<unsigned>(response.status), raw);
  MHD_destroy_response(raw);
  return queued;
}

// "host:port" or "[v6]:port".
bool Split(const std::string& address, std::string& host, std::string& port) {
  const size_t colon = address.rfind(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == address.size()) return false;
  host = address.substr(0, colon);
  port = address.substr(colon + 1);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  return true;
}

}  // namespace

struct HttpListener::Parts {
  static MHD_Result OnAccess(void* self, MHD_Connection* connection, const char* url, const char* method, const char*,
                             const char* data, size_t* size, void** state) {
    return static_cast<Parts*>(self)->Take(connection, url, method, data, size, state);
  }
  static void OnDone(void* self, MHD_Connection*, void** state, MHD_RequestTerminationCode) {
    auto* incoming = static_cast<Incoming*>(*state);
    if (incoming == nullptr) return;
    static_cast<Parts*>(self)->buffered.fetch_sub(incoming->request.body.size(), std::memory_order_relaxed);
    delete incoming;
  }
  MHD_Result Take(MHD_Connection* connection, const char* url, const char* method, const char* data, size_t* size,
                  void** state);

  HttpLimits limits;
  Handler handle;
  std::string address;
  MHD_Daemon* daemon = nullptr;
  std::atomic<uint64_t> buffered{0};
};

MHD_Result HttpListener::Parts::Take(MHD_Connection* connection, const char* url, const char* method, const char* data,
                                     size_t* size, void** state) {
  if (*state == nullptr) {
    auto* incoming = new Incoming;
    *state = incoming;
    incoming->request = {method, url, HeaderOf(connection, "Authorization"), HeaderOf(connection, "traceparent"), ""};
    const std::string length = HeaderOf(connection, "Content-Length");
    if (strtoull(length.c_str(), nullptr, 10) <= limits.body_bytes) return MHD_YES;
    return Send(connection, {.status = kTooLarge, .body = "the body is too large\n"});  // before it is sent
  }
  auto& incoming = *static_cast<Incoming*>(*state);
  if (*size == 0) return Send(connection, handle(incoming.request));
  incoming.request.body.append(data, *size);
  const uint64_t all = buffered.fetch_add(*size, std::memory_order_relaxed) + *size;
  const bool fits = incoming.request.body.size() <= limits.body_bytes && all <= limits.memory_bytes;
  *size = 0;
  return fits ? MHD_YES : MHD_NO;  // a client that does not say how much comes is cut off when it is too much
}

absl::StatusOr<std::unique_ptr<HttpListener>> HttpListener::Start(const std::string& address, const HttpLimits& limits,
                                                                  Handler handle) {
  std::string host, port;
  addrinfo hints{}, *found = nullptr;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  if (!Split(address, host, port) || getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0) {
    return absl::InvalidArgumentError(absl::StrCat("cannot read the address ", address));
  }
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> resolved(found, &freeaddrinfo);
  auto parts = std::make_unique<Parts>();
  parts->limits = limits;
  parts->handle = std::move(handle);
  const unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | (found->ai_family == AF_INET6 ? MHD_USE_IPv6 : MHD_NO_FLAG);
  parts->daemon = MHD_start_daemon(
      flags, 0, nullptr, nullptr, &Parts::OnAccess, parts.get(), MHD_OPTION_SOCK_ADDR, found->ai_addr,
      MHD_OPTION_NOTIFY_COMPLETED, &Parts::OnDone, parts.get(), MHD_OPTION_THREAD_POOL_SIZE, limits.threads,
      MHD_OPTION_CONNECTION_LIMIT, limits.connections, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
      limits.connections_of_one_address, MHD_OPTION_CONNECTION_TIMEOUT, limits.idle_seconds,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, kHeaderBytes, MHD_OPTION_END);
  if (parts->daemon == nullptr) return absl::UnavailableError(absl::StrCat("cannot listen on ", address));
  const MHD_DaemonInfo* info = MHD_get_daemon_info(parts->daemon, MHD_DAEMON_INFO_BIND_PORT);
  parts->address = absl::StrCat(address.substr(0, address.rfind(':') + 1), info->port);
  return std::unique_ptr<HttpListener>(new HttpListener(std::move(parts)));
}

HttpListener::HttpListener(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

HttpListener::~HttpListener() {
  const MHD_socket listening = MHD_quiesce_daemon(parts_->daemon);
  const auto open = [this] {
    const MHD_DaemonInfo* info = MHD_get_daemon_info(parts_->daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);
    return info == nullptr ? 0u : info->num_connections;
  };
  for (int i = 0; i < 100 && open() > 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  MHD_stop_daemon(parts_->daemon);
  if (listening != MHD_INVALID_SOCKET) close(listening);
}

const std::string& HttpListener::address() const { return parts_->address; }

}  // namespace presend
