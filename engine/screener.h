// The page to read first: the way of a message.
//
//   fold    the bytes become canonical views, each with a map back to the original        (fold_table.h, view.h)
//   scan    Hyperscan over the views that the gate asks for                              (gate.h, database.h)
//   resolve the hits that mean something: boundary, exceptions, conditions, overlaps     (resolver.h)
//   judge   findings and the verdict                                                     (judge.h)
//   rewrite the original text, mended through spans and screened again                   (rewriter.h)
//
// A Screener is immutable and shared by all threads; each thread brings its own ScanContext. A clean message
// leaves after `scan` without having allocated. Never throws.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/database_store.h"
#include "engine/rule.h"
#include "engine/verdict.h"

namespace presend {

class Snapshot;
struct ScanState;

struct Message {
  std::string_view text;      // may be invalid UTF-8; each offending byte is one unmatchable code point
  std::string_view platform;  // must be one of the rule set's
  std::string_view shop;
  Sender sender = Sender::kAgent;
  bool explain = false;
  bool rewrite = true;
  // Earlier messages of the same sender in the same conversation, oldest first: words split over messages are found
  // in the message that completes them. Only the last few are read.
  std::vector<std::string_view> recent;
  // How often the sender has lately said the same, as ConversationWindow counts it; unset: counted among `recent`.
  std::optional<uint32_t> repeats;

  uint32_t CountRepeats() const;
};

// The buffers of one thread. Not safe to share; cheap to keep, costly to make. Works with any Screener.
class ScanContext {
 public:
  ScanContext();
  ~ScanContext();
  ScanContext(ScanContext&&) noexcept;
  ScanContext& operator=(ScanContext&&) noexcept;

 private:
  friend class Screener;
  std::unique_ptr<ScanState> state_;
};

class Screener {
 public:
  // Compiles a checked rule set. Fails with INVALID_ARGUMENT if a pattern does not compile or a word is empty after
  // folding, naming the rule. `store`, if any, spares compiling what it holds; it is not used after the call.
  static absl::StatusOr<std::shared_ptr<const Screener>> Create(RuleSet rules, DatabaseStore* store = nullptr);
  ~Screener();

  // Fills `verdict` (cleared first). INVALID_ARGUMENT for a platform that no pack knows. A block is OK.
  absl::Status Screen(const Message& message, ScanContext& context, Verdict& verdict) const;

  const RuleSet& rules() const;
  std::string_view revision() const;
  bool HasPlatform(std::string_view platform) const;

 private:
  explicit Screener(std::unique_ptr<const Snapshot> snapshot);
  std::unique_ptr<const Snapshot> snapshot_;
};

}  // namespace presend
