#include "engine/scanner.h"

#include <algorithm>
#include <optional>

#include "engine/sound_fit.h"

namespace presend {
namespace {

class MessageScan {
 public:
  MessageScan(const Snapshot& snapshot, const Plan& plan, ScanState& state)
      : snapshot_(snapshot), plan_(plan), state_(state) {}

  void Run(Demand demand) {
    const bool parts = demand.Has(Cause::kParts);
    words_ = demand.Has(Cause::kWords);
    if (words_) ScanPlainWords();
    if (demand.Has(Cause::kSounds)) ScanSounds(Letters());
    if (parts) ScanSubstituted();
    if (demand.Has(Cause::kPatterns)) ScanPatterns();
    if (demand.Has(Cause::kNumbers)) ReadNumbers();
    if (demand.Has(Cause::kLinks)) ReadLinks();
    ScanContext();
  }

 private:
  // Marks the rules that may match, and tells what they want to know.
  uint8_t WantContext() {
    state_.wanted_rules.assign(snapshot_.rule_set().rules.size(), false);
    uint8_t asked = 0;
    const auto want = [&](uint32_t rule) {
      state_.wanted_rules[rule] = true;
      asked |= snapshot_.asked_by(rule);
    };
    for (const Hit& hit : state_.rule_hits) want(hit.use.owner);
    for (uint32_t rule : plan_.entity_rules) {
      if (MatchesEntities(snapshot_.rule(rule).entities)) want(rule);
    }
    return asked;
  }

  bool MatchesEntities(const std::vector<EntityKind>& kinds) const {
    return std::any_of(state_.entities.begin(), state_.entities.end(), [&](const Entity& entity) {
      return std::find(kinds.begin(), kinds.end(), entity.kind) != kinds.end();
    });
  }

  void ScanPlainWords() {
    ScanLetters(Letters(), plan_.words);
    if (!plan_.marked.empty()) ScanWords(PlainReading(), plan_.marked);
  }

  void ScanSounds(LetterReadings& of) {
    if (plan_.sounds.empty()) return;
    ReadSound(of.letters, of.sound);
    ScanWords(of.sound, plan_.sounds);
    if (of.collapsed.pieces.empty()) return;
    ReadSound(of.collapsed, of.collapsed_sound);
    ScanWords(of.collapsed_sound, plan_.sounds);
  }

  void ScanLetters(const LetterReadings& of, const WordSets& sets) {
    ScanWords(of.letters, sets);
    ScanWords(of.collapsed, sets);
  }

  LetterReadings& Letters() { return LettersOf(state_.plain, state_.plain_letters); }
  LetterReadings& DrawnLetters() { return LettersOf(state_.substituted, state_.drawn_letters); }

  template <class From>  // the plain view or a reading of it
  static LetterReadings& LettersOf(const From& from, LetterReadings& of) {
    if (of.letters.pieces.empty()) {
      ReadLetters(from, of.letters);
      CollapseRepeats(of.letters, of.collapsed);
    }
    return of;
  }

  const Reading& PlainReading() {
    if (state_.plain_reading.pieces.empty()) {
      WriteText(state_.plain);
      ReadPlain(state_.plain, state_.plain_reading);
    }
    return state_.plain_reading;
  }

  // What the pictures, parts and leet letters stand for. Most make up no word with the letters beside them: the gate
  // tells. By sound it cannot: a picture sounds like its name for rules that do not listen to characters.
  void ScanSubstituted() {
    if (!Substitute(PlainReading(), plan_.shape_wholes, state_.substituted)) return state_.substituted.Drop();
    if (!words_ && (DrawsLatin() || plan_.gate.Probe(state_.substituted.text).Has(Cause::kWords))) {
      words_ = true;
      ScanPlainWords();  // a picture may be what a plain word has to stand near
    }
    if (words_) {
      ScanWords(state_.substituted, plan_.marked);
      ScanLetters(DrawnLetters(), plan_.words);
    }
    ScanSounds(DrawnLetters());
  }

  // m\/: a V by itself, where the gate sees the word mv.
  bool DrawsLatin() const {
    const auto& pieces = state_.substituted.pieces;
    return std::any_of(pieces.begin(), pieces.end(), [](const Piece& piece) {
      return piece.folds.has(Fold::kEmoji) && piece.code_point < 0x80;
    });
  }

