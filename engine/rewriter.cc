#include "engine/rewriter.h"

#include <algorithm>
#include <vector>

#include "engine/clause.h"
#include "engine/fold_table.h"
#include "engine/utf8.h"

namespace presend {
namespace {

struct Edit {
  Span span;
  std::string_view replacement;
  Action action = Action::kAllow;
};

Span SpanOf(const Suggestion& suggestion, const Match& match, std::string_view text, const ScanState& state) {
  switch (suggestion.extent) {
    case Extent::kMatch:
      return state.Original(match.first, match.end);
    case Extent::kClause: {
      const Clause clause = ClauseAround(state.plain, match.first, match.end);
      return state.Original(clause.first, clause.end);
    }
    case Extent::kMessage:
      break;
  }
  return {0, static_cast<uint32_t>(text.size())};
}

// The suggestion for the n-th attempt: the n-th that fits, or the widest that there is.
const Suggestion* Choose(const Rule& rule, const Match& match, const View& plain, int attempt) {
  const Suggestion* last = nullptr;
  for (const Suggestion& suggestion : rule.suggestions) {
    if (!SuggestionFits(suggestion, match.first, match.end, plain)) continue;
    if (attempt > 0 && suggestion.extent == Extent::kMatch && last != nullptr) continue;
    if (attempt == 0) return &suggestion;
    if (last == nullptr || suggestion.extent > last->extent) last = &suggestion;
  }
  return last;
}

// Edits in order, without overlaps: a wider one takes in those inside it, of equal ones the graver stays.
std::vector<Edit> Settle(std::vector<Edit> edits) {
  std::sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) {
    if (a.span.begin != b.span.begin) return a.span.begin < b.span.begin;
    if (a.span.end != b.span.end) return a.span.end > b.span.end;
    return a.action > b.action;
  });
  std::vector<Edit> settled;
  for (const Edit& edit : edits) {
    if (settled.empty() || !settled.back().span.overlaps(edit.span)) {
      settled.push_back(edit);
    } else if (edit.span.length() > settled.back().span.length()) {
      settled.back() = edit;
    }
  }
  return settled;
}

enum class Edge { kLetter, kSpace, kPause, kStop, kOther };

Edge EdgeOf(char32_t c) {
  switch (static_cast<GlyphKind>(FoldPacked(FoldCodePoint(c).canonical.empty() ? c : FoldCodePoint(c).canonical[0]) >>
                                 kPackedKindShift)) {
    case GlyphKind::kSpace: return Edge::kSpace;
    case GlyphKind::kPause: return Edge::kPause;
    case GlyphKind::kStop: return Edge::kStop;
    case GlyphKind::kHan: case GlyphKind::kLatin: case GlyphKind::kDigit: case GlyphKind::kOtherLetter:
      return Edge::kLetter;
    default: return Edge::kOther;
  }
}

char32_t FirstOf(std::string_view text) { return DecodeUtf8(text.data(), text.data() + text.size()).code_point; }

// The last code point and the bytes it takes.
DecodedCodePoint LastOf(std::string_view text) {
  size_t at = text.size() - 1;
  while (at > 0 && text.size() - at < 4 && IsContinuation(text[at])) --at;
  DecodedCodePoint last = DecodeUtf8(text.data() + at, text.data() + text.size());
  last.length = static_cast<uint32_t>(text.size() - at);
  return last;
}

bool IsGap(Edge edge) { return edge == Edge::kSpace || edge == Edge::kPause; }

// Puts the pieces of a mended text together and keeps its punctuation decent where something was left out.
class Stitcher {
 public:
  void Keep(std::string_view piece) {
    if (removed_) piece = TrimAfterGap(piece);
    if (!piece.empty()) removed_ = false;
    out_.append(piece);
  }

  void Replace(std::string_view replacement) {
    if (replacement.empty()) {
      removed_ = true;
      return;
    }
    out_.append(replacement);
    removed_ = false;
  }

  std::string Finish() {
    while (removed_ && !out_.empty() && IsGap(EdgeOf(LastOf(out_).code_point))) out_.resize(out_.size() - LastOf(out_).length);
    return std::move(out_);
  }

 private:
  // “好的，[亲]，在的” must not become “好的，，在的”, nor “[亲]，在的” “，在的”.
  std::string_view TrimAfterGap(std::string_view piece) {
    while (!piece.empty()) {
      const char32_t first = FirstOf(piece);
      const Edge edge = EdgeOf(first);
      const bool open_left = out_.empty() || IsGap(EdgeOf(LastOf(out_).code_point));
      if (IsGap(edge) && open_left) {
        piece.remove_prefix(DecodeUtf8(piece.data(), piece.data() + piece.size()).length);
      } else if (edge == Edge::kStop && open_left && !out_.empty()) {
        out_.resize(out_.size() - LastOf(out_).length);
      } else {
        break;
      }
    }
    return piece;
  }

  std::string out_;
  bool removed_ = false;
};

bool SaysSomething(std::string_view text) {
  for (char32_t c : ToCodePoints(text)) {
    if (EdgeOf(c) == Edge::kLetter) return true;
  }
  return false;
}

}  // namespace

std::optional<std::string> MendOnce(const Snapshot& snapshot, std::string_view text, const ScanState& state,
                                    int attempt) {
  std::vector<Edit> edits;
  for (const Match& match : state.matches) {
    const Suggestion* suggestion = Choose(snapshot.rule(match.rule), match, state.plain, attempt);
    if (suggestion == nullptr) return std::nullopt;
    edits.push_back({SpanOf(*suggestion, match, text, state), suggestion->replacement, match.action});
  }
  Stitcher stitcher;
  uint32_t at = 0;
  for (const Edit& edit : Settle(std::move(edits))) {
    stitcher.Keep(text.substr(at, edit.span.begin - at));
    stitcher.Replace(edit.replacement);
    at = edit.span.end;
  }
  stitcher.Keep(text.substr(at));
  std::string mended = stitcher.Finish();
  if (!SaysSomething(mended)) return std::nullopt;
  return mended;
}

}  // namespace presend
