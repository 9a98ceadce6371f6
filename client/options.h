// How a gateway's connection to the daemon is to behave.
#pragma once

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "client/outcome.h"

namespace presend::client {

// Files in PEM. Read again when they change; replace certificate and key by renames.
struct TlsFiles {
  std::string server_ca;    // that signed the daemon's certificate; empty: those of the system
  std::string certificate;  // the client's own; empty: it shows none
  std::string key;          // of that certificate
};

struct Options {
  // For a call without a timeout of its own: what a send can wait for, second tries included.
  absl::Duration timeout = absl::Milliseconds(50);

  // For messages that the daemon has refused as such (NoVerdict::kRefused). Not the policy for outages: whoever fails
  // open there as well lets through each message that is made too long to be screened.
  FailurePolicy when_refused = FailurePolicy::kFailClosed;

  // A call that finds no connection, or loses it, is tried again, all in all so often: 1 to 5. Each try goes to the
  // next address, if there are several. When many calls fail, gRPC makes no second tries for a while.
  int attempts = 2;
  // Then a try is given up, and the next one made. Infinite: never. To be set with several addresses only: it hides one
  // that hangs. With a single one it asks a slow daemon twice.
  absl::Duration attempt_timeout = absl::InfiniteDuration();

  // So many calls in a row without an answer, and none is made for a while, at first an eighth of `breaker_rest`; see
  // circuit_breaker.h. How many are under way at once is limited while answers come late; see call_limit.h.
  int breaker_failures = 5;
  absl::Duration breaker_rest = absl::Seconds(1);

  // TLS over TCP if it is there. Unix sockets are guarded by file permissions.
  std::optional<TlsFiles> tls;

  // Sent as "authorization: Bearer …". Without TLS everybody on the way can read it.
  std::string token;

  // When no byte has come for so long, the daemon is asked whether it is still there; 10 s later the connection is
  // closed. At least 10 s: gRPC servers hang up on those who ask more often.
  absl::Duration keepalive = absl::Seconds(10);
};

// Of one call.
struct CallOptions {
  // Instead of Options::timeout; an hour at most. A call with no time left is not made, and says nothing of the daemon.
  std::optional<absl::Duration> timeout;
  // W3C trace context, kept in the daemon's decision log. One that is malformed is not passed on, as the standard asks.
  std::string traceparent;
};

}  // namespace presend::client
