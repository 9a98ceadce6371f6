#include "replay/conversation_tracker.h"

#include <algorithm>
#include <cstring>

#include "engine/recent_tail.h"
#include "engine/script_fingerprint.h"
#include "engine/utf8.h"
#include "replay/fingerprint.h"
#include "replay/timestamp.h"

namespace presend::replay {
namespace {

constexpr size_t kMostWaiting = 32;
constexpr uint32_t kFormat = 2;                    // of a saved state
constexpr size_t kMostScripts = 4 * kScriptsKept;  // of a conversation

void Count30(int64_t wait_ms, Counts& counts, Count first) {
  const int base = static_cast<int>(first);  // …30, …180, …300, …Ms follow each other
  counts.values[base] += wait_ms <= 30'000;
  counts.values[base + 1] += wait_ms <= 180'000;
  counts.values[base + 2] += wait_ms <= 300'000;
  counts.values[base + 3] += wait_ms;
}

// The last code points of a text that a later message can complete.
std::string TailOf(std::string_view text) {
  int left = kTailCodePoints;
  size_t at = text.size();
  while (at > 0 && left > 0) {
    if (!IsContinuation(text[--at])) --left;
  }
  return std::string(text.substr(at));
}

class Writer {
 public:
  template <class T>
  void Number(T value) {
    out.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void Text(std::string_view text) {
    Number<uint32_t>(static_cast<uint32_t>(text.size()));
    out.append(text);
  }
  std::string out;
};

class Reader {
 public:
  explicit Reader(std::string_view in) : in_(in) {}
  template <class T>
  T Number() {
    T value{};
    if (in_.size() < sizeof value) {
      ok_ = false;
      return value;
    }
    std::memcpy(&value, in_.data(), sizeof value);
    in_.remove_prefix(sizeof value);
    return value;
  }
  std::string Text() {
    const auto size = Number<uint32_t>();
    if (in_.size() < size) {
      ok_ = false;
      return "";
    }
    std::string text(in_.substr(0, size));
    in_.remove_prefix(size);
    return text;
  }
  bool ok() const { return ok_; }
  bool done() const { return in_.empty(); }

