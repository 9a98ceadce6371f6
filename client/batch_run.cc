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

BatchRun::BatchRun(const v1::ScreenBatchRequest& batch)
    : batch_(batch), answers_(batch.requests_size()), places_(answers_.size()) {
  std::iota(places_.begin(), places_.end(), 0);
  Close([this](int i) { return FailureIn(batch_.requests(i)); });
}

void BatchRun::Answered(v1::ScreenBatchResponse& responses) {
  if (responses.responses_size() != open().requests_size()) {
    return Failed({NoVerdict::kBroken, absl::InternalError(absl::StrCat(responses.responses_size(), " answers to ",
                                                                        open().requests_size(), " requests"))});
  }
  for (int i = 0; i < responses.responses_size(); ++i) {
    answers_[places_[i]] = AnswerOf(std::move(*responses.mutable_responses(i)));
  }
  rest_.emplace();
}

void BatchRun::Failed(const Failure& failure) {
  const int before = open().requests_size();
  const std::map<int, std::string> blamed = Blamed(failure.status);
  Close([&](int i) -> std::optional<Failure> {
    const auto found = blamed.find(i);
    if (found == blamed.end()) return std::nullopt;
    return Failure{failure.reason, absl::Status(failure.status.code(), found->second)};
  });
  if (open().requests_size() == before) Close([&](int) { return failure; });
}

// Gives those requests their failure that have one.
void BatchRun::Close(const std::function<std::optional<Failure>(int)>& failure_of) {
  std::vector<int> kept;
  for (int i = 0; i < open().requests_size(); ++i) {
    if (std::optional<Failure> failure = failure_of(i)) {
      answers_[places_[i]] = *std::move(failure);
    } else {
      kept.push_back(i);
    }
  }
  if (kept.size() == places_.size()) return;
  v1::ScreenBatchRequest rest;
  for (size_t k = 0; k < kept.size(); ++k) {
    *rest.add_requests() = open().requests(kept[k]);
    places_[k] = places_[kept[k]];
  }
  places_.resize(kept.size());
  rest_ = std::move(rest);
}

}  // namespace presend::client
