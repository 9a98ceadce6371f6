// A batch on its way: which of its messages have their answer, and which are still to be asked about.
#pragma once

#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "client/failure.h"
#include "presend/v1/screening.pb.h"

namespace presend::client {

// Not safe to share between threads.
class BatchRun {
 public:
  // `batch` must outlive it. Messages that cannot be sent have their answer at once.
  explicit BatchRun(const v1::ScreenBatchRequest& batch);

  // What is left to be asked about.
  const v1::ScreenBatchRequest& open() const { return rest_ ? *rest_ : batch_; }
  bool done() const { return open().requests_size() == 0; }

  // The daemon answered what was open.
  void Answered(v1::ScreenBatchResponse& responses);

  // It did not. Requests that the failure blames have their answer, and the others stay open; if it blames none, all of
  // them have it.
  void Failed(const Failure& failure);

  // In the order of the batch. Once, when it is done.
  std::vector<Answer> Take() { return std::move(answers_); }

 private:
  void Close(const std::function<std::optional<Failure>(int)>& failure_of);

  const v1::ScreenBatchRequest& batch_;
  std::optional<v1::ScreenBatchRequest> rest_;  // of the batch, once some have their answer
  std::vector<Answer> answers_;
  std::vector<int> places_;  // of the open requests in `answers_`
};

}  // namespace presend::client
