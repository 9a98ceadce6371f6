// The gRPC service for operators.
#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "daemon/access.h"
#include "daemon/loading_thread.h"
#include "daemon/rule_store.h"
#include "engine/conversation.h"
#include "presend/v1/rule_packs.grpc.pb.h"

namespace presend {

// Thread-safe. What it refers to must outlive it.
class RulePackService final : public v1::RulePackService::CallbackService {
 public:
  struct Parts {
    RuleStore& rules;
    const ConversationWindow& window;
    const Access& access;
    LoadingThread& loading;                // makes all changes
    std::function<absl::Status()> reload;  // makes the store reload and tells about it
    std::string candidates;                // folder of folders; empty: there are no candidates
    bool over_tcp = false;                 // otherwise it is there for Unix sockets only
  };
  explicit RulePackService(Parts parts);

  grpc::ServerUnaryReactor* GetStatus(grpc::CallbackServerContext* call, const v1::GetStatusRequest* request,
                                      v1::GetStatusResponse* response) override;
  grpc::ServerUnaryReactor* Reload(grpc::CallbackServerContext* call, const v1::ReloadRequest* request,
                                   v1::ReloadResponse* response) override;
  grpc::ServerUnaryReactor* LoadCandidate(grpc::CallbackServerContext* call, const v1::LoadCandidateRequest* request,
                                          v1::LoadCandidateResponse* response) override;
  grpc::ServerUnaryReactor* DropCandidate(grpc::CallbackServerContext* call, const v1::DropCandidateRequest* request,
                                          v1::DropCandidateResponse* response) override;
  grpc::ServerUnaryReactor* Promote(grpc::CallbackServerContext* call, const v1::PromoteRequest* request,
                                    v1::PromoteResponse* response) override;
  grpc::ServerUnaryReactor* RollBack(grpc::CallbackServerContext* call, const v1::RollBackRequest* request,
                                     v1::RollBackResponse* response) override;

 private:
  absl::Status Admit(const grpc::CallbackServerContext& call, Role role) const;
  grpc::ServerUnaryReactor* Change(grpc::CallbackServerContext* call, const char* name,
                                   std::function<absl::Status()> change);
  absl::Status TryCandidate(const v1::LoadCandidateRequest& request, v1::LoadCandidateResponse& response);

  const Parts parts_;
};

}  // namespace presend
