// What must be known of earlier batches: what agents have just said, and which buyers wait.
//
// Visits the batches in order, one thread at a time. Bounded: conversations that have not been heard of for long are
// forgotten, in an order that depends on the rows alone.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "replay/batch.h"
#include "replay/timestamp.h"

namespace presend::replay {

inline constexpr int kRecentMessages = 4;
inline constexpr int64_t kRecentMs = 10 * 60 * 1000;  // as in the live window
inline constexpr int kScriptsKept = 16;               // of a speaker, as there
inline constexpr size_t kConversationsKept = 32'768;  // and as many before them

class ConversationTracker {
 public:
  // Links the rows of a parsed batch and counts what only their order tells.
  void Link(Batch& batch);

  // The whole state, and back. DATA_LOSS if it is not one.
  std::string Save() const;
  absl::Status Restore(std::string_view saved);

 private:
  struct Script {
    uint64_t fingerprint = 0;
    uint64_t speaker = 0;
    int64_t wall_ms = 0;
  };
  struct State {
    std::vector<Said> said;        // oldest first, at most kRecentMessages
    std::vector<int64_t> waiting;  // wall times of the buyer's messages that nobody has answered
    std::vector<Script> scripts;   // oldest first
    bool seen_buyer = false, answered = false;
    int64_t first_asked = 0;
  };
  using States = absl::flat_hash_map<uint64_t, State>;

  State& Touch(uint64_t key, bool& is_new);
  void LinkRow(Batch& batch, uint32_t index, State& state);
  uint32_t CountRepeats(const Batch& batch, const Row& row, State& state);
  void Answer(const Row& row, Counts& counts, State& state);
  void KeepSaid(const Batch& batch, const Conversation& conversation, State& state);

  States recent_, old_;
  std::vector<State*> touched_;
};

// Whether what was said then still counts now; what has no time does.
inline bool IsRecent(int64_t then, int64_t now) { return then == kNoTime || now == kNoTime || now - then <= kRecentMs; }

// Agent and sender of a row, to tell whose recent messages they are.
uint64_t SpeakerOf(const Batch& batch, const Row& row);

}  // namespace presend::replay
