// Requests as libmicrohttpd delivers them: checked, collected within the limits, answered.
#pragma once

#include <microhttpd.h>

#include <atomic>
#include <cstdint>

#include "daemon/http_listener.h"

namespace presend {

// Thread-safe.
class HttpIntake {
 public:
  // With `ask_certificate`, only clients are heard whose certificate the daemon's authority has signed.
  HttpIntake(const HttpLimits& limits, HttpListener::Handler handle, bool ask_certificate)
      : limits_(limits), handle_(std::move(handle)), ask_certificate_(ask_certificate) {}

  // What MHD_start_daemon and MHD_OPTION_NOTIFY_COMPLETED take; `self` is the intake.
  static MHD_Result OnAccess(void* self, MHD_Connection* connection, const char* url, const char* method, const char*,
                             const char* data, size_t* size, void** state);
  static void OnDone(void* self, MHD_Connection*, void** state, MHD_RequestTerminationCode);

 private:
  struct Incoming;

  MHD_Result Begin(MHD_Connection* connection, const char* url, const char* method, void** state) const;
  MHD_Result Take(MHD_Connection* connection, Incoming& incoming, const char* data, size_t* size);

  const HttpLimits limits_;
  const HttpListener::Handler handle_;
  const bool ask_certificate_;
  std::atomic<uint64_t> buffered_{0};
};

}  // namespace presend