 private:
  std::string_view in_;
  bool ok_ = true;
};

}  // namespace

uint64_t SpeakerOf(const Batch& batch, const Row& row) {
  return Fingerprint(batch.cells[row.cell].agent, static_cast<uint64_t>(row.sender));
}

ConversationTracker::State& ConversationTracker::Touch(uint64_t key, bool& is_new) {
  is_new = false;
  if (auto found = recent_.find(key); found != recent_.end()) return found->second;
  State state;
  if (auto found = old_.find(key); found != old_.end()) {
    state = std::move(found->second);
    old_.erase(found);
  } else {
    is_new = true;
  }
  return recent_.emplace(key, std::move(state)).first->second;
}

// A person answers: every waiting message gets its waiting time.
void ConversationTracker::Answer(const Row& row, Counts& counts, State& state) {
  if (state.seen_buyer && !state.answered) {
    state.answered = true;
    ++counts[Count::kAnswered];
    if (row.wall_ms != kNoTime && state.first_asked != kNoTime) {
      ++counts[Count::kFirstReplies];
      counts[Count::kFirstReplyMs] += std::max<int64_t>(0, row.wall_ms - state.first_asked);
    }
  }
}

// As the live window counts them.
uint32_t ConversationTracker::CountRepeats(const Batch& batch, const Row& row, State& state) {
  if (row.script == 0) return 0;
  const uint64_t speaker = SpeakerOf(batch, row);
  uint32_t repeats = 0;
  int kept = 0;
  for (const Script& script : state.scripts) {
    if (script.speaker != speaker) continue;
    ++kept;
    repeats += SameScript(script.fingerprint, row.script) && IsRecent(script.wall_ms, row.wall_ms);
  }
  if (kept >= kScriptsKept || state.scripts.size() >= kMostScripts) {
    const auto own = [&](const Script& script) { return kept < kScriptsKept || script.speaker == speaker; };
    state.scripts.erase(std::find_if(state.scripts.begin(), state.scripts.end(), own));
  }
  state.scripts.push_back({row.script, speaker, row.wall_ms});
  return repeats;
}

void ConversationTracker::LinkRow(Batch& batch, uint32_t index, State& state) {
  Row& row = batch.rows[index];
  Cell& cell = batch.cells[row.cell];
  Conversation& conversation = batch.conversations[row.conversation];
  if (row.sender == Sender::kBuyer) {
    if (!state.seen_buyer) {
      state.seen_buyer = true;
      state.first_asked = row.wall_ms;
      ++cell.counts[Count::kWithBuyer];
    }
    if (row.wall_ms == kNoTime) return;
    const int32_t minute = WallMinute(row.wall_ms);
    const bool in_hours = minute >= cell.opens && minute < cell.closes;
    cell.counts[Count::kAsked] += in_hours;
    cell.counts[Count::kTurns] += in_hours && state.waiting.empty();
    if (state.waiting.size() < kMostWaiting) state.waiting.push_back(row.wall_ms);
    return;
  }
  if (!row.is_sent()) return;
  row.previous = conversation.last_sent;
  conversation.last_sent = index;
  row.repeats = CountRepeats(batch, row, state);
  cell.counts[Count::kRepeatedScripts] += row.repeats > 0;
  if (row.sender != Sender::kAgent) return;
  Answer(row, cell.counts, state);
  if (row.wall_ms == kNoTime) return;
  bool first = true;
  for (const int64_t asked : state.waiting) {
    const int32_t minute = WallMinute(asked);
    if (minute >= cell.opens && minute < cell.closes) {
      const int64_t wait = std::max<int64_t>(0, row.wall_ms - asked);
      ++cell.counts[Count::kAskedAnswered];
      Count30(wait, cell.counts, Count::kAsked30);
      cell.counts[Count::kTurnsAnswered] += first;
      if (first) Count30(wait, cell.counts, Count::kTurns30);
    }
    first = false;
  }
  state.waiting.clear();
}

// The last messages sent in this batch, after those from before.
void ConversationTracker::KeepSaid(const Batch& batch, const Conversation& conversation, State& state) {
  std::vector<Said> latest;
  for (uint32_t at = conversation.last_sent; at != kNone && latest.size() < kRecentMessages;
       at = batch.rows[at].previous) {
    const Row& row = batch.rows[at];
    latest.push_back({TailOf(row.text), SpeakerOf(batch, row), row.wall_ms});
  }
  state.said.insert(state.said.end(), std::make_move_iterator(latest.rbegin()), std::make_move_iterator(latest.rend()));
  if (state.said.size() > kRecentMessages) state.said.erase(state.said.begin(), state.said.end() - kRecentMessages);
}

void ConversationTracker::Link(Batch& batch) {
  std::vector<bool> is_new(batch.conversations.size());
  recent_.reserve(recent_.size() + batch.conversations.size());  // keeps the pointers valid
  touched_.clear();
  for (size_t i = 0; i < batch.conversations.size(); ++i) {
    bool fresh = false;
    State& state = Touch(batch.conversations[i].key, fresh);
    is_new[i] = fresh;
    batch.conversations[i].before = state.said;
    touched_.push_back(&state);
  }
  State none;
  for (uint32_t i = 0; i < batch.rows.size(); ++i) {
    const uint32_t conversation = batch.rows[i].conversation;
    if (conversation == kNone) continue;
    if (is_new[conversation]) {
      ++batch.cells[batch.rows[i].cell].counts[Count::kConversations];
      is_new[conversation] = false;
    }
    LinkRow(batch, i, *touched_[conversation]);
  }
  for (size_t i = 0; i < touched_.size(); ++i) KeepSaid(batch, batch.conversations[i], *touched_[i]);
  if (recent_.size() > kConversationsKept) {
    old_ = std::move(recent_);
    recent_ = States();
  }
}

std::string ConversationTracker::Save() const {
  constexpr size_t kRoughState = 400;  // bytes
  Writer writer;
  writer.Number(kFormat);
  writer.out.reserve((recent_.size() + old_.size()) * kRoughState);
  for (const States* states : {&recent_, &old_}) {
    writer.Number<uint64_t>(states->size());
    for (const auto& [key, state] : *states) {
      writer.Number(key);
      writer.Number<uint8_t>(static_cast<uint8_t>(state.seen_buyer | state.answered << 1));
      writer.Number(state.first_asked);
      writer.Number<uint8_t>(static_cast<uint8_t>(state.said.size()));
      for (const Said& said : state.said) {
        writer.Text(said.tail);
        writer.Number(said.speaker);
        writer.Number(said.wall_ms);
      }
      writer.Number<uint8_t>(static_cast<uint8_t>(state.waiting.size()));
      for (int64_t time : state.waiting) writer.Number(time);
      writer.Number<uint32_t>(static_cast<uint32_t>(state.scripts.size()));
      for (const Script& script : state.scripts) writer.Number(script);
    }
  }
  return std::move(writer.out);
}

absl::Status ConversationTracker::Restore(std::string_view saved) {
  Reader reader(saved);
  if (reader.Number<uint32_t>() != kFormat) return absl::DataLossError("the checkpoint is damaged");
  for (States* states : {&recent_, &old_}) {
    states->clear();
    for (uint64_t left = reader.Number<uint64_t>(); left > 0 && reader.ok(); --left) {
      State& state = (*states)[reader.Number<uint64_t>()];
      const auto flags = reader.Number<uint8_t>();
      state.seen_buyer = flags & 1;
      state.answered = flags & 2;
      state.first_asked = reader.Number<int64_t>();
      state.said.resize(reader.Number<uint8_t>());
      for (Said& said : state.said) {
        said.tail = reader.Text();
        said.speaker = reader.Number<uint64_t>();
        said.wall_ms = reader.Number<int64_t>();
      }
      state.waiting.resize(reader.Number<uint8_t>());
      for (int64_t& time : state.waiting) time = reader.Number<int64_t>();
      for (uint32_t scripts = reader.Number<uint32_t>(); scripts > 0 && reader.ok(); --scripts) {
        state.scripts.push_back(reader.Number<Script>());
      }
    }
  }
  return reader.ok() && reader.done() ? absl::OkStatus() : absl::DataLossError("the checkpoint is damaged");
}

}  // namespace presend::replay
