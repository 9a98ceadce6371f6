#include <algorithm>
#include <cmath>

#include "engine/lexicon.h"
#include "engine/lexicon_layout.h"

namespace presend {
namespace {

using Words = std::vector<std::pair<std::u32string, double>>;

void SortAndMerge(Words& words) {
  std::erase_if(words, [](const auto& word) {
    return word.first.empty() || std::any_of(word.first.begin(), word.first.end(), [](char32_t c) { return c > 0xffff; });
  });
  std::stable_sort(words.begin(), words.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  Words merged;
  for (auto& word : words) {
    if (!merged.empty() && merged.back().first == word.first) merged.pop_back();
    merged.push_back(std::move(word));
  }
  words = std::move(merged);
}

// A node before it is laid out: the words that share its prefix.
struct Branch {
  size_t begin;
  size_t end;
  size_t depth;
};

struct Parts {
  std::vector<uint32_t> first;
  std::vector<uint16_t> letters{0};
  std::vector<uint8_t> steps;
};

Parts Grow(const Words& words) {
  Parts parts;
  std::vector<Branch> queue{{0, words.size(), 0}};
  for (size_t node = 0; node < queue.size(); ++node) {
    auto [at, end, depth] = queue[node];
    const bool is_word = depth > 0 && words[at].first.size() == depth;
    parts.steps.push_back(is_word ? CostSteps(words[at].second) : Lexicon::kNoWord);
    parts.first.push_back(queue.size());
    for (at += is_word; at < end;) {
      const char32_t letter = words[at].first[depth];
      const size_t begin = at;
      while (at < end && words[at].first[depth] == letter) ++at;
      queue.push_back({begin, at, depth + 1});
      parts.letters.push_back(letter);
    }
  }
  parts.first.push_back(queue.size());
  return parts;
}

}  // namespace

uint8_t CostSteps(double frequency) {
  if (!(frequency > 0)) return Lexicon::kRemoved;
  const double steps = std::round(-std::log(frequency / Lexicon::kCorpus) / Lexicon::kStep);
  return static_cast<uint8_t>(std::clamp(steps, 0.0, Lexicon::kRemoved - 1.0));
}

std::vector<uint32_t> BuildLexicon(Words words) {
  SortAndMerge(words);
  const Parts parts = Grow(words);
  const size_t nodes = parts.letters.size();
  const LexiconLayout layout(nodes);
  std::vector<uint32_t> block(layout.total);
  block[0] = nodes;
  std::copy(parts.first.begin(), parts.first.end(), block.begin() + layout.first);
  std::copy(parts.letters.begin(), parts.letters.end(), reinterpret_cast<uint16_t*>(block.data() + layout.letters));
  std::copy(parts.steps.begin(), parts.steps.end(), reinterpret_cast<uint8_t*>(block.data() + layout.steps));
  auto* roots = reinterpret_cast<uint16_t*>(block.data() + layout.roots);
  for (uint32_t child = parts.first[0]; child < parts.first[1]; ++child) {
    const char32_t letter = parts.letters[child];
    if (letter >= LexiconLayout::kFirstHan && letter <= LexiconLayout::kLastHan) {
      roots[letter - LexiconLayout::kFirstHan] = static_cast<uint16_t>(child);
    }
  }
  return block;
}

}  // namespace presend
