// The rules of a server: the active ones, the ones before, and perhaps a candidate beside them; replaced whole, and
// kept when new ones are bad. With a folder for it, what was promoted or rolled back to is active again after a
// restart.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/kept_rules.h"
#include "daemon/published.h"
#include "engine/screener.h"

namespace presend {

// How a candidate is tried. kShadow: it judges as well, but only the active rules answer. kCanary: it answers.
enum class TrialMode : uint8_t { kShadow, kCanary };

struct Trial {
  TrialMode mode = TrialMode::kShadow;
  uint32_t percent = 100;          // of the conversations; a conversation stays on its side
  std::vector<std::string> shops;  // if any: only messages of these
};

// What a candidate has done. Every field counts messages.
struct TrialCounts {
  std::array<std::array<std::atomic<uint64_t>, 4>, 4> verdicts{};  // shadow: [active][candidate]
  std::atomic<uint64_t> other_findings{0};                         // shadow: same verdict, other rules
  std::atomic<uint64_t> answered{0};                               // canary
};

// What judges a message.
struct ActiveRules {
  std::shared_ptr<const Screener> active;
  std::shared_ptr<const Screener> candidate;  // null: none
  Trial trial;
  std::shared_ptr<TrialCounts> counts;  // with a candidate
};

// Thread-safe. What loads takes as long as compiling does; readers go on with the old rules meanwhile.
class RuleStore {
 public:
  // Reads and compiles the rules of a folder. Called by one thread at a time.
  using Loader = std::function<absl::StatusOr<std::shared_ptr<const Screener>>(const std::string& folder)>;

  // `kept` is the folder of KeptRules; empty: a restart forgets.
  RuleStore(std::string folder, Loader load, const std::string& kept = "");

  struct Status {
    std::shared_ptr<const Screener> active;     // null before the first load
    std::shared_ptr<const Screener> before;     // what RollBack returns to; null: nothing
    std::shared_ptr<const Screener> candidate;  // null: none
    std::string candidate_name;
    Trial trial;
    std::shared_ptr<const TrialCounts> counts;
    absl::Time loaded_at;
    absl::Status last_error;  // of the last load
    absl::Time failed_at;
    uint64_t loads = 0;
    uint64_t failures = 0;
    bool held = false;  // what is active was promoted or rolled back to, and differs from the folder
  };

  // The first load. What was active when the process ended is active again if the rules folder holds what it held
  // then, or cannot be read; what is lost or damaged of it is logged, and the folder counts. OK if rules are active.
  absl::Status Start();

  // Why rules are read. A change that was only noticed, or a new day, does not undo a promotion: while the folder holds
  // what it held then, the promoted rules stay. On a new day they are read again, for their dates.
  enum class Reason : uint8_t { kNoticed, kNewDay, kAsked };

  // Reads the folder again and makes its rules active. On an error the active ones stay.
  absl::Status Reload(Reason reason = Reason::kAsked);

  // Loads a candidate from a folder, in place of the one before. On an error nothing changes.
  absl::Status LoadCandidate(const std::string& folder, const std::string& name, const Trial& trial);
  // The candidate becomes active, or is forgotten. FAILED_PRECONDITION if there is none, or if the promotion would not
  // outlive a restart though it should; nothing changes then.
  absl::Status Promote();
  absl::Status DropCandidate();
  // The rules that were active before are again. Errors: as Promote.
  absl::Status RollBack();

  // What judges now; false before the first load. See Published.
  Published<ActiveRules>::Lease Read() const { return rules_.Read(); }

  Status Describe() const;

 private:
  using Loaded = std::shared_ptr<const Screener>;

  absl::StatusOr<Loaded> LoadFolder();
  Loaded LoadKept(bool folder_is_good);
  absl::StatusOr<Loaded> LoadCopy(bool folder_is_good) const;
  absl::Status Keep(const std::string& from, const Screener& rules) const;
  absl::Status Record(const Screener& next, const std::string& in_folder);
  void Renew();
  absl::Status NoteFailure(const absl::Status& error);
  void Activate(Loaded next);
  void DropWhatIsOld();
  void PublishLocked();

  const std::string folder_;
  const Loader load_;
  const std::optional<KeptRules> kept_;
  Published<ActiveRules> rules_;
  std::mutex changing_;                             // one change at a time
  std::map<std::string, std::string> loaded_from_;  // by revision, of rules that are in use; under changing_
  std::string in_folder_;                           // revision of the folder at the last good load; under changing_
  KeptRules::Note note_;                            // as it was written last; under changing_
  mutable std::mutex mutex_;
  Status status_;
  std::shared_ptr<TrialCounts> counts_;
};

}  // namespace presend
