#include "client/gatekeeper.h"

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <variant>

#include "client/batch_run.h"
#include "client/channel.h"
#include "client/line.h"

namespace presend::client {
namespace {

constexpr absl::Duration kLongestTimeout = absl::Hours(1);

// How many asynchronous calls run. Thread-safe.
class Running {
 public:
  void Begin() {
    const std::lock_guard lock(mutex_);
    ++count_;
  }
  void End() {
    const std::lock_guard lock(mutex_);
    if (--count_ == 0) none_.notify_all();
  }
  void AwaitNone() {
    std::unique_lock lock(mutex_);
    none_.wait(lock, [this] { return count_ == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable none_;
  int count_ = 0;
};

}  // namespace

struct Gatekeeper::Parts {
  const FailurePolicy policy;
  const Options options;
  Line line;
  Tally tally = {};
  Running running = {};

  Line::Terms TermsOf(const CallOptions& call) const {
    return {absl::Now() + std::min(call.timeout.value_or(options.timeout), kLongestTimeout), call.traceparent};
  }

  Outcome OutcomeOf(Answer answer) const {
    if (auto* response = std::get_if<v1::ScreenResponse>(&answer)) return Outcome(std::move(*response));
    auto& [reason, status, retry_after] = std::get<Failure>(answer);
    const FailurePolicy applied = reason == NoVerdict::kRefused ? options.when_refused : policy;
    return Outcome(Unscreened{reason, applied, std::move(status), retry_after});
  }

  // Applies the policy, and counts.
  Outcome Give(Answer answer) {
    Outcome outcome = OutcomeOf(std::move(answer));
    tally.Add(outcome);
    return outcome;
  }

  std::vector<Outcome> Give(std::vector<Answer> answers) {
    std::vector<Outcome> outcomes;
    outcomes.reserve(answers.size());
    for (Answer& answer : answers) outcomes.push_back(Give(std::move(answer)));
    return outcomes;
  }
};

// An asynchronous call, which owns what it needs.
struct Gatekeeper::PendingCall {
  v1::ScreenRequest request;
  std::function<void(Outcome)> done;
  v1::ScreenResponse response = {};
  Line::Call call = {};
};

// The same of a batch: one call after the other until it is done.
struct Gatekeeper::PendingBatch {
  struct Round {
    v1::ScreenBatchResponse responses;
    Line::Call call;
  };
  const v1::ScreenBatchRequest batch;
  Line::Terms terms;
  std::function<void(std::vector<Outcome>)> done;
  BatchRun run = BatchRun(batch);
  std::optional<Round> round = {};
};

absl::StatusOr<std::unique_ptr<Gatekeeper>> Gatekeeper::Connect(const std::string& target, FailurePolicy policy,
                                                                const Options& options) {
  auto channel = OpenChannel(target, options);
  if (!channel.ok()) return channel.status();
  return std::unique_ptr<Gatekeeper>(
      new Gatekeeper(std::unique_ptr<Parts>(new Parts{policy, options, Line(*std::move(channel), options)})));
}

Gatekeeper::Gatekeeper(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Gatekeeper::~Gatekeeper() { parts_->running.AwaitNone(); }

bool Gatekeeper::WaitUntilConnected(absl::Duration timeout) {
  return parts_->line.channel().WaitForConnected(absl::ToChronoTime(absl::Now() + timeout));
}

Outcome Gatekeeper::Screen(const v1::ScreenRequest& request, const CallOptions& call) {
  Line& line = parts_->line;
  if (auto failure = FailureIn(request)) return parts_->Give(*std::move(failure));
  Line::Call made;
  if (auto failure = line.Begin(parts_->TermsOf(call), made)) return parts_->Give(*std::move(failure));
  v1::ScreenResponse response;
  const grpc::Status status = line.stub().Screen(&made.context, request, &response);
  if (auto failure = line.End(made, status)) return parts_->Give(*std::move(failure));
  return parts_->Give(AnswerOf(std::move(response)));
}

std::vector<Outcome> Gatekeeper::ScreenBatch(const v1::ScreenBatchRequest& batch, const CallOptions& call) {
  Line& line = parts_->line;
  const Line::Terms terms = parts_->TermsOf(call);
  BatchRun run(batch);
  while (!run.done()) {
    Line::Call made;
    v1::ScreenBatchResponse responses;
    auto failure = line.Begin(terms, made);
    if (!failure) failure = line.End(made, line.stub().ScreenBatch(&made.context, run.open(), &responses));
    failure ? run.Failed(*failure) : run.Answered(responses);
  }
  return parts_->Give(run.Take());
}

void Gatekeeper::ScreenAsync(v1::ScreenRequest request, std::function<void(Outcome)> done, const CallOptions& call) {
  Line& line = parts_->line;
  if (auto failure = FailureIn(request)) return done(parts_->Give(*std::move(failure)));
  auto pending = std::unique_ptr<PendingCall>(new PendingCall{std::move(request), std::move(done)});
  if (auto failure = line.Begin(parts_->TermsOf(call), pending->call)) {
    return pending->done(parts_->Give(*std::move(failure)));
  }
  parts_->running.Begin();
  PendingCall* const sent = pending.release();
  line.stub().async()->Screen(&sent->call.context, &sent->request, &sent->response,
                              [this, sent](const grpc::Status& status) {
                                Finish(std::unique_ptr<PendingCall>(sent), status);
                                parts_->running.End();
                              });
}

// Takes the call, for its context holds the channel: gRPC aborts if one of its own threads is the last to let go of
// that.
void Gatekeeper::Finish(std::unique_ptr<PendingCall> pending, const grpc::Status& status) {
  auto failure = parts_->line.End(pending->call, status);
  pending->done(parts_->Give(failure ? Answer(*std::move(failure)) : AnswerOf(std::move(pending->response))));
}

void Gatekeeper::ScreenBatchAsync(v1::ScreenBatchRequest batch, std::function<void(std::vector<Outcome>)> done,
                                  const CallOptions& call) {
  parts_->running.Begin();
  Ask(std::unique_ptr<PendingBatch>(new PendingBatch{std::move(batch), parts_->TermsOf(call), std::move(done)}));
}

void Gatekeeper::Ask(std::unique_ptr<PendingBatch> batch) {
  while (!batch->run.done()) {
    auto& round = batch->round.emplace();
    if (auto failure = parts_->line.Begin(batch->terms, round.call)) {
      batch->run.Failed(*failure);
      continue;
    }
    const v1::ScreenBatchRequest* const open = &batch->run.open();
    return parts_->line.stub().async()->ScreenBatch(
        &round.call.context, open, &round.responses, [this, sent = batch.release()](const grpc::Status& status) {
          std::unique_ptr<PendingBatch> back(sent);
          auto failure = parts_->line.End(back->round->call, status);
          failure ? back->run.Failed(*failure) : back->run.Answered(back->round->responses);
          Ask(std::move(back));
        });
  }
  batch->done(parts_->Give(batch->run.Take()));
  batch.reset();  // and with it the channel, see Finish
  parts_->running.End();
}

absl::Status Gatekeeper::SetToken(std::string_view token) { return parts_->line.SetToken(token); }

Counters Gatekeeper::counters() const {
  Counters counters = parts_->tally.Read();
  counters.breaker_openings = parts_->line.breaker().openings();
  return counters;
}

CircuitBreaker::State Gatekeeper::breaker() const { return parts_->line.breaker().state(); }

}  // namespace presend::client
