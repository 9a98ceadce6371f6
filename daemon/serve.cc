#include <unistd.h>

#include <chrono>
#include <csignal>
#include <iostream>
#include <thread>

#include "absl/synchronization/mutex.h"
#include "daemon/log.h"
#include "daemon/notify.h"
#include "daemon/rule_folder.h"
#include "daemon/server.h"
#include "google/protobuf/stubs/logging.h"

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

// Rules that are being built would hold up the end: their thread cannot be asked to stop.
void EndAtTheDeadline(const ServeOptions& options) {
  const auto limit = std::chrono::milliseconds(options.drain_delay_ms) +
                     std::chrono::milliseconds(options.drain_deadline_ms) + std::chrono::seconds(3);
  std::thread([limit] {
    std::this_thread::sleep_for(limit);
    LogEvent(spdlog::level::warn, "ended_at_the_deadline");
    _exit(0);
  }).detach();
}

}  // namespace

int Serve(ServeOptions options) {
  if (options.rules.empty()) options.rules = DefaultRules();
  SetLogLevel(options.log_level);
  google::protobuf::SetLogHandler(nullptr);  // it writes a line for each bad request, and the caller is told anyway
  // Debian's Abseil looks for deadlocks at every lock that gRPC takes.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  const sigset_t signals = BlockSignals();
  auto server = Server::Start(
      options, [how = RuleFolderOptions{options.trusted_key, options.cache}](const std::string& folder) {
        return LoadRuleFolder(folder, how);
      });
  if (!server.ok()) {
    std::cerr << "presend: " << server.status().message() << '\n';
    return absl::IsUnavailable(server.status()) ? 1 : 2;
  }
  NotifyServiceManager("READY=1");
  ServeSignals(signals, **server);
  NotifyServiceManager("STOPPING=1");
  EndAtTheDeadline(options);
  (*server)->Drain();
  return 0;
}

}  // namespace presend
