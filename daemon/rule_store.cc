#include "daemon/rule_store.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "daemon/log.h"

namespace presend {
namespace {

absl::Status NoCandidate() { return absl::FailedPreconditionError("there is no candidate"); }

absl::Status NotKept(const absl::Status& why) {
  return absl::FailedPreconditionError(absl::StrCat("it would not outlive a restart: ", why.message()));
}

std::string RevisionOf(const Screener& rules) { return std::string(rules.revision()); }

void Warn(const char* event, const absl::Status& status) {
  LogEvent(spdlog::level::warn, event, {{"error", std::string(status.message())}});
}

}  // namespace

RuleStore::RuleStore(std::string folder, Loader load, const std::string& kept)
    : folder_(std::move(folder)),
      load_(std::move(load)),
      kept_(kept.empty() ? std::nullopt : std::make_optional<KeptRules>(kept)) {}

absl::Status RuleStore::Start() {
  const std::lock_guard changing(changing_);
  const auto loaded = LoadFolder();
  if (loaded.ok()) in_folder_ = RevisionOf(**loaded);
  const Loaded kept = LoadKept(loaded.ok());
  if (!loaded.ok() && kept == nullptr) return loaded.status();
  const Loaded& next = kept != nullptr ? kept : *loaded;
  if (absl::Status status = Record(*next, in_folder_); !status.ok()) Warn("rules_not_kept", status);
  if (loaded.ok() && kept != nullptr) Activate(*loaded);  // what a roll-back returns to
  {
    const std::lock_guard lock(mutex_);
    status_.held = next->revision() != in_folder_;
  }
  Activate(next);
  return absl::OkStatus();
}

absl::Status RuleStore::Reload(Reason reason) {
  const std::lock_guard changing(changing_);
  const auto loaded = LoadFolder();
  const bool held = Describe().held;
  const bool stay = !loaded.ok() || (held && in_folder_ == RevisionOf(**loaded) && reason != Reason::kAsked);
  if (stay && reason == Reason::kNewDay) Renew();
  if (stay) return loaded.status();
  const std::string revision = RevisionOf(**loaded);
  if (absl::Status status = Record(**loaded, revision); !status.ok()) {
    if (held) return NoteFailure(status);  // or the next start would hold on to the rules before
    Warn("rules_not_kept", status);
  }
  in_folder_ = revision;
  {
    const std::lock_guard lock(mutex_);
    status_.held = false;
  }
  Activate(*loaded);
  return absl::OkStatus();
}

absl::StatusOr<RuleStore::Loaded> RuleStore::LoadFolder() {
  auto loaded = load_(folder_);
  if (!loaded.ok()) return NoteFailure(loaded.status());
  loaded_from_[RevisionOf(**loaded)] = folder_;
  if (absl::Status status = Keep(folder_, **loaded); !status.ok()) Warn("rules_not_kept", status);
  const std::lock_guard lock(mutex_);
  ++status_.loads;
  status_.last_error = absl::OkStatus();
  return loaded;
}

// The active rules once more, as they are today.
void RuleStore::Renew() {
  const Loaded active = Describe().active;
  if (active == nullptr) return;
  const std::string revision = RevisionOf(*active);
  const auto again = load_(kept_ && kept_->Has(revision) ? kept_->PathOf(revision) : loaded_from_[revision]);
  if (again.ok() && (*again)->revision() == revision) return Activate(*again);
  Warn("dates_not_renewed",
       again.ok() ? absl::NotFoundError("the active rules are nowhere to be read") : again.status());
}

absl::Status RuleStore::NoteFailure(const absl::Status& error) {
  const std::lock_guard lock(mutex_);
  status_.last_error = error;
  status_.failed_at = absl::Now();
  ++status_.failures;
  return error;
}

// What was active when the process ended; null if that is nothing, or what the folder holds, or older than its news.
RuleStore::Loaded RuleStore::LoadKept(bool folder_is_good) {
  if (!kept_) return nullptr;
  const auto note = kept_->Read();
  if (absl::IsNotFound(note.status())) return nullptr;
  if (note.ok()) note_ = *note;
  if (note.ok() && folder_is_good && (note_.active == note_.folder || note_.active == in_folder_)) return nullptr;
  const auto loaded = note.ok() ? LoadCopy(folder_is_good) : note.status();
  if (!loaded.ok()) {
    Warn("kept_rules_ignored", loaded.status());
    return nullptr;
  }
  in_folder_ = note_.folder;
  LogEvent(spdlog::level::info, "kept_rules_taken", {{"revision", note_.active}, {"folder", note_.folder}});
  return *loaded;
}

absl::StatusOr<RuleStore::Loaded> RuleStore::LoadCopy(bool folder_is_good) const {
  if (folder_is_good && note_.folder != in_folder_) {
    return absl::FailedPreconditionError(absl::StrCat(folder_, " holds new rules since ", note_.active, " was active"));
  }
  auto loaded = load_(kept_->PathOf(note_.active));
  if (loaded.ok() && (*loaded)->revision() != note_.active) {
    return absl::DataLossError(absl::StrCat(kept_->PathOf(note_.active), ": holds other rules than its name says"));
  }
  return loaded;
}

absl::Status RuleStore::Keep(const std::string& from, const Screener& rules) const {
  if (!kept_) return absl::OkStatus();
  const absl::Status status = kept_->Keep(from, RevisionOf(rules));
  return absl::IsUnavailable(status) ? NotKept(status) : status;
}

// To be called before `next` becomes active: a process that is killed in between starts with it.
absl::Status RuleStore::Record(const Screener& next, const std::string& in_folder) {
  const KeptRules::Note note{RevisionOf(next), in_folder};
  if (!kept_ || note == note_) return absl::OkStatus();
  if (note.active != note.folder && !kept_->Has(note.active)) {
    return NotKept(absl::NotFoundError(absl::StrCat(kept_->PathOf(note.active), ": there is no whole copy")));
  }
  if (absl::Status status = kept_->Write(note); !status.ok()) return NotKept(status);
  note_ = note;
  return absl::OkStatus();
}

// Rules of the same revision are taken as well: a new day can change which of them hold.
void RuleStore::Activate(Loaded next) {
  {
    const std::lock_guard lock(mutex_);
    const bool same = status_.active != nullptr && status_.active->revision() == next->revision();
    if (!same) status_.before = status_.active;
    status_.active = std::move(next);
    status_.loaded_at = absl::Now();
    PublishLocked();
  }
  DropWhatIsOld();
}

void RuleStore::DropWhatIsOld() {
  const Status now = Describe();
  std::set<std::string> wanted = {note_.active};
  for (const Loaded& rules : {now.active, now.before, now.candidate}) {
    if (rules != nullptr) wanted.insert(RevisionOf(*rules));
  }
  std::erase_if(loaded_from_, [&wanted](const auto& entry) { return !wanted.contains(entry.first); });
  if (kept_) kept_->DropAllBut(wanted);
}

void RuleStore::PublishLocked() {
  rules_.Publish(
      std::make_shared<const ActiveRules>(ActiveRules{status_.active, status_.candidate, status_.trial, counts_}));
}

absl::Status RuleStore::LoadCandidate(const std::string& folder, const std::string& name, const Trial& trial) {
  const std::lock_guard changing(changing_);
  auto loaded = load_(folder);
  if (!loaded.ok()) return loaded.status();
  if (absl::Status status = Keep(folder, **loaded); !status.ok()) return status;
  loaded_from_[RevisionOf(**loaded)] = folder;
  {
    const std::lock_guard lock(mutex_);
    status_.candidate = *std::move(loaded);
    status_.candidate_name = name;
    status_.trial = trial;
    counts_ = std::make_shared<TrialCounts>();
    status_.counts = counts_;
    PublishLocked();
  }
  DropWhatIsOld();
  return absl::OkStatus();
}

absl::Status RuleStore::Promote() {
  const std::lock_guard changing(changing_);
  const auto candidate = Describe().candidate;
  if (candidate == nullptr) return NoCandidate();
  if (absl::Status status = Record(*candidate, in_folder_); !status.ok()) return status;
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
  if (absl::Status status = Record(*before, in_folder_); !status.ok()) return status;
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
