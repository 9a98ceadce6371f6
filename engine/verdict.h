// What a screened message comes back with. Plain values; no protobuf here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/fold.h"
#include "engine/span.h"

namespace presend {

// Ordered: the verdict of a message is the highest action of its findings.
enum class Action : uint8_t { kAllow, kAdvise, kReview, kBlock };

enum class Category : uint8_t {
  kAddress, kCompetitor, kContact, kLink, kPayment, kAbuse, kAbsoluteClaim, kPromise, kAttitude, kPrivacy,
  kReviewManipulation, kRepetition,
};
inline constexpr int kCategoryCount = 12;

// Names as in rule files: "allow", "advise", …; "address", "competitor", …, "absolute-claim", ….
std::string_view ActionName(Action action);
std::optional<Action> ParseAction(std::string_view name);
std::string_view CategoryName(Category category);
std::optional<Category> ParseCategory(std::string_view name);

// The same span in the three units that callers count in.
struct TextRange {
  Span bytes;
  Span utf16;        // Java, JavaScript
  Span code_points;  // Python
};

struct Penalty {
  std::string text;    // what the platform does, in Chinese; empty if none is named
  std::string source;  // where that is said
};

struct Finding {
  std::string rule_id;
  std::string title;
  Category category = Category::kAddress;
  Action action = Action::kAdvise;
  TextRange range;
  std::string matched;    // the original text under the span
  std::string canonical;  // the word or entity seen in it
  FoldSet folds;          // what had to be undone to see it
  std::string reason;     // one Chinese sentence for the agent
  Penalty penalty;
  std::vector<std::string> suggestions;  // ranked, what to write instead; an empty string means: leave it out
};

// What became of one raw hit, in the order of the pipeline. Made on request only.
struct TraceStep {
  std::string rule_id;
  std::string word;      // canonical form that was hit
  std::string view;      // "plain", "letters", "collapsed", "sound", …
  Span span;
  FoldSet folds;
  std::string outcome;   // "kept", "excepted", "boundary", "scope", "condition", "overlap", "fold", "mode"
  std::string by;        // id of what dropped it, e.g. the exception's text or the boundary's reading 江苏/宁波
};

// One row of the message as a view sees it, with its mapping to the original. Made on request only.
struct ViewDrawing {
  std::string name;
  std::string text;
  std::vector<Span> originals;  // one per code point of `text`
};

struct Explanation {
  std::vector<ViewDrawing> views;
  std::vector<TraceStep> steps;
};

struct Verdict {
  Action action = Action::kAllow;
  std::vector<Finding> findings;              // by position, then rule id
  std::optional<std::string> rewritten_text;  // proven: screening it gives kAllow
  std::optional<Explanation> explanation;     // if asked for
  std::string revision;                       // of the packs that judged

  void Clear();  // all but the revision, which seldom changes
};

}  // namespace presend
