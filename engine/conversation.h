// The last messages of each sender in each conversation, so that words split over messages are found.
//
// Bounded by messages, bytes and age; the least recently used conversation goes first. Safe to share between threads:
// sharded, and a look-up that would have to wait is given up and counted, since losing the window must never lose or
// delay a verdict. Never throws but for memory.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/rule.h"

namespace presend {

struct ConversationKey {
  std::string_view platform;
  std::string_view conversation;
  std::string_view agent;
  Sender sender = Sender::kAgent;
};

// What a sender has lately said. Reuse it from call to call to reuse its buffers.
struct RecentMessages {
  std::vector<std::string> texts;  // oldest first; only the first `count` are valid
  size_t count = 0;
  uint32_t repeats = 0;  // how many of the remembered messages are the same script, see script_fingerprint.h

  void Clear() { count = 0; repeats = 0; }
};

struct WindowLimits {
  uint32_t messages = 4;              // texts kept for each sender; 0 turns the window off
  uint32_t repeat_memory = 16;        // messages kept as a fingerprint, to count repeats
  uint32_t text_bytes = 1024;         // longer texts are kept as their end
  size_t conversations = 200'000;     // of all shards
  size_t bytes = 128u << 20;          // of all shards
  int64_t age_ms = 10 * 60 * 1000;    // older messages are not recent
  uint32_t shards = 64;
};

struct WindowCounters {
  uint64_t conversations = 0;
  uint64_t bytes = 0;
  uint64_t evicted_by_count = 0;
  uint64_t evicted_by_age = 0;
  uint64_t evicted_by_memory = 0;
  uint64_t skipped = 0;
};

class ConversationWindow {
 public:
  explicit ConversationWindow(const WindowLimits& limits = {});
  ~ConversationWindow();

  // Fills `recent` with what was said before `now_ms` (milliseconds since the epoch) and no longer ago than the age
  // limit; empty if there is nothing, or the shard is busy.
  void Recent(const ConversationKey& key, std::string_view text, int64_t now_ms, RecentMessages& recent);

  // Adds a message that was sent at `now_ms`.
  void Remember(const ConversationKey& key, std::string_view text, int64_t now_ms);

  WindowCounters Counters() const;

 private:
  struct Shard;
  Shard& ShardOf(size_t hash);

  const WindowLimits limits_;
  std::unique_ptr<Shard[]> shards_;
  std::atomic<uint64_t> skipped_{0};
};

}  // namespace presend
