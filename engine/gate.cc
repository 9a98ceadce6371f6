#include "engine/gate.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "engine/emoji_table.h"
#include "engine/fold_table.h"
#include "engine/gate_probe.h"
#include "engine/number_finder_groups.h"
#include "engine/rarity.h"
#include "engine/required_literals.h"
#include "engine/segmenter.h"
#include "engine/shape_table.h"
#include "engine/sound_table.h"
#include "engine/talk_pairs.h"

namespace presend {
namespace {

constexpr std::u32string_view kTens = U"十拾";  // no digits of their own, but numerals beside digits
constexpr auto kWordMark = static_cast<PairSet::Marks>(Cause::kWords);
constexpr auto kPatternMark = static_cast<PairSet::Marks>(Cause::kPatterns);
constexpr auto kPartMark = static_cast<PairSet::Marks>(Cause::kParts);
constexpr auto kSoundMark = static_cast<PairSet::Marks>(Cause::kSounds);

// All of them: a mark opens the gate by itself and is no clue.
bool HaveLetters(const Gate::Texts& texts) {
  return std::none_of(texts.begin(), texts.end(), [](auto& text) { return LettersOf(text).empty(); });
}

// The letters of its sound; none of a Latin letter.
std::string_view SpellingOf(char32_t c) { return c < 0x80 ? std::string_view() : SyllableLetters(SyllableOf(c)); }

}  // namespace

Demand Gate::Probe(std::string_view text) const { return GateProbe(*this).Run(text); }

Gate::Demands Gate::ProbeBoth(std::string_view text, size_t border) const {
  return GateProbe(*this).RunBoth(text, border);
}

uint16_t Gate::TraitsOf(char32_t letter) const {
  if (letter < 0x80) return ascii_[letter];
  const uint32_t han = letter - kFirstHan;
  return han < kHanCount ? han_[han] : other_traits_;
}

void Gate::AddTrait(char32_t letter, Trait trait) {
  const uint32_t han = letter - kFirstHan;
  if (letter < 0x80) {
    ascii_[letter] |= trait;
  } else if (han < kHanCount) {
    han_[han] |= trait;
  } else {
    other_traits_ |= trait;
  }
}

void Gate::AddWord(std::u32string_view word, std::span<const std::u32string> excuses, const Segmenter& reader) {
  const std::u32string letters = LettersOf(word);
  const char32_t mark = RarestMark(word);
  if (mark != 0 && (letters.size() < 2 || KindOf(mark) == GlyphKind::kEmoji)) {  // 🍠, 💯不, 💚联系: it tells more
    marks_.push_back(mark);
    return;
  }
  if (letters.size() == 1) return AddSingle(letters[0], excuses);
  AddLetters(letters, kWordMark, reader);
}

// A message that says the letters may repeat each; digits between Han characters are ambiguous, so that a pair with one
// counts by itself, and one beside a pair tells nothing.
void Gate::AddLetters(std::u32string_view letters, PairSet::Marks marks, const Segmenter& reader) {
  if (letters.size() == 1) {
    AddTrait(letters[0], kRequired);
    return required_.Add(LetterHash(letters[0]), marks);
  }
  std::u32string unrepeated;
  std::u32string_view runs = letters;
  if (std::adjacent_find(letters.begin(), letters.end()) != letters.end()) {
    std::unique_copy(letters.begin(), letters.end(), std::back_inserter(unrepeated));
    runs = unrepeated;
  }
  if (runs.size() < 2) return AddPair(letters[0], letters[0], marks);
  const size_t rarest = RarestPair(runs, reader).at;
  const char32_t a = runs[rarest], b = runs[rarest + 1];
  const uint64_t pair = PairHash(a, b);
  const bool before = rarest > 0 && !IsDigit(runs[rarest - 1]);
  const bool behind = rarest + 2 < runs.size() && !IsDigit(runs[rarest + 2]);
  if (IsDigit(a) || IsDigit(b) || (!before && !behind)) {
    return AddPair(a, b, AddRest(runs, runs.substr(rarest, 2), pair, marks, reader));
  }
  const std::u32string_view three = runs.substr(before ? rarest - 1 : rarest, 3);
  const uint64_t triple = TripleHash(pair, before ? three.front() : three.back());
  AddPair(a, b, before ? kWithBefore : kWithBehind);
  triples_.Add(triple, AddRest(runs, three, triple, marks, reader));
}

// What the letters by which a text is known are to be marked with.
PairSet::Marks Gate::AddRest(std::u32string_view letters, std::u32string_view known, uint64_t hash,
                             PairSet::Marks marks, const Segmenter& reader) {
  std::u32string rest(letters);
  std::erase_if(rest, [known](char32_t c) { return known.find(c) != known.npos; });
  if (rest.empty() || (marks & ~kCauses) != 0) return marks;
  rests_.Add(hash, RarestTwo(rest, reader), Demand(static_cast<uint8_t>(marks)));
  return kWithRest;
}

void Gate::AddPair(char32_t a, char32_t b, PairSet::Marks marks) {
  pairs_.Add(PairHash(a, b), marks);
  written_.AddPair(a, b);
}

void Gate::AddHeard(uint32_t a, uint32_t b, PairSet::Marks marks) {
  (a < 0x80 || b < 0x80 ? spelled_ : sounds_).Add(PairHash(a, b), marks);
  heard_.AddPair(a, b);
}

// Where every rule that has the letter excuses it beside another, it need not be looked at.
void Gate::AddSingle(char32_t letter, std::span<const std::u32string> excuses) {
  Excuses here;
  for (const std::u32string& excuse : excuses) {
    if (excuse.size() == 2 && excuse[0] == letter) here.insert({excuse, kFirst});
    if (excuse.size() == 2 && excuse[1] == letter) here.insert({excuse, kSecond});
    if (excuse.size() == 3 && excuse[0] == letter) here.insert({excuse, kFirstOfThree});
  }
  AddTrait(letter, kSingle);
  const auto [known, first] = excuses_.try_emplace(letter, here);
  if (!first) std::erase_if(known->second, [&](const auto& excuse) { return !here.contains(excuse); });
}

// The set that ordinary text is least likely to hold; two if even that is likely: of neighbours joined or of each by
// itself, whatever tells more.
Gate::Required Gate::RequiredBy(std::string_view pattern, const Segmenter& reader) {
  std::vector<RatedSet> sets = RarestSets(RequiredLiterals(pattern), reader);
  if (sets.empty()) return {};
  if (sets[0].likelihood < kRareLikelihood) return {sets[0].likelihood, std::move(sets[0].texts), {}};
  std::vector<RatedSet> apart = RarestSets(RequiredLiterals(pattern, 1), reader);
  if (LikelihoodOf(apart) < LikelihoodOf(sets)) sets.swap(apart);
  sets.resize(2);
  return {sets[0].likelihood, std::move(sets[0].texts), std::move(sets[1].texts)};
}

void Gate::AddPattern(const Required& required, const Segmenter& reader) {
  if (required.rarer.empty()) {
    always_ |= kPatternMark;
  } else if (required.other.empty()) {
    AddTexts(required.rarer, kPatternMark, reader);
  } else {
    both_.push_back({required, Cause::kPatterns});
  }
}

// Rare words by themselves; the others with the rarest of the cues.
void Gate::AddWordsNear(const Texts& words, const std::vector<Texts>& cues, const Segmenter& reader) {
  Texts ordinary;
  for (const std::u32string& word : words) {
    const bool is_ordinary = LettersOf(word).size() > 1 && LikelihoodOf(word, reader) >= kRareLikelihood;
    is_ordinary ? ordinary.push_back(word) : AddWord(word, {}, reader);
  }
  if (ordinary.empty()) return;
  RatedSet rarer = RarestSets(cues, reader)[0], other{LikelihoodOf(ordinary, reader), std::move(ordinary)};
  if (other.likelihood < rarer.likelihood) std::swap(rarer, other);
  both_.push_back({{rarer.likelihood, std::move(rarer.texts), std::move(other.texts)}, Cause::kWords});
}

void Gate::AddWordsNearIds(const Texts& words, const Segmenter& reader) {
  AddTexts(words, kIdWordClue << kClueShift, reader);
}

void Gate::OpenForIds(const std::vector<Texts>& cues, const Segmenter& reader) {
  ids_ = true;
  const std::vector<RatedSet> sets = RarestSets(cues, reader);
  if (!sets.empty() && HaveLetters(sets[0].texts)) return AddTexts(sets[0].texts, kIdClue << kClueShift, reader);
  lone_ids_ = true;
}

// The most ordinary first: there are not clues enough for any number of them.
void Gate::AddBoth(const Segmenter& reader) {
  std::stable_sort(both_.begin(), both_.end(),
                   [](auto& a, auto& b) { return a.required.likelihood > b.required.likelihood; });
  for (const auto& [required, cause] : both_) {
    const PairSet::Marks one = ClueOf(required.rarer, reader), other = ClueOf(required.other, reader);
    if (one == 0 || other == 0) {
      AddTexts(required.rarer, static_cast<PairSet::Marks>(cause), reader);
    } else {
      clue_pairs_.push_back({one | other, cause});
    }
  }
  both_.clear();
}

// The mark of a set that counts beside another; 0 if there are no more.
PairSet::Marks Gate::ClueOf(const Texts& texts, const Segmenter& reader) {
  const auto known = std::find(clues_.begin(), clues_.end(), texts);
  const auto clue = static_cast<size_t>(known - clues_.begin());
  if (clue == kMostClues || !HaveLetters(texts)) return 0;
  const PairSet::Marks mark = PairSet::Marks{1} << clue;
  if (known == clues_.end()) {
    clues_.push_back(texts);
    AddTexts(texts, mark << kClueShift, reader);
  }
  return mark;
}

void Gate::AddTexts(const Texts& texts, PairSet::Marks marks, const Segmenter& reader) {
  for (const std::u32string& text : texts) {
    const std::u32string letters = LettersOf(text);
    letters.empty() ? marks_.push_back(RarestMark(text)) : AddLetters(letters, marks, reader);
  }
}

void Gate::AddSound(std::u32string_view word, const Segmenter& reader) {
  if (word.size() == 1) return AddSyllable(word[0]);
  const size_t rarest = RarestPair(word, reader).at;
  const char32_t a = word[rarest], b = word[rarest + 1];
  const std::string_view left = SpellingOf(a), right = SpellingOf(b);
  AddSyllables(word, rarest);
  AddBeside(SoundToken(a), right.empty() ? b : right.front(), {}, kWithBehind);
  AddBeside(left.empty() ? a : left.back(), SoundToken(b), {}, kWithBefore);
  AddJunction(a, b);
}

// A word of one character: spelled, or any other of the same sound.
void Gate::AddSyllable(char32_t word) {
  const std::string_view letters = SpellingOf(word);
  if (const size_t n = letters.size(); n > 1) {
    AddBeside(letters[n - 2], letters[n - 1], letters.substr(0, n - 2), kWithBefore);
  }
  for (uint32_t c = kFirstHan; c < kFirstHan + kHanCount; ++c) {
    if (c == word || SyllableOf(c) != SyllableOf(word)) continue;
    AddTrait(c, kRequired);
    required_.Add(LetterHash(c), kSoundMark);
  }
}

// All of it spelled, by the rarest pair; some of it, by each place where a character meets letters.
void Gate::AddPinyin(std::u32string_view word, const Segmenter& reader) {
  if (word.size() == 1) return;
  const size_t rarest = RarestPair(word, reader).at;
  AddJunction(word[rarest], word[rarest + 1]);
  for (size_t i = 0; i + 1 < word.size(); ++i) {
    const std::string_view left = SpellingOf(word[i]), right = SpellingOf(word[i + 1]);
    if (!right.empty()) AddBeside(SoundToken(word[i]), right[0], right.substr(1, 1), kWithBehind);
    if (!left.empty()) {
      AddBeside(left.back(), SoundToken(word[i + 1]), left.substr(0, left.size() - 1), kWithBefore);
    }
  }
}

// Where one spelled character meets the next.
void Gate::AddJunction(char32_t a, char32_t b) {
  const std::string_view left = SpellingOf(a), right = SpellingOf(b);
  AddBeside(left.empty() ? a : left.back(), right.empty() ? b : right.front(),
            left.empty() ? left : left.substr(0, left.size() - 1), kWithBefore);
}

// A pair of sounds with the nearest of the letters `beside` it. Repeats count once, so that a letter beside its like is
// not certain.
void Gate::AddBeside(uint32_t a, uint32_t b, std::string_view beside, PairSet::Marks where) {
  const uint64_t pair = PairHash(a, b);
  const bool before = where == kWithBefore;
  const uint32_t letter = beside.empty() ? 0 : static_cast<unsigned char>(before ? beside.back() : beside.front());
  if (letter == 0 || a == b || letter == (before ? a : b)) return AddHeard(a, b, kSoundMark);
  AddHeard(a, b, where);
  triples_.Add(TripleHash(pair, letter), kSoundMark);
}

// The pair as two syllables, with the one beside it if that tells more: as a character or as the letter that is next.
void Gate::AddSyllables(std::u32string_view word, size_t at) {
  const uint32_t a = SoundToken(word[at]), b = SoundToken(word[at + 1]);
  const uint64_t pair = PairHash(a, b);
  const bool before = at > 0;
  const size_t beside = before ? at - 1 : at + 2;
  const size_t nearer = before ? at : at + 1;
  // Repeats count once and digits not always, so that what is beside them is not certain.
  if (beside >= word.size() || SoundToken(word[beside]) == SoundToken(word[nearer]) ||
      a == b || std::any_of(word.begin(), word.end(), IsDigit)) {
    return AddHeard(a, b, kSoundMark);
  }
  AddHeard(a, b, before ? kWithBefore : kWithBehind);
  triples_.Add(TripleHash(pair, SoundToken(word[beside])), kSoundMark);
  const std::string_view spelled = SpellingOf(word[beside]);
  if (!spelled.empty()) triples_.Add(TripleHash(pair, before ? spelled.back() : spelled.front()), kSoundMark);
}

void Gate::AddShape(char32_t whole) {
  for (const std::u32string& parts : TakeApart(whole)) AddPair(parts[0], parts[1], kPartMark);
}

void Gate::OpenForWholeMessages(size_t letters) { whole_letters_ = std::max(whole_letters_, letters); }

void Gate::Seal(const Segmenter& reader) {
  AddBoth(reader);
  for (const auto& [letter, excuses] : excuses_) {
    for (const auto& [excuse, place] : excuses) {
      excused_[ExcuseKey(excuse[0], excuse[1])] |= place;
      if (place == kFirstOfThree) excused_[ExcuseKey(excuse[0], excuse[1], excuse[2])] |= kFirst;
    }
  }
  excuses_.clear();
  for (PairSet* set : {&pairs_, &triples_, &sounds_, &spelled_, &required_}) set->Seal();
  for (char32_t c : kTens) AddTrait(c, kNumeral);
  for (uint32_t i = 0; i < kHanCount; ++i) {
    if (FoldPacked(kFirstHan + i) == kFirstHan + i) han_[i] |= kIdentity;
    if (MayBeDigit(kFirstHan + i) || LooksLikeDot(kFirstHan + i)) han_[i] |= kNumeral;
    if (LooksLikeDot(kFirstHan + i)) han_[i] |= kDotLetter;
    han_[i] = static_cast<uint16_t>(han_[i] | SyllableOf(kFirstHan + i) << kSyllableShift);
  }
  for (char32_t c = 0; c < ascii_.size(); ++c) {
    if (FoldPacked(c) != 0 && !IsLetter(KindOf(c))) ascii_[c] = MarkTraitsOf(c);
  }
  for (size_t page = 0; page < wide_.size(); ++page) {
    for (char32_t i = 0; i < wide_[page].size(); ++i) {
      const char32_t c = FoldPacked((kWidePages[page] << 6) + i) & kManyForms;
      if (c != 0 && c != kManyForms && !IsLetter(KindOf(c))) wide_[page][i] = MarkTraitsOf(c);
    }
  }
  const auto is_label = [](uint8_t traits) { return (traits & kMark) == 0 && (traits & kSingle) != 0; };
  runs_ = numbers_ || ids_ || links_ || std::any_of(ascii_.begin(), ascii_.end(), is_label);
  SetLooks();
}

// How often service talk has a letter, and a syllable: the same for every gate.
const PairSieve::Weights& Gate::TalkWeights() {
  static const auto* const weights = [] {
    auto* counts = new PairSieve::Weights;  // never freed: asked until the very end
    for (char32_t c = kFirstHan; c < kFirstHan + kHanCount; ++c) {
      const auto count = static_cast<double>(CountTalkPairs(c));
      if (count == 0) continue;
      (*counts)[c] += count;
      if (SoundToken(c) != c) (*counts)[SoundToken(c)] += count;
    }
    return counts;
  }();
  return *weights;
}

void Gate::SetLooks() {
  written_.ShareBuckets(TalkWeights());
  heard_.ShareBuckets(TalkWeights());
  for (char32_t c = kFirstHan; c < kFirstHan + kHanCount; ++c) {
    const uint16_t traits = TraitsOf(c);
    if ((traits & kIdentity) == 0) continue;
    (traits & kUnusual) == kIdentity ? written_.SetLetter(c, c) : written_.SetSpecial(c, c);
    if (!heard_.empty()) heard_.SetLetter(c, SoundToken(c));
  }
  for (char32_t c = 0; c < ascii_.size(); ++c) {
    const char32_t letter = FoldPacked(c) & kManyForms;
    written_.SetSpecial(c, letter);  // digits and what is no character of any text, too: they are counted
    if (IsLatin(letter)) heard_.SetLetter(c, letter);
    SetMark(c, ascii_[c]);
  }
  for (size_t page = 0; page < wide_.size(); ++page) {
    for (char32_t i = 0; i < wide_[page].size(); ++i) SetMark((kWidePages[page] << 6) + i, wide_[page][i]);
  }
}

void Gate::SetMark(char32_t c, uint8_t traits) {
  if ((traits & kMark) == 0) return;
  written_.SetMark(c, (traits & ~kQuiet) != 0);
  heard_.SetMark(c, false);
}

uint8_t Gate::MarkTraitsOf(char32_t c) const {
  uint8_t traits = kMark | (LooksLikeDot(c) ? kDot : 0);
  if (LeetLetter(c) != 0) traits |= kLeet;
  if (MayBeginPicture(c)) traits |= KindOf(c) != GlyphKind::kEmoji && IsPictureAlone(c) ? kDrawn : kPicture;
  if (c == U'/' || c == U'%') traits |= kLink;
  if (c == U'[' || c == U'#') traits |= kEmoticon;  // / is loud as it is
  if (marks_.find(c) != marks_.npos) traits |= kOpens;
  return traits;
}

}  // namespace presend
