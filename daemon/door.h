// What a call must pass before any work is done for it: there is time, it may come in, and its quota lasts.
#pragma once

#include <atomic>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/access.h"
#include "daemon/metrics.h"
#include "daemon/queue_probe.h"
#include "daemon/shed_share.h"
#include "grpcpp/grpcpp.h"

namespace presend {

// Thread-safe. What it refers to must outlive it.
class Door {
 public:
  // Turns calls away while others wait longer than `longest_wait`; zero: never.
  Door(const Access& access, Metrics& metrics, absl::Duration longest_wait)
      : access_(access), metrics_(metrics), longest_wait_(longest_wait), share_(longest_wait) {}

  // Measures with `probe` from now on; null: does not measure. Calls that run may still use the one before.
  void Watch(const QueueProbe* probe) { probe_.store(probe, std::memory_order_release); }

  // RESOURCE_EXHAUSTED with a RetryInfo for some of the calls while calls wait too long.
  absl::Status CheckLoad() const;

  // All three. Errors: as CheckLoad, Access::Admit, Caller::Charge.
  absl::StatusOr<Caller> Enter(std::string_view authorization, Role role, size_t messages) const;
  // The same for a gRPC call; DEADLINE_EXCEEDED if nobody waits for it any more.
  absl::StatusOr<Caller> Enter(const grpc::CallbackServerContext& call, Role role, size_t messages) const;

  // Charges `caller` for more messages.
  absl::Status Charge(const Caller& caller, size_t messages) const;

 private:
  const Access& access_;
  Metrics& metrics_;
  const absl::Duration longest_wait_;
  mutable ShedShare share_;
  std::atomic<const QueueProbe*> probe_{nullptr};
};

// The value of a header of a call; "" if there is none.
std::string_view HeaderOf(const grpc::CallbackServerContext& call, const char* name);

// Whether the call's deadline has passed, or its caller has gone.
bool IsAbandoned(const grpc::CallbackServerContext& call);

}  // namespace presend
