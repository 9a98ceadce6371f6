// The service as JSON over HTTP, for gateways without gRPC: the same messages, limits, tokens and errors.
//
//   POST /v1/screen        ScreenRequest      → ScreenResponse
//   POST /v1/screen:batch  ScreenBatchRequest → ScreenBatchResponse
//
// An error is a google.rpc.Status as JSON under the HTTP status that goes with its code.
#pragma once

#include "daemon/answering.h"
#include "daemon/door.h"
#include "daemon/http_listener.h"
#include "daemon/metrics.h"

namespace presend {

// Thread-safe. What it refers to must outlive it.
class JsonGateway {
 public:
  JsonGateway(const Answering& answering, const Door& door, Metrics& metrics, bool explain)
      : answering_(answering), door_(door), metrics_(metrics), explain_(explain) {}

  HttpResponse Handle(const HttpRequest& request) const;

 private:
  absl::Status One(const HttpRequest& http, std::string& body) const;
  absl::Status Batch(const HttpRequest& http, std::string& body) const;
  absl::Status CheckExplain(const v1::ScreenRequest& request, const HttpRequest& http) const;

  const Answering& answering_;
  const Door& door_;
  Metrics& metrics_;
  const bool explain_;
};

}  // namespace presend
