#include "bench/call_connection.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"

namespace presend::bench {
namespace {

constexpr int kCancelled = 1;
constexpr int kUnavailable = 14;
constexpr size_t kPrefix = 5;  // of a gRPC message: not compressed, and its length
constexpr int32_t kWindow = 16 << 20;

// -1 if nobody listens.
int ConnectTo(const sockaddr* address, socklen_t size) {
  const int fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd >= 0 && connect(fd, address, size) == 0) return fd;
  if (fd >= 0) close(fd);
  return -1;
}

int ConnectToUnix(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  return ConnectTo(reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

int ConnectToTcp(const std::string& address) {
  const size_t colon = address.rfind(':');
  if (colon == std::string::npos) return -1;
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<uint16_t>(std::atoi(address.c_str() + colon + 1)));
  if (inet_pton(AF_INET, address.substr(0, colon).c_str(), &to.sin_addr) != 1) return -1;
  const int fd = ConnectTo(reinterpret_cast<const sockaddr*>(&to), sizeof to);
  const int at_once = 1;
  if (fd >= 0) setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
  return fd;
}

nghttp2_nv Header(std::string_view name, std::string_view value, uint8_t flags = NGHTTP2_NV_FLAG_NO_COPY_NAME) {
  const auto bytes = [](std::string_view text) {
    return const_cast<uint8_t*>(reinterpret_cast<const uint8_t*>(text.data()));  // nghttp2 only reads them
  };
  return {bytes(name), bytes(value), name.size(), value.size(), flags};
}

}  // namespace

struct CallConnection::Stream {
  uint64_t id;
  std::string request;  // with its prefix
  size_t sent = 0;
  int code = kUnavailable;
  std::string response;  // with its prefix
  std::string details;
};

struct CallConnection::Callbacks {
  static Stream* Of(nghttp2_session* session, int32_t id) {
    return static_cast<Stream*>(nghttp2_session_get_stream_user_data(session, id));
  }
  static ssize_t Read(nghttp2_session*, int32_t, uint8_t* to, size_t room, uint32_t* flags, nghttp2_data_source* from,
                      void*) {
    auto& stream = *static_cast<Stream*>(from->ptr);
    const size_t size = stream.request.copy(reinterpret_cast<char*>(to), room, stream.sent);
    stream.sent += size;
    if (stream.sent == stream.request.size()) *flags |= NGHTTP2_DATA_FLAG_EOF;
    return static_cast<ssize_t>(size);
  }
  static int OnHeader(nghttp2_session* session, const nghttp2_frame* frame, const uint8_t* name, size_t name_size,
                      const uint8_t* value, size_t value_size, uint8_t, void*) {
    Stream* stream = Of(session, frame->hd.stream_id);
    if (stream == nullptr) return 0;
    const std::string_view key(reinterpret_cast<const char*>(name), name_size);
    const std::string text(reinterpret_cast<const char*>(value), value_size);
    if (key == "grpc-status") stream->code = std::atoi(text.c_str());
    if (key == "grpc-status-details-bin") stream->details = text;
    return 0;
  }
  static int OnData(nghttp2_session* session, uint8_t, int32_t id, const uint8_t* data, size_t size, void*) {
    if (Stream* stream = Of(session, id)) stream->response.append(reinterpret_cast<const char*>(data), size);
    return 0;
  }
  static int OnClose(nghttp2_session*, int32_t id, uint32_t error, void* connection) {
    auto& self = *static_cast<CallConnection*>(connection);
    const auto stream = self.streams_.extract(id);
    if (stream.empty()) return 0;
    const Stream& ended = *stream.mapped();
    self.done_(ended.id, {.code = error == NGHTTP2_CANCEL ? kCancelled : ended.code,
                          .response = std::string_view(ended.response).substr(std::min(kPrefix, ended.response.size())),
                          .details = ended.details});
    return 0;
  }
};

absl::StatusOr<std::unique_ptr<CallConnection>> CallConnection::Connect(const std::string& address, Done done) {
  const bool local = address.rfind("unix:", 0) == 0;
  const int fd = local ? ConnectToUnix(address.substr(5)) : ConnectToTcp(address);
  if (fd < 0) return absl::UnavailableError(absl::StrCat(address, ": ", std::strerror(errno)));
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
  return std::unique_ptr<CallConnection>(new CallConnection(fd, std::move(done)));
}

CallConnection::CallConnection(int fd, Done done) : fd_(fd), done_(std::move(done)) {
  nghttp2_session_callbacks* callbacks = nullptr;
  nghttp2_session_callbacks_new(&callbacks);
  nghttp2_session_callbacks_set_on_header_callback(callbacks, &Callbacks::OnHeader);
  nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, &Callbacks::OnData);
  nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, &Callbacks::OnClose);
  nghttp2_session_client_new(&session_, callbacks, this);
  nghttp2_session_callbacks_del(callbacks);
  const nghttp2_settings_entry settings[] = {{NGHTTP2_SETTINGS_ENABLE_PUSH, 0},
                                             {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, kWindow}};
  nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, settings, 2);
  nghttp2_session_set_local_window_size(session_, NGHTTP2_FLAG_NONE, 0, kWindow);
}

