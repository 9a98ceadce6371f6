// Who answers: the engine in this process, or a server.
#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "presend/v1/screening.pb.h"

namespace presend {

// Not safe to share between threads.
class Answerer {
 public:
  virtual ~Answerer() = default;

  // Answers each request in order into `answers` (clear). If request i is the first that cannot be answered, the
  // answers before it may be there, `failed` is i and the status says why; `failed` is -1 if no request is to blame.
  virtual absl::Status Answer(const v1::ScreenBatchRequest& batch, v1::ScreenBatchResponse& answers, int& failed) = 0;
};

// Loads the rules of a folder. Errors: the loader's diagnostics.
absl::StatusOr<std::unique_ptr<Answerer>> AnswerHere(const std::string& rules);

// Asks a server: host:port or unix:/path. Connects at the first batch.
std::unique_ptr<Answerer> AnswerAt(const std::string& server);

}  // namespace presend
