#include "engine/segmenter.h"

#include <algorithm>
#include <limits>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/utf8_letters.h"

namespace presend {
namespace {

constexpr float kFar = std::numeric_limits<float>::infinity();
constexpr size_t kNoCut = SIZE_MAX;

// What a code point is to the segmentation; Latin, digit and other letters form runs.
enum class Letter : uint8_t { kWall, kHan, kLatin, kDigit, kOther };

Letter LetterOf(char32_t c) {
  if (c >= 0x4e00 && c <= 0x9fff) return Letter::kHan;
  if (c < 0x80) {
    if (c >= U'a' && c <= U'z') return Letter::kLatin;
    return c >= U'0' && c <= U'9' ? Letter::kDigit : Letter::kWall;
  }
  if ((c >= 0x3400 && c <= 0x4dbf) || (c >= 0x20000 && c <= 0x323af) || c == 0x3007 || c == 0x3005) return Letter::kHan;
  const bool other = (c >= 0xc0 && c <= 0x1fff && c != 0xd7 && c != 0xf7) || (c >= 0x3041 && c <= 0x30ff) ||
                     (c >= 0x3105 && c <= 0x312f) || (c >= 0x3131 && c <= 0x318e) || (c >= 0xac00 && c <= 0xd7a3);
  return other ? Letter::kOther : Letter::kWall;
}

bool IsRun(Letter letter) { return letter > Letter::kHan; }

// The letters around a hit that are looked at, with no wall in between but those inside the hit.
struct Window {
  Window(std::u32string_view text, size_t begin, size_t end, size_t reach) : low(begin), high(end) {
    while (low > 0 && begin - low < reach && LetterOf(text[low - 1]) != Letter::kWall) --low;
    while (high < text.size() && high - end < reach && LetterOf(text[high]) != Letter::kWall) ++high;
    edge_before = low == 0 || LetterOf(text[low - 1]) == Letter::kWall;
    edge_after = high == text.size() || LetterOf(text[high]) == Letter::kWall;
  }
  size_t low;
  size_t high;
  bool edge_before;
  bool edge_after;
};

constexpr uint32_t kUnread = UINT32_MAX;
constexpr uint32_t kUnkept = UINT32_MAX - 1;  // what begins there depends on the hit

}  // namespace

absl::StatusOr<std::unique_ptr<const Segmenter>> Segmenter::Create(std::span<const LexiconEntry> extra) {
  std::vector<std::pair<std::u32string, double>> words;
  for (const LexiconEntry& entry : extra) {
    std::u32string word;
    if (!DecodeLetters(entry.word, word) || word.empty() || !(entry.frequency >= 0)) {
      return absl::InvalidArgumentError(
          absl::StrCat("lexicon: not a word with a frequency: '", entry.word, "' ", entry.frequency));
    }
    words.emplace_back(std::move(word), entry.frequency);
  }
  std::vector<uint32_t> block = BuildLexicon(std::move(words));
  const Lexicon view(block);
  return absl::WrapUnique(new Segmenter(std::move(block), view));
}

void Segmenter::Passage::Clear() {
  text_.clear();
  first_.clear();
  tokens_.clear();
}

template <typename Visit>
void Segmenter::Tokens(std::u32string_view text, size_t at, size_t cut, Visit visit) const {
  const Letter letter = LetterOf(text[at]);
  if (letter == Letter::kWall) return visit(1, 0.0f);
  if (IsRun(letter)) {
    size_t end = at + 1;
    while (end < text.size() && LetterOf(text[end]) == letter) ++end;
    visit(end - at, static_cast<float>(kRunCost));
    if (at < cut && cut < end) visit(cut - at, static_cast<float>(kRunCost));
  }
  Lexicon::Node builtin = Lexicon::kRoot;
  Lexicon::Node extra = Lexicon::kRoot;
  bool single = IsRun(letter);
  for (size_t end = at; end < text.size();) {
    builtin = builtin_.Next(builtin, text[end]);
    extra = extra_.Next(extra, text[end]);
    if (builtin == Lexicon::kNowhere && extra == Lexicon::kNowhere) break;
    ++end;
    uint8_t steps = extra == Lexicon::kNowhere ? Lexicon::kNoWord : extra_.Steps(extra);
    if (steps == Lexicon::kNoWord && builtin != Lexicon::kNowhere) steps = builtin_.Steps(builtin);
    if (steps >= Lexicon::kRemoved) continue;
    // A word does not end inside a run.
    const Letter last = LetterOf(text[end - 1]);
    if (IsRun(last) && end < text.size() && end != cut && LetterOf(text[end]) == last) continue;
    single |= end == at + 1;
    visit(end - at, static_cast<float>(steps * Lexicon::kStep));
  }
  if (!single) visit(1, static_cast<float>(kUnknownCost));
}

// Words in Han characters are the same whatever the window and the hit; a run ends at either.
uint32_t Segmenter::LookUp(Passage& passage, size_t at) const {
  const std::u32string_view text = passage.text_;
  const auto first = static_cast<uint32_t>(passage.tokens_.size());
  bool han = LetterOf(text[at]) == Letter::kHan;
  if (han) {
    Tokens(text, at, kNoCut, [&](size_t length, float cost) {
      han = han && LetterOf(text[at + length - 1]) == Letter::kHan;
      passage.tokens_.push_back({static_cast<uint32_t>(length), cost});
    });
    passage.tokens_.push_back({});
  }
  if (han) return first;
  passage.tokens_.resize(first);
  return kUnkept;
}

template <typename Visit>
void Segmenter::KnownTokens(Passage& passage, size_t at, size_t high, size_t cut, Visit visit) const {
  uint32_t& first = passage.first_[at];
  if (first == kUnread) first = LookUp(passage, at);
  if (first == kUnkept) return Tokens(std::u32string_view(passage.text_).substr(0, high), at, cut, visit);
  for (const Passage::Token* token = &passage.tokens_[first]; token->length > 0; ++token) {
    if (at + token->length <= high) visit(token->length, token->cost);
  }
}

double Segmenter::Margin(Passage& passage, size_t begin, size_t end, double word_cost, const Neighbours& neighbours,
                         Rival rival) const {
  const std::u32string_view text = passage.text_;
  passage.first_.resize(text.size(), kUnread);
  const double relief = neighbours.Relief(text, begin, end);
  const double hit_cost = word_cost - (relief == 0 ? neighbours.Alone(text, begin, end) : 0);
  const Window window(text, begin, end, kWindow);
  const size_t low = window.low;
  begin -= low;
  end -= low;
  const size_t size = window.high - low;
  passage.best_.assign(2 * (size + 1), kFar);
  float* const without = passage.best_.data();
  float* const with = without + size + 1;  // paths that took the hit
  without[0] = 0;
  float before = kFar;  // best path up to the hit, the word before it weighed
  if (begin == 0) before = window.edge_before ? -neighbours.Before({}) : 0;
  for (size_t at = 0; at < size; ++at) {
    if (at == begin) {
      with[end] = before + static_cast<float>(hit_cost);
      without[end] = std::min(without[end], without[begin] + static_cast<float>(word_cost + kOtherSense));
    }
    const bool beside = at == end;
    if (without[at] == kFar && with[at] == kFar) continue;
    KnownTokens(passage, low + at, window.high, low + (at < begin ? begin : end), [&](size_t length, float cost) {
      const size_t next = at + length;
      if (at == begin && next == end && rival == Rival::kOther) return;  // the hit, in either sense, is taken above
      without[next] = std::min(without[next], without[at] + cost);
      const std::u32string_view word = text.substr(low + at, length);
      if (next == begin) before = std::min<float>(before, without[at] + cost - neighbours.Before(word, relief));
      if (at < end) return;
      const float weight = beside ? neighbours.After(word, relief) : 0;
      with[next] = std::min(with[next], with[at] + cost - weight);
    });
  }
  if (end == size && window.edge_after) with[size] -= neighbours.After({});
  return without[size] - with[size];
}

std::vector<size_t> Segmenter::Read(std::u32string_view text) const {
  std::vector<float> best(text.size() + 1, kFar);
  std::vector<size_t> from(text.size() + 1, 0);
  best[0] = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    if (best[at] == kFar) continue;
    Tokens(text, at, kNoCut, [&](size_t length, float cost) {
      if (best[at] + cost >= best[at + length]) return;
      best[at + length] = best[at] + cost;
      from[at + length] = at;
    });
  }
  std::vector<size_t> ends;
  for (size_t at = text.size(); at > 0; at = from[at]) ends.push_back(at);
  std::reverse(ends.begin(), ends.end());
  return ends;
}

double Segmenter::Cost(std::u32string_view word) const {
  Lexicon::Node builtin = Lexicon::kRoot;
  Lexicon::Node extra = Lexicon::kRoot;
  for (const char32_t letter : word) {
    builtin = builtin_.Next(builtin, letter);
    extra = extra_.Next(extra, letter);
  }
  uint8_t steps = extra == Lexicon::kNowhere ? Lexicon::kNoWord : extra_.Steps(extra);
  if (steps == Lexicon::kNoWord && builtin != Lexicon::kNowhere) steps = builtin_.Steps(builtin);
  return steps < Lexicon::kRemoved ? steps * Lexicon::kStep : kUnknownCost;
}

}  // namespace presend
