// Words of many rules in one compiled database, and what each of them is there for.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "engine/database.h"

namespace presend {

enum class Role : uint8_t {
  kRule,       // its hit is a match of rule `owner`
  kException,  // its hit excuses matches of rule `owner` inside it
  kCue,        // its hit is what condition `owner` looks for
};
inline constexpr size_t kRoles = 3;

// Why a text is in the set.
struct Use {
  Role role = Role::kRule;
  bool collapsed = false;  // the text is the word with its repeats made one: counts only where the runs are long enough
  uint32_t owner = 0;      // index into Snapshot::rules or ::conditions
  uint32_t word = 0;       // index into Snapshot::words
};

class WordSet {
 public:
  void Add(std::string text, Use use) { pending_.emplace_back(std::move(text), use); }
  // Call once, after the last Add and before the first Scan.
  absl::Status Compile(DatabaseStore* store = nullptr);

  // Calls on_hit(uses, begin, end) for each occurrence of each text.
  template <typename OnHit>
  void Scan(std::string_view text, const Scratch& scratch, OnHit&& on_hit) const {
    database_.Scan(text, scratch, [&](unsigned id, uint32_t, uint32_t end) {
      on_hit(UsesOf(id), end - lengths_[id], end);
      return true;
    });
  }

  const Database& database() const { return database_; }
  size_t size() const { return lengths_.size(); }

 private:
  std::vector<uint32_t> Order() const;
  std::span<const Use> UsesOf(unsigned id) const {
    return {uses_.data() + first_use_[id], uses_.data() + first_use_[id + 1]};
  }

  std::vector<std::pair<std::string, Use>> pending_;
  std::vector<Use> uses_;
  std::vector<uint32_t> first_use_;
  std::vector<uint32_t> lengths_;
  Database database_;
};

}  // namespace presend
