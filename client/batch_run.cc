#include "client/batch_run.h"

#include <cstdlib>
#include <map>
#include <numeric>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "wire/status.h"

namespace presend::client {
namespace {

// What is wrong with which request, from violations of "requests[3].text".
std::map<int, std::string> Blamed(const absl::Status& status) {
  constexpr std::string_view kPrefix = "requests[";
  std::map<int, std::string> blamed;
  for (const wire::FieldViolation& violation : wire::FieldViolations(status)) {
    if (!violation.field.starts_with(kPrefix)) continue;
    char* rest = nullptr;
    const long index = std::strtol(violation.field.c_str() + kPrefix.size(), &rest, 10);
    const std::string field = *rest == ']' ? std::string(rest + 1) : "";
    std::string& faults = blamed[static_cast<int>(index)];
    absl::StrAppend(&faults, faults.empty() ? "" : "; ", absl::StripPrefix(field, "."), ": ", violation.description);
  }
  return blamed;
}

}  // namespace

BatchRun::BatchRun(v1::ScreenBatchRequest batch)
    : answers_(batch.requests_size()), open_(std::move(batch)), places_(answers_.size()) {
  std::iota(places_.begin(), places_.end(), 0);
  Close([this](int i) { return FailureIn(open_.requests(i)); });
}

void BatchRun::Answered(v1::ScreenBatchResponse& responses) {
  if (responses.responses_size() != open_.requests_size()) {
    return Failed({NoVerdict::kBroken, absl::InternalError(absl::StrCat(responses.responses_size(), " answers to ",
                                                                        open_.requests_size(), " requests"))});
  }
  for (int i = 0; i < responses.responses_size(); ++i) {
    answers_[places_[i]] = AnswerOf(std::move(*responses.mutable_responses(i)));
  }
  open_.clear_requests();
}

void BatchRun::Failed(const Failure& failure) {
  const int before = open_.requests_size();
  const std::map<int, std::string> blamed = Blamed(failure.status);
  Close([&](int i) -> std::optional<Failure> {
    const auto found = blamed.find(i);
    if (found == blamed.end()) return std::nullopt;
    return Failure{failure.reason, absl::Status(failure.status.code(), found->second)};
  });
  if (open_.requests_size() == before) Close([&](int) { return failure; });
}

// Gives those requests their failure that have one.
void BatchRun::Close(const std::function<std::optional<Failure>(int)>& failure_of) {
  auto& requests = *open_.mutable_requests();
  int kept = 0;
  for (int i = 0; i < requests.size(); ++i) {
    if (std::optional<Failure> failure = failure_of(i)) {
      answers_[places_[i]] = *std::move(failure);
      continue;
    }
    requests.SwapElements(kept, i);
    places_[kept++] = places_[i];
  }
  requests.DeleteSubrange(kept, requests.size() - kept);
  places_.resize(kept);
}

}  // namespace presend::client
