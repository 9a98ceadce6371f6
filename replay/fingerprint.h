// A 64-bit fingerprint of bytes, the same on every machine and in every run: checkpoints and shards depend on it.
// Pure functions, safe from any thread. Not for hostile input.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace presend::replay {

inline uint64_t MixBits(uint64_t x) {
  x ^= x >> 32;
  x *= 0xD6E8FEB86659FD93u;
  x ^= x >> 32;
  x *= 0xD6E8FEB86659FD93u;
  return x ^ x >> 32;
}

// Chained: pass the fingerprint of what came before as `seed`; a small number will do as well.
inline uint64_t Fingerprint(std::string_view text, uint64_t seed = 0x9E3779B97F4A7C15u) {
  uint64_t state = seed * 0x9FB21C651E98DF25u ^ text.size() * 0xD6E8FEB86659FD93u;
  while (text.size() >= 8) {
    uint64_t word;
    std::memcpy(&word, text.data(), 8);
    state = (state ^ word) * 0xD6E8FEB86659FD93u;
    state ^= state >> 29;
    text.remove_prefix(8);
  }
  uint64_t word = 0;
  if (!text.empty()) std::memcpy(&word, text.data(), text.size());  // no pointer to nothing
  return MixBits(state ^ word);
}

}  // namespace presend::replay