  // What the rules that found something want to know of the rest of the message.
  void ScanContext() {
    if (state_.rule_hits.empty() && state_.entities.empty()) return;
    const uint8_t asked = WantContext();
    if ((asked & kAsksNumbers) != 0) ReadNumbers();
    if ((asked & kAsksLinks) != 0) ReadLinks();
    for (uint32_t rule = 0; rule < state_.wanted_rules.size(); ++rule) {
      if (state_.wanted_rules[rule] != 0) ScanContextOf(snapshot_.context_of(rule));
    }
  }

  void ScanContextOf(const RuleContext& context) {
    if (context.words.size() == 0) return;
    const LetterReadings& plain = Letters();
    ScanSet(plain.letters, context.words);
    ScanSet(plain.collapsed, context.words);
    if (context.marked.size() > 0) ScanSet(PlainReading(), context.marked);
    if (state_.substituted.pieces.empty()) return;
    const LetterReadings& drawn = DrawnLetters();
    ScanSet(drawn.letters, context.words);
    ScanSet(drawn.collapsed, context.words);
    ScanSet(state_.substituted, context.marked);
  }

  void ReadNumbers() {
    if (plan_.reads_numbers && !numbers_read_) FindNumbers(state_.plain, state_.entities);
    numbers_read_ = true;
  }

  void ReadLinks() {
    if (plan_.reads_links && !links_read_) FindLinks(state_.plain, plan_.platform->own_domains, state_.entities);
    links_read_ = true;
  }

  void ScanWords(const Reading& reading, const WordSets& sets) {
    for (const auto& set : sets) ScanSet(reading, *set);
  }

  void ScanSet(const Reading& reading, const WordSet& set) {
    set.Scan(reading.text, state_.scratch, [&](std::span<const Use> uses, uint32_t begin, uint32_t end) {
      for (const Use& use : uses) TakeHit(reading, use, begin, end);
    });
  }

  void TakeHit(const Reading& reading, const Use& use, uint32_t begin, uint32_t end) {
    const int first = reading.PieceBeginningAt(begin);
    const int last = reading.PieceEndingAt(end);
    if (first < 0 || last < first || IsTooShort(reading, use, first, last)) return;
    Hit hit{use, reading.kind, reading.substituted, reading.pieces[first].first, reading.pieces[last].end, FoldSet()};
    for (int i = first; i <= last; ++i) hit.folds |= reading.pieces[i].folds;
    if (reading.substituted && hit.folds.empty()) return;  // found without the pictures
    if (use.role == Role::kRule && !Fits(reading, first, last, hit)) return;
    if (use.role != Role::kRule && reading.kind == ReadingKind::kSound) return;
    Keep(hit);
  }

  void Keep(const Hit& hit) {
    std::vector<uint32_t>& counts = state_.hits_of[static_cast<size_t>(hit.use.role)];
    if (counts.size() <= hit.use.owner) counts.resize(hit.use.owner + 1);
    if (counts[hit.use.owner]++ < kMostHits) HitsOf(hit.use.role).push_back(hit);
  }

  // 哦 in the middle, of a rule about whole messages: the resolver would drop it, and its context need not be read.
  bool IsTooShort(const Reading& reading, const Use& use, int first, int last) const {
    if (use.role != Role::kRule || reading.kind == ReadingKind::kPlain || reading.substituted) return false;
    if (state_.explanation != nullptr) return false;
    const bool whole = first == 0 && static_cast<size_t>(last) + 1 == reading.pieces.size();
    return !whole && snapshot_.rule(use.owner).whole_message;
  }

  std::vector<Hit>& HitsOf(Role role) {
    if (role == Role::kRule) return state_.rule_hits;
    return role == Role::kException ? state_.exception_hits : state_.cue_hits;
  }

  bool Fits(const Reading& reading, int first, int last, Hit& hit) {
    const WordFacts& word = snapshot_.word(hit.use.word);
    if (reading.kind == ReadingKind::kSound) return FitsSound(reading, first, last, word, hit);
    if (reading.kind == ReadingKind::kCollapsed) return FitsRuns(reading, first, last, word, hit);
    if (hit.use.collapsed) return false;  // 拼多 is 拼多多 only where the repeats have been made one
    if (HasSeparators(reading, first, last)) {
      hit.folds |= FoldSet::Of(Fold::kSeparator);
    } else {
      hit.reading = ReadingKind::kPlain;
    }
    return true;
  }

  static bool HasSeparators(const Reading& reading, int first, int last) {
    for (int i = first; i < last; ++i) {
      if (reading.pieces[i].end < reading.pieces[i + 1].first) return true;
    }
    return false;
  }

