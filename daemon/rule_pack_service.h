// The gRPC service for operators.
#pragma once

#include <functional>
#include <mutex>
#include <thread>

#include "absl/status/status.h"
#include "daemon/rule_store.h"
#include "engine/conversation.h"
#include "presend/v1/rule_packs.grpc.pb.h"

namespace presend {

// Thread-safe. `rules` and `window` must outlive it. Its end waits for a reload that runs.
class RulePackService final : public v1::RulePackService::CallbackService {
 public:
  // `reload` makes the store reload and tells about it.
  RulePackService(bool admin_over_tcp, RuleStore& rules, const ConversationWindow& window,
                  std::function<absl::Status()> reload);
  ~RulePackService() override;

  grpc::ServerUnaryReactor* GetStatus(grpc::CallbackServerContext* call, const v1::GetStatusRequest* request,
                                      v1::GetStatusResponse* response) override;
  grpc::ServerUnaryReactor* Reload(grpc::CallbackServerContext* call, const v1::ReloadRequest* request,
                                   v1::ReloadResponse* response) override;

 private:
  absl::Status RunReload(v1::ReloadResponse& response);

  const bool admin_over_tcp_;
  RuleStore& rules_;
  const ConversationWindow& window_;
  const std::function<absl::Status()> reload_;
  std::mutex mutex_;
  bool reloading_ = false;
  std::thread worker_;  // compiling takes too long for a thread that serves calls
};

}  // namespace presend
