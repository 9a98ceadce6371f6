#include <csignal>
#include <iostream>

#include "daemon/log.h"
#include "daemon/rule_folder.h"
#include "daemon/server.h"

namespace presend {
namespace {

// Blocked in every thread that is started from here on, so that only `sigwait` sees them.
sigset_t BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

// Until a signal asks for the end.
void ServeSignals(const sigset_t& signals, Server& server) {
  for (;;) {
    int signal = 0;
    if (sigwait(&signals, &signal) != 0) continue;
    if (signal != SIGHUP) return;
    server.RequestReload();
  }
}

}  // namespace

int Serve(ServeOptions options) {
  if (options.rules.empty()) options.rules = DefaultRules();
  SetLogLevel(options.log_level);
  const sigset_t signals = BlockSignals();
  auto server = Server::Start(options, &LoadRuleFolder);
  if (!server.ok()) {
    std::cerr << "presend: " << server.status().message() << '\n';
    return absl::IsUnavailable(server.status()) ? 1 : 2;
  }
  ServeSignals(signals, **server);
  (*server)->Drain();
  return 0;
}

}  // namespace presend
