// Unary gRPC calls over one HTTP/2 connection, at a fraction of what gRPC's own client costs: so that a generator can
// offer more than a server on the next core can take. It does as that client does: no more calls at once than the
// server allows, the deadline is told to the server, and a call that is past it is cancelled.
#pragma once

#include <nghttp2/nghttp2.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "absl/status/statusor.h"

namespace presend::bench {

// For one thread. Connection errors are told by Pump.
class CallConnection {
 public:
  // What became of a call: a status code of gRPC, UNAVAILABLE if the stream was broken off; the answer; and
  // grpc-status-details-bin as it was sent.
  struct Ending {
    int code;
    std::string_view response, details;
  };
  using Done = std::function<void(uint64_t id, const Ending& ending)>;

  // `address` is unix:/path or an IPv4 host:port. UNAVAILABLE if nobody listens there.
  static absl::StatusOr<std::unique_ptr<CallConnection>> Connect(const std::string& address, Done done);
  ~CallConnection();
  CallConnection(const CallConnection&) = delete;
  CallConnection& operator=(const CallConnection&) = delete;

  // Whether the server allows one more call.
  bool HasRoom() const;
  // `path` and `request` must stay until the call is done. Returns the stream, for Cancel.
  int32_t Call(uint64_t id, std::string_view path, std::string_view request, int64_t timeout_us,
               std::string_view authorization);
  // Done is called with CANCELLED, at once or by the next Pump.
  void Cancel(int32_t stream);

  // Sends and receives what can be without waiting. UNAVAILABLE once the connection is over; all calls are lost then.
  absl::Status Pump();

  int fd() const { return fd_; }
  bool wants_to_write() const { return sent_ < out_.size(); }
  size_t open_calls() const { return streams_.size(); }

 private:
  struct Stream;
  struct Callbacks;
  CallConnection(int fd, Done done);
  bool Send();

  const int fd_;
  const Done done_;
  nghttp2_session* session_ = nullptr;
  std::string out_;
  size_t sent_ = 0;
  std::unordered_map<int32_t, std::unique_ptr<Stream>> streams_;
};

}  // namespace presend::bench
