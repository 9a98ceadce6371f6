// How right presend was, by what people say of a sample: precision by rule, misses, agreement of the reviewers.
//
// Pure functions of a review. What nobody has judged, or what is disputed, counts neither way.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "replay/review.h"

namespace presend::replay {

struct Share {
  double value = 0, low = 0, high = 0;  // with Wilson's interval of 95 %
};
// Nothing of nothing has no share.
std::optional<Share> ShareOf(int64_t part, int64_t whole);

// Of a rule, or of the clean messages of a platform.
struct StratumScore {
  int64_t population = 0;  // in the archive
  std::array<int64_t, kOpinionCount> opinions{};

  int64_t of(Opinion opinion) const { return opinions[static_cast<size_t>(opinion)]; }
  int64_t judged() const { return of(Opinion::kViolation) + of(Opinion::kFine); }
  // Violations among the judged: the precision of a rule, the miss rate of clean messages.
  std::optional<Share> violations() const { return ShareOf(of(Opinion::kViolation), judged()); }
};

// Two people on what both have judged.
struct Agreement {
  std::array<std::array<int64_t, 3>, 3> both{};  // by the opinion of one and of the other

  int64_t judged() const;
  int64_t agreed() const { return both[0][0] + both[1][1] + both[2][2]; }
  // Cohen's kappa; none if chance alone would make them agree always.
  std::optional<double> Kappa() const;
};

struct ReviewScore {
  std::map<std::string, StratumScore> rules, clean;
  std::array<std::array<int64_t, kOpinionCount>, 4> matrix{};  // by action, then opinion
  std::map<std::pair<std::string, std::string>, Agreement> reviewers;
  int64_t judged_by_several = 0, unanimous = 0;  // items

  // Of the whole archive, each stratum weighed by its population; over the strata of which anything was judged.
  std::optional<double> precision, recall;
};

ReviewScore ScoreOf(const Review& review);

}  // namespace presend::replay
