#include "daemon/door.h"

#include <chrono>

#include "wire/status.h"

namespace presend {
namespace {

// A pause need not be longer than what waits takes to be done.
constexpr absl::Duration kLeastPause = absl::Milliseconds(10);

}  // namespace

absl::Status Door::CheckLoad() const {
  if (longest_wait_ <= absl::ZeroDuration()) return absl::OkStatus();
  const QueueProbe* probe = probe_.load(std::memory_order_acquire);
  if (probe == nullptr) return absl::OkStatus();
  const absl::Duration wait = probe->Delay();
  if (!share_.Takes(wait)) return absl::OkStatus();
  metrics_.CountShed(Shed::kQueue);
  return wire::TryAgainLater("calls wait too long", std::max(wait, kLeastPause));
}

absl::StatusOr<Caller> Door::Enter(std::string_view authorization, Role role, size_t messages) const {
  if (absl::Status status = CheckLoad(); !status.ok()) return status;
  auto caller = access_.Admit(authorization, role);
  if (!caller.ok()) return caller;
  if (absl::Status status = Charge(*caller, messages); !status.ok()) return status;
  return caller;
}

absl::StatusOr<Caller> Door::Enter(const grpc::CallbackServerContext& call, Role role, size_t messages) const {
  if (IsAbandoned(call)) return absl::DeadlineExceededError("the deadline passed while the call waited");
  return Enter(HeaderOf(call, "authorization"), role, messages);
}

absl::Status Door::Charge(const Caller& caller, size_t messages) const {
  absl::Status status = caller.Charge(messages);
  if (!status.ok()) metrics_.CountShed(Shed::kQuota);
  return status;
}

std::string_view HeaderOf(const grpc::CallbackServerContext& call, const char* name) {
  const auto& metadata = call.client_metadata();
  const auto found = metadata.find(name);
  return found == metadata.end() ? std::string_view() : std::string_view(found->second.data(), found->second.size());
}

bool IsAbandoned(const grpc::CallbackServerContext& call) {
  return call.deadline() <= std::chrono::system_clock::now() || call.IsCancelled();
}

}  // namespace presend
