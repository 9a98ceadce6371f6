#include "daemon/http_intake.h"

#include <gnutls/gnutls.h>

#include <cstdlib>
#include <string>

namespace presend {
namespace {

constexpr int kForbidden = 403, kTooLarge = 413;

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

// The library asks for a certificate, and leaves it to us to look at it.
bool ShowsCertificate(MHD_Connection* connection) {
  const auto* session = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
  unsigned faults = 1;
  return session != nullptr &&
         gnutls_certificate_verify_peers2(static_cast<gnutls_session_t>(session->tls_session), &faults) >= 0 &&
         faults == 0;
}

}  // namespace

// A request while it comes in.
struct HttpIntake::Incoming {
  HttpRequest request;
};

MHD_Result HttpIntake::OnAccess(void* self, MHD_Connection* connection, const char* url, const char* method,
                                const char*, const char* data, size_t* size, void** state) {
  auto& intake = *static_cast<HttpIntake*>(self);
  if (*state == nullptr) return intake.Begin(connection, url, method, state);
  return intake.Take(connection, *static_cast<Incoming*>(*state), data, size);
}

void HttpIntake::OnDone(void* self, MHD_Connection*, void** state, MHD_RequestTerminationCode) {
  auto* incoming = static_cast<Incoming*>(*state);
  if (incoming == nullptr) return;
  static_cast<HttpIntake*>(self)->buffered_.fetch_sub(incoming->request.body.size(), std::memory_order_relaxed);
  delete incoming;
}

// An answer here is sent before the body has come.
MHD_Result HttpIntake::Begin(MHD_Connection* connection, const char* url, const char* method, void** state) const {
  auto* incoming = new Incoming;
  *state = incoming;
  incoming->request = {method, url, HeaderOf(connection, "Authorization"), HeaderOf(connection, "traceparent"), ""};
  if (ask_certificate_ && !ShowsCertificate(connection)) {
    return Send(connection,
                {.status = kForbidden, .body = "a client certificate of this server's authority is required\n"});
  }
  const std::string length = HeaderOf(connection, "Content-Length");
  if (strtoull(length.c_str(), nullptr, 10) <= limits_.body_bytes) return MHD_YES;
  return Send(connection, {.status = kTooLarge, .body = "the body is too large\n"});
}

MHD_Result HttpIntake::Take(MHD_Connection* connection, Incoming& incoming, const char* data, size_t* size) {
  if (*size == 0) return Send(connection, handle_(incoming.request));
  incoming.request.body.append(data, *size);
  const uint64_t all = buffered_.fetch_add(*size, std::memory_order_relaxed) + *size;
  const bool fits = incoming.request.body.size() <= limits_.body_bytes && all <= limits_.memory_bytes;
  *size = 0;
  return fits ? MHD_YES : MHD_NO;  // a client that does not say how much comes is cut off when it is too much
}

}  // namespace presend
