// The checked model of a rule, as the engine compiles it. `rulepack/` reads it from files; tests build it by hand.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/fold.h"
#include "engine/verdict.h"

namespace presend {

enum class Sender : uint8_t { kAgent, kRobot, kBuyer, kSystem };

// off: not compiled. shadow: found and counted, never in the verdict. on: as the rule's action says.
enum class Mode : uint8_t { kOn, kShadow, kOff };

// word: accepted only where the most probable reading of the sentence has a word there (Chinese), or where no letter
//   or digit touches it (Latin). none: accepted wherever the letters stand. The Latin check applies to every
//   Latin-edged word whose boundary is `word`.
enum class Boundary : uint8_t { kWord, kNone };

// Things found by code rather than by words.
enum class EntityKind : uint8_t {
  kMobile,     // a Chinese mobile number
  kLandline,   // a landline with area code
  kAccountId,  // a token that can be a WeChat or QQ id: 5–20 of [a-z0-9_-], at least one digit or mixed; never alone
  kEmail,
  kLink,        // a URL or domain that is not on the platform's allow list
  kOwnLink,     // a URL or domain that is on it
  kLongNumber,  // any run of five or more digits
};
std::string_view EntityName(
    EntityKind kind);  // "mobile", "landline", "account-id", "email", "link", "own-link", "long-number"
std::optional<EntityKind> ParseEntity(std::string_view name);

enum class Side : uint8_t { kBefore, kAfter, kEither };

// Something that must (or must not) stand near a match for it to count.
struct Condition {
  std::vector<std::string> words;  // canonical words; found through the same certain folds as rules
  std::vector<EntityKind> entities;
  Side side = Side::kEither;
  uint32_t within = 0;    // at most this many letters between the match and it; 0: directly beside it. Where it stands
                          // before the match and would excuse it, no pause may lie between
  bool anywhere = false;  // `within` is ignored: anywhere in the message
  bool clause = false;    // `within` is ignored: in the same clause (no 。！？!?;；newline between)
};

enum class Place : uint8_t { kAny, kStart, kMiddle, kEnd };  // of the clause that the match stands in
enum class Extent : uint8_t { kMatch, kClause, kMessage };   // what the replacement takes the place of

// One way to mend a match. The first whose place and neighbours fit is used by the rewrite; the others are offered.
struct Suggestion {
  Place place = Place::kAny;
  Extent extent = Extent::kMatch;
  std::vector<std::string> after;   // if not empty: the text before the match ends with one of these
  std::vector<std::string> before;  // if not empty: the text after the match begins with one of these
  std::string replacement;          // empty: leave it out
};

// A word that excuses a match inside its own span, in one shop.
struct ShopException {
  std::string shop;
  std::string word;
};

struct Scope {
  std::vector<std::string> platforms;  // empty: every platform
  std::vector<Sender> senders;         // empty: agent and robot
  std::vector<std::string> shops;      // empty: every shop
};

// How much a word directly beside a hit speaks for (positive) or against its being a word of its own there, in nats.
// The word "^" is the edge: no letter stands on that side; "*" is any word that is not listed, "?" such a one of a
// single Han character. See engine/neighbours.h.
struct NeighbourWeight {
  Side side = Side::kBefore;
  std::string word;
  double weight = 0;
  bool near = false;  // not beside but somewhere near: takes back that much of "*" and "?"
};

struct Rule {
  std::string id;  // jd.address.bare-qin
  std::string title;
  std::string reason;
  Category category = Category::kAddress;
  Action action = Action::kAdvise;
  // What an unsure reading (sound, shape, emoji, leet) may carry at most without evidence beside it.
  Action unsure_action = Action::kReview;
  Mode mode = Mode::kOn;
  Scope scope;
  Penalty penalty;

  std::vector<std::string> words;
  std::vector<std::string> patterns;  // Hyperscan regular expressions over the plain view (lower case, simplified)
  std::vector<EntityKind> entities;
  Boundary boundary = Boundary::kWord;
  std::vector<NeighbourWeight> neighbours;  // for boundary `word`
  FoldSet folds = FoldSet::All() - FoldSet::LikeSound();  // which disguises the words are sought through
  uint32_t repeats = 0;                 // not 0: matches a script that the sender has lately said so often already
  bool whole_message = false;           // the match, with punctuation, particles-free, is the entire message
  std::vector<Condition> with;          // all must hold
  std::vector<Condition> without;       // none may hold
  std::vector<Condition> evidence;      // any of them lifts an unsure reading to the full action; if
  bool unsure_needs_evidence = false;   // this is set, an unsure reading without evidence is no finding at all
  std::vector<std::string> exceptions;  // words that excuse a match inside their own span; the longest wins
  std::vector<ShopException> shop_exceptions;
  std::vector<EntityKind> except_in;  // entities that excuse a match inside their own span
  std::vector<Suggestion> suggestions;
};

// What an open platform knows about itself.
struct Platform {
  std::string id;                        // "jd"
  std::string name;                      // 京东
  std::vector<std::string> own_domains;  // registrable or longer suffixes, matched on label boundaries
};

// A word and how often it is read, for the segmentation; the unit is that of jieba's dictionary (counts in 60 million).
struct LexiconEntry {
  std::string word;
  double frequency = 0;
};

struct RuleSet {
  std::string revision;
  std::vector<Platform> platforms;
  std::vector<Rule> rules;            // ids are unique
  std::vector<LexiconEntry> lexicon;  // added to, or overriding, the built-in dictionary
};

}  // namespace presend
