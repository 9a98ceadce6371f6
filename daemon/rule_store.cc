#include "daemon/rule_store.h"

#include <utility>

#include "absl/time/clock.h"

namespace presend {
namespace {

absl::Status NoCandidate() { return absl::FailedPreconditionError("there is no candidate"); }

}  // namespace

RuleStore::RuleStore(std::string folder, Loader load) : folder_(std::move(folder)), load_(std::move(load)) {}

absl::Status RuleStore::Reload(Reason reason) {
  const std::lock_guard changing(changing_);
  auto loaded = load_(folder_);
  if (!loaded.ok()) return NoteFailure(loaded.status());
  std::string revision((*loaded)->revision());
  const bool unchanged = in_folder_ == revision;
  in_folder_ = std::move(revision);
  {
    const std::lock_guard lock(mutex_);
    ++status_.loads;
    status_.last_error = absl::OkStatus();
    if (status_.held && unchanged && reason == Reason::kNoticed) return absl::OkStatus();
    status_.held = false;
  }
  Activate(*std::move(loaded));
  return absl::OkStatus();
}

absl::Status RuleStore::NoteFailure(const absl::Status& error) {
  const std::lock_guard lock(mutex_);
  status_.last_error = error;
  status_.failed_at = absl::Now();
  ++status_.failures;
  return error;
}

// Rules of the same revision are taken as well: a new day can change which of them hold.
void RuleStore::Activate(std::shared_ptr<const Screener> next) {
  const std::lock_guard lock(mutex_);
  const bool same = status_.active != nullptr && status_.active->revision() == next->revision();
  if (!same) status_.before = status_.active;
  status_.active = std::move(next);
  status_.loaded_at = absl::Now();
  PublishLocked();
}

void RuleStore::PublishLocked() {
  rules_.Publish(std::make_shared<const ActiveRules>(
      ActiveRules{status_.active, status_.candidate, status_.trial, counts_}));
}

absl::Status RuleStore::LoadCandidate(const std::string& folder, const std::string& name, const Trial& trial) {
  const std::lock_guard changing(changing_);
  auto loaded = load_(folder);
  if (!loaded.ok()) return loaded.status();
  const std::lock_guard lock(mutex_);
  status_.candidate = *std::move(loaded);
  status_.candidate_name = name;
  status_.trial = trial;
  counts_ = std::make_shared<TrialCounts>();
  status_.counts = counts_;
  PublishLocked();
  return absl::OkStatus();
}

absl::Status RuleStore::Promote() {
  const std::lock_guard changing(changing_);
  const auto candidate = Describe().candidate;
  if (candidate == nullptr) return NoCandidate();
  {
    const std::lock_guard lock(mutex_);
    status_.candidate = nullptr;
    status_.held = candidate->revision() != in_folder_;
  }
  Activate(candidate);
  return absl::OkStatus();
}

absl::Status RuleStore::DropCandidate() {
  const std::lock_guard changing(changing_);
  const std::lock_guard lock(mutex_);
  if (status_.candidate == nullptr) return NoCandidate();
  status_.candidate = nullptr;
  PublishLocked();
  return absl::OkStatus();
}

absl::Status RuleStore::RollBack() {
  const std::lock_guard changing(changing_);
  const auto before = Describe().before;
  if (before == nullptr) return absl::FailedPreconditionError("no other rules were active before");
  {
    const std::lock_guard lock(mutex_);
    status_.held = before->revision() != in_folder_;
  }
  Activate(before);
  return absl::OkStatus();
}

RuleStore::Status RuleStore::Describe() const {
  const std::lock_guard lock(mutex_);
  return status_;
}

}  // namespace presend
