#include "replay/review_score.h"

#include <algorithm>
#include <cmath>

#include "replay/batch_screener.h"

namespace presend::replay {
namespace {

constexpr double kZ = 1.959964;  // of a two-sided 95 %

void AddPairs(const ReviewItem& item, ReviewScore& score) {
  const auto& all = item.judgements;
  if (all.size() < 2) return;
  ++score.judged_by_several;
  score.unanimous +=
      std::all_of(all.begin(), all.end(), [&](const auto& each) { return each.opinion == all[0].opinion; });
  for (const Judgement& a : all) {
    for (const Judgement& b : all) {
      if (a.reviewer >= b.reviewer) continue;
      ++score.reviewers[{a.reviewer, b.reviewer}].both[static_cast<size_t>(a.opinion)][static_cast<size_t>(b.opinion)];
    }
  }
}

struct Estimate {
  double violations = 0, all = 0;
};

Estimate EstimateOf(const std::map<std::string, StratumScore>& strata) {
  Estimate sum;
  for (const auto& [name, stratum] : strata) {
    const auto share = stratum.violations();
    if (!share) continue;
    sum.violations += share->value * static_cast<double>(stratum.population);
    sum.all += static_cast<double>(stratum.population);
  }
  return sum;
}

void EstimateWhole(ReviewScore& score) {
  const Estimate found = EstimateOf(score.rules), clean = EstimateOf(score.clean);
  if (found.all > 0) score.precision = found.violations / found.all;
  const double violations = found.violations + clean.violations;
  if (found.all > 0 && clean.all > 0 && violations > 0) score.recall = found.violations / violations;
}

}  // namespace

std::optional<Share> ShareOf(int64_t part, int64_t whole) {
  if (whole <= 0) return std::nullopt;
  const double n = static_cast<double>(whole), p = static_cast<double>(part) / n, z2 = kZ * kZ;
  const double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  const double half = kZ / (1 + z2 / n) * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n));
  return Share{p, std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

int64_t Agreement::judged() const {
  int64_t sum = 0;
  for (const auto& row : both) {
    for (const int64_t count : row) sum += count;
  }
  return sum;
}

std::optional<double> Agreement::Kappa() const {
  const double n = static_cast<double>(judged());
  if (n == 0) return std::nullopt;
  double chance = 0;
  for (size_t i = 0; i < both.size(); ++i) {
    const double one = static_cast<double>(both[i][0] + both[i][1] + both[i][2]);
    const double other = static_cast<double>(both[0][i] + both[1][i] + both[2][i]);
    chance += one * other / (n * n);
  }
  if (chance >= 1) return std::nullopt;
  return (static_cast<double>(agreed()) / n - chance) / (1 - chance);
}

ReviewScore ScoreOf(const Review& review) {
  ReviewScore score;
  for (const auto& [id, item] : review.items) {
    const auto opinion = static_cast<size_t>(item.Consensus());
    StratumScore& stratum = (IsCleanStratum(item.stratum) ? score.clean : score.rules)[item.stratum];
    stratum.population = item.population;
    ++stratum.opinions[opinion];
    ++score.matrix[static_cast<size_t>(item.action)][opinion];
    AddPairs(item, score);
  }
  EstimateWhole(score);
  return score;
}

}  // namespace presend::replay
