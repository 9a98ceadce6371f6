// A running server: services, sockets, health, reload and drain.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/options.h"
#include "daemon/rule_store.h"

namespace presend {

class Server {
 public:
  // Listens, answering NOT_SERVING and UNAVAILABLE, then loads the rules, then serves. Errors: the loader's if the
  // rules are bad, unless the options say to wait for good ones; INVALID_ARGUMENT for no address, bad certificates or
  // tokens; UNAVAILABLE if an address cannot be listened on or the decision log cannot be opened.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServeOptions& options, RuleStore::Loader load);
  // Drains first if that has not been done.
  ~Server();

  // Reads the rules again; on an error the old ones stay. Logged. Thread-safe.
  absl::Status Reload();

  // Reads rules and tokens again, and opens the decision log anew: by another thread, soon. Logged. Thread-safe.
  void RequestReload();

  // NOT_SERVING at once; then, after the delay, no new calls; returns when all calls have ended or been cut off at the
  // deadline. Once only has an effect. Thread-safe.
  void Drain();

  // What it listens on, with the ports that were chosen; "" where the options ask for nothing.
  const std::vector<std::string>& addresses() const;
  const std::vector<std::string>& admin_addresses() const;
  std::string http_address() const;
  std::string metrics_address() const;

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

// Runs a server until SIGTERM or SIGINT; SIGHUP reloads. To be called before other threads are started. Returns the
// exit status: 0 after a drain, 1 if an address cannot be listened on, 2 for bad options or rules.
int Serve(ServeOptions options);

}  // namespace presend
