#include "daemon/rule_pack_service.h"

#include <filesystem>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "daemon/door.h"
#include "daemon/log.h"
#include "daemon/rule_status.h"
#include "wire/status.h"

namespace presend {
namespace {

constexpr uint32_t kAllConversations = 100;  // percent
constexpr size_t kToldBytes = 1500;

std::string RevisionOf(const RuleStore& rules) {
  const auto active = rules.Describe().active;
  return active == nullptr ? "" : std::string(active->revision());
}

// Runs a change of the active rules, and says what they were and are.
template <typename Response>
absl::Status Switch(const RuleStore& rules, Response& response, const std::function<absl::Status()>& change) {
  response.set_previous_revision(RevisionOf(rules));
  const absl::Status status = change();
  if (status.ok()) response.set_revision(RevisionOf(rules));
  return status;
}

// Bad rules are the operator's to mend: told with their first diagnostics, for a status travels in headers, which are
// small. GetStatus has them all.
absl::Status Told(const absl::Status& status) {
  if (status.ok() || absl::IsAborted(status) || absl::IsUnavailable(status)) return status;
  std::string text(status.message());
  if (text.size() > kToldBytes) {
    const size_t line = text.rfind('\n', kToldBytes);
    text.resize(line == std::string::npos ? kToldBytes : line);
    text += "\n(and more: see the status)";
  }
  return wire::BadRules(text);
}

bool IsPlainName(const std::string& name) {
  return !name.empty() && name.front() != '.' && name.find('/') == std::string::npos && name.size() < 256;
}

}  // namespace

RulePackService::RulePackService(Parts parts) : parts_(std::move(parts)) {}

absl::Status RulePackService::Admit(const grpc::CallbackServerContext& call, Role role) const {
  if (!parts_.over_tcp && !absl::StartsWith(call.peer(), "unix")) {
    return absl::PermissionDeniedError("operators are served on Unix sockets, or on a listener of their own");
  }
  return parts_.access.Admit(HeaderOf(call, "authorization"), role).status();
}

grpc::ServerUnaryReactor* RulePackService::GetStatus(grpc::CallbackServerContext* call, const v1::GetStatusRequest*,
                                                     v1::GetStatusResponse* response) {
  auto* reactor = call->DefaultReactor();
  const absl::Status admitted = Admit(*call, Role::kRead);
  if (admitted.ok()) {
    FillStatus(parts_.rules.Describe(), *response);
    FillStatus(parts_.window.Counters(), *response->mutable_window());
  }
  reactor->Finish(wire::ToGrpc(admitted));
  return reactor;
}

// Compiling takes too long for a thread that serves calls.
grpc::ServerUnaryReactor* RulePackService::Change(grpc::CallbackServerContext* call, const char* name,
                                                  std::function<absl::Status()> change) {
  auto* reactor = call->DefaultReactor();
  absl::Status refused = Admit(*call, Role::kWrite);
  const auto job = [reactor, name, change = std::move(change)] {
    const absl::Status status = change();
    LogEvent(status.ok() ? spdlog::level::info : spdlog::level::err, name,
             {{"ok", status.ok()}, {"error", std::string(status.message().substr(0, kToldBytes))}});
    reactor->Finish(wire::ToGrpc(status));
  };
  if (refused.ok() && !parts_.loading.Post(job)) {
    refused = wire::TryAgainLater("too many changes wait", absl::Seconds(5));
  }
  if (!refused.ok()) reactor->Finish(wire::ToGrpc(refused));
  return reactor;
}

grpc::ServerUnaryReactor* RulePackService::Reload(grpc::CallbackServerContext* call, const v1::ReloadRequest*,
                                                  v1::ReloadResponse* response) {
  return Change(call, "reload_asked", [this, response] {
    return Switch(parts_.rules, *response, [this] { return Told(parts_.reload()); });
  });
}

grpc::ServerUnaryReactor* RulePackService::LoadCandidate(grpc::CallbackServerContext* call,
                                                         const v1::LoadCandidateRequest* request,
                                                         v1::LoadCandidateResponse* response) {
  return Change(call, "candidate_asked", [this, request, response] { return TryCandidate(*request, *response); });
}

grpc::ServerUnaryReactor* RulePackService::DropCandidate(grpc::CallbackServerContext* call,
                                                         const v1::DropCandidateRequest*, v1::DropCandidateResponse*) {
  return Change(call, "candidate_dropped", [this] { return parts_.rules.DropCandidate(); });
}

grpc::ServerUnaryReactor* RulePackService::Promote(grpc::CallbackServerContext* call, const v1::PromoteRequest*,
                                                   v1::PromoteResponse* response) {
  return Change(call, "promoted", [this, response] {
    return Switch(parts_.rules, *response, [this] { return parts_.rules.Promote(); });
  });
}

grpc::ServerUnaryReactor* RulePackService::RollBack(grpc::CallbackServerContext* call, const v1::RollBackRequest*,
                                                    v1::RollBackResponse* response) {
  return Change(call, "rolled_back", [this, response] {
    return Switch(parts_.rules, *response, [this] { return parts_.rules.RollBack(); });
  });
}

absl::Status RulePackService::TryCandidate(const v1::LoadCandidateRequest& request,
                                           v1::LoadCandidateResponse& response) {
  if (parts_.candidates.empty()) return absl::FailedPreconditionError("the server has no folder of candidates");
  if (!IsPlainName(request.name())) return wire::BadRequest({{"name", "the name of a folder or pack file, without a path"}});
  if (request.percent() > kAllConversations) return wire::BadRequest({{"percent", "more than 100"}});
  if (request.mode() != v1::TRIAL_MODE_SHADOW && request.mode() != v1::TRIAL_MODE_CANARY) {
    return wire::BadRequest({{"mode", "required: TRIAL_MODE_SHADOW or TRIAL_MODE_CANARY"}});
  }
  const std::string folder = absl::StrCat(parts_.candidates, "/", request.name());
  std::error_code error;
  if (!std::filesystem::exists(folder, error)) {
    return absl::NotFoundError(absl::StrCat("no candidate named \"", request.name(), "\""));
  }
  Trial trial;
  trial.mode = request.mode() == v1::TRIAL_MODE_CANARY ? TrialMode::kCanary : TrialMode::kShadow;
  trial.percent = request.percent() == 0 ? kAllConversations : request.percent();
  trial.shops.assign(request.shops().begin(), request.shops().end());
  const absl::Status status = parts_.rules.LoadCandidate(folder, request.name(), trial);
  if (!status.ok()) return Told(status);
  response.set_revision(std::string(parts_.rules.Describe().candidate->revision()));
  return absl::OkStatus();
}

}  // namespace presend
