// Who answers: the engine in this process, or a server.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "presend/v1/screening.pb.h"

namespace presend {

// Not safe to share between threads.
class Answerer {
 public:
  virtual ~Answerer() = default;

  // Answers each request in order: answers.responses(i), or faults[i] says why not, and the response is empty. Fills
  // `answers` and `faults` anew. An error says that no request is to blame, and that nothing is answered.
  virtual absl::Status Answer(const v1::ScreenBatchRequest& batch, v1::ScreenBatchResponse& answers,
                              std::vector<absl::Status>& faults) = 0;
};

// Loads the rules of a folder. `cache`: a folder that keeps what was compiled; empty: none. Errors: the loader's
// diagnostics.
absl::StatusOr<std::unique_ptr<Answerer>> AnswerHere(const std::string& rules, const std::string& cache);

// Asks a server: host:port or unix:/path. Connects at the first batch.
std::unique_ptr<Answerer> AnswerAt(const std::string& server);

}  // namespace presend
