// People's verdicts on what presend said, read back from the sheets that they have filled in.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/verdict.h"

namespace presend::replay {

// Of people, on one finding or one message without: should something be found there?
enum class Opinion : uint8_t { kViolation, kFine, kDisputed, kOpen };  // open: nobody has judged yet
inline constexpr int kOpinionCount = 4;
std::string_view OpinionName(Opinion opinion);  // 违规, 不违规, 有争议, 未复核

struct Judgement {
  std::string reviewer;  // may be empty
  Opinion opinion = Opinion::kOpen;
};

// A row of the sheet, with all that people say of it.
struct ReviewItem {
  std::string stratum;             // rule id, or "clean:" and the platform
  int64_t population = 0;          // of the stratum in the archive
  Action action = Action::kAllow;  // what presend said
  std::string place;               // "file:row", of the archive
  std::string text, platform, role;
  int64_t begin = -1, end = -1;         // code points of the finding
  bool intact = true;                   // the text is the one that was exported
  std::string right_rule, right_words;  // what should have been found, of a miss
  std::vector<Judgement> judgements;

  // The view of most; disputed if there is none.
  Opinion Consensus() const;
};

struct Review {
  std::map<std::string, ReviewItem> items;  // by id
  std::vector<std::string> faults;          // rows that were not taken, as "file:line：…"
};

// Rows with one id are one item: people may have filled in a file each. CSV in any encoding, or xlsx. INVALID_ARGUMENT
// for a file without the columns that a sheet of ExportReview has.
absl::StatusOr<Review> ImportReview(const std::vector<std::string>& files);

}  // namespace presend::replay
