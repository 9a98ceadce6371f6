// A small HTTP or HTTPS server around a function, for scrapes and for gateways without gRPC. Slow and idle clients cost
// a connection each, no thread, and are cut off.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "daemon/options.h"

namespace presend {

struct HttpRequest {
  std::string method, path;  // without a query
  std::string authorization, traceparent;
  std::string body;
};

struct HttpResponse {
  int status = 200;
  std::string type = "text/plain; charset=utf-8";
  std::string body;
  std::string allow;           // for 405
  uint32_t retry_after_s = 0;  // 0: the header is left out
};

struct HttpLimits {
  uint32_t connections = 1000;
  uint32_t connections_of_one_address = 0;  // 0: as many as there are
  uint32_t body_bytes = 16u << 20;          // more is answered 413
  uint64_t memory_bytes = 512u << 20;       // of all bodies at once; more are cut off
  uint32_t idle_seconds = 30;               // without a byte
  uint32_t threads = 2;
};

class HttpListener {
 public:
  using Handler = std::function<HttpResponse(const HttpRequest&)>;

  // `address` is host:port; port 0 takes any free one. `handle` is called by several threads at once. With a
  // certificate it speaks TLS 1.2 and 1.3 only. The files are looked at every few seconds: new connections see new ones
  // that are good, open connections go on. INVALID_ARGUMENT for an address or a file that cannot be read, UNAVAILABLE
  // if the address cannot be listened on.
  static absl::StatusOr<std::unique_ptr<HttpListener>> Start(const std::string& address, const TlsOptions& tls,
                                                             const HttpLimits& limits, Handler handle);
  // Takes no new connections, and ends those that are open once they are idle, at most after a second.
  ~HttpListener();

  const std::string& address() const;  // with the port that was chosen

 private:
  struct Parts;
  explicit HttpListener(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace presend
