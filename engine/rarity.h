// How likely ordinary talk is to hold a text by chance: what a word or a pattern is best known by.
//
// Estimated from the costs of the segmentation's dictionary (the negative log of a word's share of all words) and the
// pairs of everyday service talk. Pure functions, safe from any thread. Texts are canonical.
#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace presend {

class Segmenter;

// Below it, texts hardly ever stand in a message for nothing.
inline constexpr double kRareLikelihood = 0.0001;

// Without the marks.
std::u32string LettersOf(std::u32string_view text);

// The mark that tells most: the later it stands in Unicode, the rarer it is in talk (🟢 than +). 0 if there is none.
char32_t RarestMark(std::u32string_view text);

struct RatedPair {
  size_t at = 0;                                                    // of its first letter
  double commonness = std::numeric_limits<double>::infinity();  // log of the likelihood
};

// The neighbours that are least ordinary side by side. At least two letters.
RatedPair RarestPair(std::u32string_view letters, const Segmenter& reader);

// The two letters that are least ordinary by themselves, the rarer first: Han characters before Latin letters and
// digits, which are alike. At least one letter; a lone one is both.
std::array<char32_t, 2> RarestTwo(std::u32string_view letters, const Segmenter& reader);

double LikelihoodOf(const std::u32string& text, const Segmenter& reader);
double LikelihoodOf(const std::vector<std::u32string>& texts, const Segmenter& reader);  // of any of them

struct RatedSet {
  double likelihood = 0;
  std::vector<std::u32string> texts;
};

// That a message holds a text of each.
double LikelihoodOf(const std::vector<RatedSet>& sets);

// The two sets that tell most, the rarer first; fewer if there are no two.
std::vector<RatedSet> RarestSets(std::vector<std::vector<std::u32string>> all, const Segmenter& reader);

}  // namespace presend