  // Every run must be at least as long as the word has it, and one must be longer: else it is no repeat.
  static bool FitsRuns(const Reading& reading, int first, int last, const WordFacts& word, Hit& hit) {
    size_t at = 0;
    uint32_t longer = 0;
    uint32_t first_wanted = 0, last_wanted = 0;
    for (int i = first; i <= last; ++i) {
      uint32_t wanted = 0;
      while (at < word.text.size() && word.text[at] == reading.pieces[i].code_point) ++at, ++wanted;
      if (wanted == 0 || reading.pieces[i].run < wanted) return false;
      longer += reading.pieces[i].run > wanted;
      if (i == first) first_wanted = wanted;
      last_wanted = wanted;
    }
    if (at != word.text.size() || longer == 0) return false;
    if (HasSeparators(reading, first, last)) hit.folds |= FoldSet::Of(Fold::kSeparator);
    return IsMeant(reading.pieces[first], first_wanted, reading.pieces[last], last_wanted, longer);
  }

  // 今天天猫: only the outer run is longer, so its first letters are somebody else's, and the plain scan has found the
  // word. 淘淘宝宝 and taobaooo are meant.
  static bool IsMeant(const Piece& head, uint32_t head_wanted, const Piece& tail, uint32_t tail_wanted,
                      uint32_t longer) {
    const bool latin_head = head.code_point < 0x80 && head.run > head_wanted;
    const bool latin_tail = tail.code_point < 0x80 && tail.run > tail_wanted;
    const bool drawn_out = head.run > head_wanted + 1 || tail.run > tail_wanted + 1;  // 傻逼逼逼
    return longer > 1 || latin_head || latin_tail || drawn_out ||
           (head.run == head_wanted && tail.run == tail_wanted) || (&head == &tail && head.code_point < 0x80);
  }

  // The same for sound, where every piece is wanted once.
  static bool RepeatsAreMeant(const Reading& reading, int first, int last) {
    uint32_t longer = 0;
    for (int i = first; i <= last; ++i) longer += reading.pieces[i].run > 1;
    return longer == 0 || IsMeant(reading.pieces[first], 1, reading.pieces[last], 1, longer);
  }

  bool FitsSound(const Reading& reading, int first, int last, const WordFacts& word, Hit& hit) const {
    const std::optional<FoldSet> undone = UndoneBySound(state_.plain, reading, first, last, word);
    if (!undone || !RepeatsAreMeant(reading, first, last)) return false;
    const FoldSet sought = snapshot_.rule(hit.use.owner).folds;
    if (!undone->within(sought)) return false;
    if (first == last && reading.pieces[first].code_point < 0x80) return false;  // e is no 屙
    if (!sought.has(Fold::kSound) && IsShortSpelling(reading, first, last)) return false;
    if (HasSeparators(reading, first, last)) hit.folds |= FoldSet::Of(Fold::kSeparator);
    hit.folds |= *undone;
    return true;
  }

  // made is no 妈的.
  static bool IsShortSpelling(const Reading& reading, int first, int last) {
    constexpr int kShortest = 6;
    return last - first + 1 < kShortest &&
           std::all_of(reading.pieces.begin() + first, reading.pieces.begin() + last + 1,
                       [](const Piece& piece) { return piece.code_point < 0x80; });
  }

  void ScanPatterns() {
    const PatternSet& patterns = snapshot_.patterns();
    if (patterns.any.empty()) return;
    const Reading& plain = PlainReading();
    bool any = false;
    patterns.any.Scan(plain.text, state_.scratch, [&](unsigned id, uint32_t, uint32_t) {
      any = plan_.has_patterns_of[patterns.rules[id]];
      return !any;
    });
    if (!any) return;
    patterns.starts.Scan(plain.text, state_.scratch, [&](unsigned id, uint32_t begin, uint32_t end) {
      const int first = plain.PieceBeginningAt(begin);
      const int last = plain.PieceEndingAt(end);
      const Use use{Role::kRule, false, patterns.rules[id], kNoWord};
      if (first < 0 || last < first || !plan_.has_patterns_of[use.owner]) return true;
      Keep({use, ReadingKind::kPlain, false, static_cast<uint32_t>(first), static_cast<uint32_t>(last) + 1, FoldSet()});
      return true;
    });
  }

  const Snapshot& snapshot_;
  const Plan& plan_;
  ScanState& state_;
  bool words_ = false;  // looked for in the letters
  bool numbers_read_ = false, links_read_ = false;
};

}  // namespace

void ScanMessage(const Snapshot& snapshot, const Plan& plan, std::string_view text, Demand demand, ScanState& state) {
  state.Clear();
  BuildView(text, state.plain);
  MessageScan(snapshot, plan, state).Run(demand);
}

}  // namespace presend
