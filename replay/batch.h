// A run of records of one input on its way: read, parsed, linked to its conversations, screened, written.
//
// The stages own it one after the other; nothing in it is shared between threads at once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/rule.h"
#include "engine/verdict.h"
#include "replay/counts.h"

namespace presend::replay {

struct ArchiveInput;

inline constexpr uint32_t kNone = 0xffffffff;

struct Row {
  std::string_view text;
  std::string_view message_id;
  uint64_t line = 0;       // of the file, from 1; of a workbook: the row
  int64_t wall_ms = 0;     // kNoTime if there is none
  uint32_t conversation = kNone;
  uint32_t cell = 0;
  uint32_t previous = kNone;  // the row of this batch that an agent or robot sent before in the same conversation
  Sender sender = Sender::kAgent;
  uint64_t script = 0;    // ScriptFingerprint of what an agent or robot sends in a conversation
  uint32_t repeats = 0;   // how often its speaker has lately sent the same script

  bool is_sent() const { return sender == Sender::kAgent || sender == Sender::kRobot; }
};

// Whom the counts are for.
struct Cell {
  std::string_view platform, shop, agent, team;
  int32_t day = 0;         // since 1970-01-01; kNoDay if the row has no time
  uint16_t opens = 0, closes = 0;  // service hours in minutes of the day
  Counts counts;
};
inline constexpr int32_t kNoDay = -1'000'000;

// What an agent or robot has said, as far back as a later message can complete it.
struct Said {
  std::string tail;
  uint64_t speaker = 0;  // agent and sender
  int64_t wall_ms = 0;
};

struct Conversation {
  std::string_view id;
  uint64_t key = 0;
  uint32_t last_sent = kNone;  // row
  std::vector<Said> before;    // said before this batch, oldest first
};

struct Reject {
  uint64_t line = 0;
  std::string reason;
  std::string text;  // the beginning of the record
};

// A finding in a conversation, for the report.
struct Sample {
  uint64_t priority = 0;
  std::string stratum;  // rule id, or "clean:" and the platform
  std::string json;
};

struct RuleHit {
  uint32_t cell = 0;
  uint32_t rule = 0;  // index in the rule set
  Action action = Action::kAdvise;
};

struct ConversationHit {
  uint32_t conversation = 0;
  uint32_t cell = 0;
  uint32_t weight = 0;
};

struct Batch {
  // reading
  uint64_t sequence = 0;
  uint32_t input = 0;
  const ArchiveInput* archive = nullptr;
  std::string bytes;         // records, then padding
  size_t size = 0;           // of the records
  uint64_t first_line = 1;
  uint64_t end_offset = 0;   // of the input's text, past this batch
  uint64_t end_line = 1;     // the first line after it
  bool ends_input = false;
  std::vector<Reject> rejects;
  // parsing
  std::string unescaped;     // texts that are not in `bytes` as they are; never grows past its reserve
  std::vector<Row> rows;
  std::vector<Cell> cells;
  std::vector<Conversation> conversations;
  // linking
  std::string checkpoint;    // state of the conversations after this batch, where one is wanted
  bool wants_checkpoint = false;
  // screening
  std::string findings;      // lines of findings.jsonl
  std::string changes;       // lines of changes.jsonl
  std::vector<RuleHit> hits;
  std::vector<ConversationHit> conversation_hits;
  std::vector<Sample> samples;
  std::vector<RuleHit> added, removed;  // what the other rules find, and do not
  int64_t engine_ns = 0, screening_ns = 0, parsing_ns = 0;
  int64_t remembered = 0;    // messages whose verdict was known
  int64_t other_shards = 0;  // rows left to other shards

  void Clear();
};

}  // namespace presend::replay
