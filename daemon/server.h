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
  // Loads the rules, then listens: whoever can connect is served. Errors: the loader's if the rules are bad;
  // INVALID_ARGUMENT for no address; UNAVAILABLE if an address cannot be listened on.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServeOptions& options, RuleStore::Loader load);
  // Drains first if that has not been done.
  ~Server();

  // Reads the rules again; on an error the old ones stay. Logged. Thread-safe.
  absl::Status Reload();

  // NOT_SERVING at once; then, after the delay, no new calls; returns when all calls have ended or been cut off at the
  // deadline. Once only has an effect. Thread-safe.
  void Drain();

  // What it listens on, with the ports that were chosen.
  const std::vector<std::string>& addresses() const;

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

// Runs a server until SIGTERM or SIGINT; SIGHUP reloads. To be called before other threads are started. Returns the
// exit status: 0 after a drain, 1 if an address cannot be listened on, 2 for bad options or rules.
int Serve(ServeOptions options);

}  // namespace presend