CallConnection::~CallConnection() {
  nghttp2_session_del(session_);
  close(fd_);
}

bool CallConnection::HasRoom() const {
  constexpr size_t kUntilTold = 100;  // what HTTP/2 recommends as the least
  const size_t most = nghttp2_session_get_remote_settings(session_, NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS);
  return streams_.size() < (most > INT32_MAX ? kUntilTold : most);
}

int32_t CallConnection::Call(uint64_t id, std::string_view path, std::string_view request, int64_t timeout_us,
                             std::string_view authorization) {
  auto stream = std::make_unique<Stream>(Stream{.id = id});
  const uint32_t size = htonl(static_cast<uint32_t>(request.size()));
  stream->request = absl::StrCat(absl::string_view("\0", 1), absl::string_view(reinterpret_cast<const char*>(&size), 4),
                                 absl::string_view(request.data(), request.size()));
  const std::string timeout = absl::StrCat(std::clamp<int64_t>(timeout_us, 1, 99'999'999), "u");
  const nghttp2_nv headers[] = {Header(":method", "POST"),
                                Header(":scheme", "http"),
                                Header(":path", path),
                                Header(":authority", "localhost"),
                                Header("te", "trailers"),
                                Header("content-type", "application/grpc"),
                                Header("grpc-timeout", timeout, NGHTTP2_NV_FLAG_NO_INDEX),
                                Header("authorization", authorization)};
  nghttp2_data_provider body{{.ptr = stream.get()}, &Callbacks::Read};
  const size_t count = std::size(headers) - (authorization.empty() ? 1 : 0);
  const int32_t number = nghttp2_submit_request(session_, nullptr, headers, count, &body, stream.get());
  if (number > 0) {
    streams_.emplace(number, std::move(stream));
  } else {
    done_(id, {.code = kUnavailable, .response = {}, .details = {}});
  }
  return number;
}

void CallConnection::Cancel(int32_t stream) {
  if (stream > 0) nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, stream, NGHTTP2_CANCEL);
}

bool CallConnection::Send() {
  for (;;) {
    if (sent_ == out_.size()) {
      out_.clear();
      sent_ = 0;
      const uint8_t* data = nullptr;
      for (ssize_t size; out_.size() < 65536 && (size = nghttp2_session_mem_send(session_, &data)) > 0;) {
        out_.append(reinterpret_cast<const char*>(data), static_cast<size_t>(size));
      }
      if (out_.empty()) return true;
    }
    const ssize_t size = send(fd_, out_.data() + sent_, out_.size() - sent_, MSG_NOSIGNAL);
    if (size < 0) return errno == EAGAIN;
    sent_ += static_cast<size_t>(size);
  }
}

absl::Status CallConnection::Pump() {
  static thread_local uint8_t buffer[65536];
  for (ssize_t size; (size = recv(fd_, buffer, sizeof buffer, 0)) != -1;) {
    if (size == 0 || nghttp2_session_mem_recv(session_, buffer, static_cast<size_t>(size)) < 0) {
      return absl::UnavailableError("the server has closed the connection");
    }
  }
  if (errno != EAGAIN || !Send()) return absl::UnavailableError(std::strerror(errno));
  return absl::OkStatus();
}

}  // namespace presend::bench
