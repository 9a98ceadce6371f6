// What outlives the process: copies of the rules that may be asked for again, and a note which of them are active.
//
//   FOLDER/active.json          the note
//   FOLDER/kept-REVISION.pack   a copy: the pack file itself, which stays signed, or one made of a rules folder
//
// One server a folder. Thread-safe, but for two changes at once.
#pragma once

#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace presend {

class KeptRules {
 public:
  struct Note {
    std::string active;  // revision
    std::string folder;  // what the rules folder held then; differs while a promotion or a roll-back holds
    bool operator==(const Note&) const = default;
  };

  // The folder is made when something is to be kept.
  explicit KeptRules(std::string folder) : folder_(std::move(folder)) {}

  // Copies the rules of `revision` from a folder or a pack file. ABORTED if others are there by now, UNAVAILABLE if the
  // copy cannot be written; a copy that was there then stays.
  absl::Status Keep(const std::string& from, const std::string& revision) const;
  // Whether there is a whole copy.
  bool Has(const std::string& revision) const;
  // Where it lies: for a loader of rules.
  std::string PathOf(const std::string& revision) const;
  // Deletes the other copies.
  void DropAllBut(const std::set<std::string>& revisions) const;

  // UNAVAILABLE if it cannot be written; the note before then stays.
  absl::Status Write(const Note& note) const;
  // NOT_FOUND if there is none, DATA_LOSS if it is damaged.
  absl::StatusOr<Note> Read() const;

 private:
  std::string NotePath() const { return folder_ + "/active.json"; }

  const std::string folder_;
};

}  // namespace presend
