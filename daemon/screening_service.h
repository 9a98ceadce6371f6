// The gRPC service: translates calls, and screens in the thread that received them; costly ones aside.
#pragma once

#include <atomic>
#include <functional>

#include "daemon/answering.h"
#include "daemon/arena_messages.h"
#include "daemon/door.h"
#include "daemon/metrics.h"
#include "daemon/work_queue.h"
#include "presend/v1/screening.grpc.pb.h"

namespace presend {

// Thread-safe. What it refers to must outlive it.
//
// The stream takes raw messages: one that cannot be read is answered with its error, where gRPC would end the stream as
// if the client had.
class ScreeningService final
    : public v1::ScreeningService::WithCallbackMethod_Screen<v1::ScreeningService::WithCallbackMethod_ScreenBatch<
          v1::ScreeningService::WithRawCallbackMethod_ScreenStream<v1::ScreeningService::Service>>> {
 public:
  struct Limits {
    uint32_t open_streams = 1000;
    bool explain = true;  // false: explanations are given elsewhere
  };
  ScreeningService(const Answering& answering, const Door& door, Metrics& metrics, WorkQueue& queue,
                   const Limits& limits);

  grpc::ServerUnaryReactor* Screen(grpc::CallbackServerContext* call, const v1::ScreenRequest* request,
                                   v1::ScreenResponse* response) override;
  grpc::ServerUnaryReactor* ScreenBatch(grpc::CallbackServerContext* call, const v1::ScreenBatchRequest* request,
                                        v1::ScreenBatchResponse* response) override;
  grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* ScreenStream(grpc::CallbackServerContext* call) override;

  // From now on streams end after the answer they are at, with UNAVAILABLE.
  void Drain() { draining_.store(true, std::memory_order_relaxed); }

 private:
  class Stream;

  // Answers a call here or, if it is costly, aside; `work` says how it ends.
  grpc::ServerUnaryReactor* Dispatch(grpc::CallbackServerContext* call, Way way, bool costly,
                                     std::function<absl::Status()> work);

  absl::Status AnswerOne(const grpc::CallbackServerContext& call, const v1::ScreenRequest& request,
                         v1::ScreenResponse& response) const;
  absl::Status AnswerBatch(const grpc::CallbackServerContext& call, const v1::ScreenBatchRequest& batch,
                           v1::ScreenBatchResponse& answers) const;
  absl::Status CheckExplain(const v1::ScreenRequest& request, std::string_view authorization) const;

  const Answering& answering_;
  const Door& door_;
  Metrics& metrics_;
  WorkQueue& queue_;
  const Limits limits_;
  std::atomic<uint32_t> open_streams_{0};
  std::atomic<bool> draining_{false};
  ArenaMessages<v1::ScreenRequest, v1::ScreenResponse> one_;
  ArenaMessages<v1::ScreenBatchRequest, v1::ScreenBatchResponse> batch_;
};

}  // namespace presend
