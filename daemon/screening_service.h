// The gRPC service: translates calls, and screens in the thread that received them.
#pragma once

#include <atomic>

#include "daemon/arena_messages.h"
#include "daemon/options.h"
#include "daemon/rule_store.h"
#include "engine/conversation.h"
#include "presend/v1/screening.grpc.pb.h"

namespace presend {

// Thread-safe. `rules` and `window` must outlive it.
class ScreeningService final : public v1::ScreeningService::CallbackService {
 public:
  ScreeningService(const ServeOptions& options, const RuleStore& rules, ConversationWindow& window);

  grpc::ServerUnaryReactor* Screen(grpc::CallbackServerContext* call, const v1::ScreenRequest* request,
                                   v1::ScreenResponse* response) override;
  grpc::ServerUnaryReactor* ScreenBatch(grpc::CallbackServerContext* call, const v1::ScreenBatchRequest* request,
                                        v1::ScreenBatchResponse* response) override;
  grpc::ServerBidiReactor<v1::ScreenRequest, v1::ScreenStreamResponse>* ScreenStream(
      grpc::CallbackServerContext* call) override;

  // From now on streams end after the answer they are at, with UNAVAILABLE.
  void Drain() { draining_.store(true, std::memory_order_relaxed); }

 private:
  class Stream;

  absl::Status ScreenOne(const v1::ScreenRequest& request, v1::ScreenResponse& response) const;
  absl::Status ScreenAll(const grpc::CallbackServerContext& call, const v1::ScreenBatchRequest& batch,
                         v1::ScreenBatchResponse& answers) const;
  void Log(const v1::ScreenResponse& response) const;

  const wire::RequestLimits limits_;
  const uint32_t open_streams_limit_;
  const bool log_verdicts_;
  const RuleStore& rules_;
  ConversationWindow& window_;
  std::atomic<uint32_t> open_streams_{0};
  std::atomic<bool> draining_{false};
  ArenaMessages<v1::ScreenRequest, v1::ScreenResponse> one_;
  ArenaMessages<v1::ScreenBatchRequest, v1::ScreenBatchResponse> batch_;
};

}  // namespace presend
