#include "daemon/rule_pack_service.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "wire/status.h"

namespace presend {
namespace {

void FillTime(absl::Time time, google::protobuf::Timestamp& out) {
  const int64_t nanoseconds = absl::ToUnixNanos(time);
  out.set_seconds(nanoseconds / 1'000'000'000);
  out.set_nanos(static_cast<int32_t>(nanoseconds % 1'000'000'000));
}

void FillRules(const RuleStore::Status& status, v1::GetStatusResponse& response) {
  if (status.screener != nullptr) {
    const RuleSet& rules = status.screener->rules();
    response.set_revision(std::string(status.screener->revision()));
    FillTime(status.loaded_at, *response.mutable_loaded_at());
    response.set_rule_count(static_cast<uint32_t>(rules.rules.size()));
    for (const Platform& platform : rules.platforms) response.add_platforms(platform.id);
  }
  if (status.last_error.ok()) return;
  FillTime(status.failed_at, *response.mutable_last_failure()->mutable_time());
  const std::vector<std::string> lines = absl::StrSplit(status.last_error.message(), '\n', absl::SkipWhitespace());
  for (const std::string& line : lines) response.mutable_last_failure()->add_diagnostics(line);
}

void FillWindow(const WindowCounters& counters, v1::WindowStatus& out) {
  out.set_conversations(counters.conversations);
  out.set_bytes(counters.bytes);
  out.set_evicted_by_count(counters.evicted_by_count);
  out.set_evicted_by_age(counters.evicted_by_age);
  out.set_evicted_by_memory(counters.evicted_by_memory);
  out.set_skipped(counters.skipped);
}

std::string RevisionOf(const RuleStore& rules) {
  const auto screener = rules.Describe().screener;
  return screener == nullptr ? "" : std::string(screener->revision());
}

}  // namespace

RulePackService::RulePackService(bool admin_over_tcp, RuleStore& rules, const ConversationWindow& window,
                                 std::function<absl::Status()> reload)
    : admin_over_tcp_(admin_over_tcp), rules_(rules), window_(window), reload_(std::move(reload)) {}

RulePackService::~RulePackService() {
  if (worker_.joinable()) worker_.join();
}

grpc::ServerUnaryReactor* RulePackService::GetStatus(grpc::CallbackServerContext* call, const v1::GetStatusRequest*,
                                                     v1::GetStatusResponse* response) {
  FillRules(rules_.Describe(), *response);
  FillWindow(window_.Counters(), *response->mutable_window());
  auto* reactor = call->DefaultReactor();
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

grpc::ServerUnaryReactor* RulePackService::Reload(grpc::CallbackServerContext* call, const v1::ReloadRequest*,
                                                  v1::ReloadResponse* response) {
  auto* reactor = call->DefaultReactor();
  const std::lock_guard lock(mutex_);
  if (!admin_over_tcp_ && !absl::StartsWith(call->peer(), "unix")) {
    reactor->Finish(grpc::Status(grpc::StatusCode::PERMISSION_DENIED, "Reload is taken from Unix sockets only"));
  } else if (reloading_) {
    reactor->Finish(grpc::Status(grpc::StatusCode::ABORTED, "another reload is running"));
  } else {
    if (worker_.joinable()) worker_.join();  // it has finished
    reloading_ = true;
    worker_ = std::thread([this, reactor, response] {
      const absl::Status status = RunReload(*response);
      {
        const std::lock_guard done(mutex_);
        reloading_ = false;
      }
      reactor->Finish(wire::ToGrpc(status));
    });
  }
  return reactor;
}

absl::Status RulePackService::RunReload(v1::ReloadResponse& response) {
  response.set_previous_revision(RevisionOf(rules_));
  const absl::Status status = reload_();
  if (!status.ok()) return absl::IsAborted(status) ? status : wire::BadRules(std::string(status.message()));
  response.set_revision(RevisionOf(rules_));
  return absl::OkStatus();
}

}  // namespace presend
