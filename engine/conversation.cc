#include "engine/conversation.h"

#include <algorithm>
#include <deque>
#include <list>
#include <mutex>

#include "absl/container/flat_hash_map.h"
#include "absl/hash/hash.h"
#include "engine/script_fingerprint.h"
#include "engine/utf8.h"

namespace presend {
namespace {

constexpr int kLockAttempts = 200;   // a shard is held for less than a microsecond
constexpr size_t kEntryBytes = 256;  // list and map nodes of a conversation, roughly

struct Said {
  std::string text;
  int64_t time_ms;
};

struct Repeat {
  uint64_t script;
  int64_t time_ms;
};

struct Conversation {
  std::string key;
  std::deque<Said> said;
  std::deque<Repeat> repeats;
  int64_t last_ms = 0;
  size_t bytes = 0;
};

// Lengths are in the key, so that no two different keys spell the same string.
std::string Spell(const ConversationKey& key) {
  std::string spelled;
  spelled.reserve(key.platform.size() + key.conversation.size() + key.agent.size() + 12);
  for (std::string_view part : {key.platform, key.conversation, key.agent}) {
    const uint32_t size = static_cast<uint32_t>(part.size());
    spelled.append(reinterpret_cast<const char*>(&size), sizeof size);
    spelled.append(part);
  }
  spelled.push_back(static_cast<char>(key.sender));
  return spelled;
}

size_t SizeOf(const Conversation& conversation) {
  size_t bytes = kEntryBytes + conversation.key.size() + conversation.repeats.size() * sizeof(Repeat);
  for (const Said& said : conversation.said) bytes += sizeof(Said) + said.text.size();
  return bytes;
}

}  // namespace

struct alignas(64) ConversationWindow::Shard {
  using Order = std::list<Conversation>;  // most recently used first

  std::mutex mutex;
  Order order;
  absl::flat_hash_map<std::string_view, Order::iterator> by_key;
  size_t bytes = 0;
  uint64_t evicted_by_count = 0, evicted_by_age = 0, evicted_by_memory = 0;

  Conversation& Touch(std::string&& key) {
    if (auto found = by_key.find(key); found != by_key.end()) {
      order.splice(order.begin(), order, found->second);
      return order.front();
    }
    order.emplace_front().key = std::move(key);
    by_key.emplace(order.front().key, order.begin());
    return order.front();
  }

  void DropOldest() {
    bytes -= order.back().bytes;
    by_key.erase(order.back().key);
    order.pop_back();
  }

  // The conversation in front was just added to and stays.
  void Trim(const WindowLimits& limits, int64_t now_ms) {
    while (order.size() > 1) {
      uint64_t* counter = now_ms - order.back().last_ms > limits.age_ms              ? &evicted_by_age
                          : order.size() > std::max<size_t>(1, limits.conversations / limits.shards) ? &evicted_by_count
                          : bytes > limits.bytes / limits.shards                      ? &evicted_by_memory
                                                                                      : nullptr;
      if (counter == nullptr) return;
      ++*counter;
      DropOldest();
    }
  }

  // Locks, or gives up after a moment.
  std::unique_lock<std::mutex> TryLock(std::atomic<uint64_t>& skipped) {
    std::unique_lock lock(mutex, std::defer_lock);
    for (int attempt = 0; attempt < kLockAttempts; ++attempt) {
      if (lock.try_lock()) return lock;
    }
    skipped.fetch_add(1, std::memory_order_relaxed);
    return lock;
  }
};

ConversationWindow::ConversationWindow(const WindowLimits& limits)
    : limits_([&] {
        WindowLimits checked = limits;
        checked.shards = std::max(1u, limits.shards);
        return checked;
      }()),
      shards_(std::make_unique<Shard[]>(limits_.shards)) {}

ConversationWindow::~ConversationWindow() = default;

ConversationWindow::Shard& ConversationWindow::ShardOf(size_t hash) {
  return shards_[(hash >> 7) % limits_.shards];  // the low bits choose inside the shard's map
}

void ConversationWindow::Recent(const ConversationKey& key, std::string_view text, int64_t now_ms,
                                RecentMessages& recent) {
  recent.Clear();
  if (limits_.messages == 0) return;
  const std::string spelled = Spell(key);
  Shard& shard = ShardOf(absl::HashOf(std::string_view(spelled)));
  const uint64_t script = ScriptFingerprint(text);
  const auto lock = shard.TryLock(skipped_);
  if (!lock.owns_lock()) return;
  const auto found = shard.by_key.find(spelled);
  if (found == shard.by_key.end()) return;
  const auto is_recent = [&](int64_t time_ms) { return now_ms - time_ms <= limits_.age_ms; };
  for (const Said& said : found->second->said) {
    if (!is_recent(said.time_ms)) continue;
    if (recent.texts.size() <= recent.count) recent.texts.emplace_back();
    recent.texts[recent.count++].assign(said.text);
  }
  for (const Repeat& repeat : found->second->repeats) {
    recent.repeats += SameScript(repeat.script, script) && is_recent(repeat.time_ms);
  }
}

void ConversationWindow::Remember(const ConversationKey& key, std::string_view text, int64_t now_ms) {
  if (limits_.messages == 0) return;
  std::string spelled = Spell(key);
  Shard& shard = ShardOf(absl::HashOf(std::string_view(spelled)));
  const uint64_t script = ScriptFingerprint(text);
  const auto lock = shard.TryLock(skipped_);
  if (!lock.owns_lock()) return;
  Conversation& conversation = shard.Touch(std::move(spelled));
  conversation.said.push_back({std::string(LastBytes(text, limits_.text_bytes)), now_ms});
  if (conversation.said.size() > limits_.messages) conversation.said.pop_front();
  if (script != 0) conversation.repeats.push_back({script, now_ms});
  if (conversation.repeats.size() > limits_.repeat_memory) conversation.repeats.pop_front();
  conversation.last_ms = std::max(conversation.last_ms, now_ms);
  shard.bytes -= conversation.bytes;
  conversation.bytes = SizeOf(conversation);
  shard.bytes += conversation.bytes;
  shard.Trim(limits_, now_ms);
}

WindowCounters ConversationWindow::Counters() const {
  WindowCounters sum;
  for (uint32_t i = 0; i < limits_.shards; ++i) {
    Shard& shard = shards_[i];
    const std::lock_guard lock(shard.mutex);
    sum.conversations += shard.order.size();
    sum.bytes += shard.bytes;
    sum.evicted_by_count += shard.evicted_by_count;
    sum.evicted_by_age += shard.evicted_by_age;
    sum.evicted_by_memory += shard.evicted_by_memory;
  }
  sum.skipped = skipped_.load(std::memory_order_relaxed);
  return sum;
}

}  // namespace presend
