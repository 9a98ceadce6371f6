// A compiled Hyperscan database: immutable, shared by all threads; each thread scans with a scratch of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/database_store.h"

struct hs_database;
struct hs_scratch;

namespace presend {

// Memory that Hyperscan works in; one per thread, never used by two scans at once.
class Scratch {
 public:
  Scratch() = default;
  ~Scratch();
  Scratch(Scratch&& other) noexcept : raw_(other.raw_) { other.raw_ = nullptr; }
  Scratch& operator=(Scratch&& other) noexcept;
  // Makes it large enough for a copy of `prototype`'s databases.
  absl::Status CopyFrom(const Scratch& prototype);
  hs_scratch* raw() const { return raw_; }

 private:
  friend class Database;
  hs_scratch* raw_ = nullptr;
};

// Whether a pattern database tells where a match begins; costs two to five times the scan.
enum class StartOfMatch : bool { kNo, kYes };

class Database {
 public:
  Database() = default;  // matches nothing
  ~Database();
  Database(Database&& other) noexcept : raw_(other.raw_) { other.raw_ = nullptr; }
  Database& operator=(Database&& other) noexcept;

  // With a store, what was compiled before is taken from there, and what had to be compiled is kept there.
  //
  // Every occurrence of every literal is reported, overlapping ones too; ids are positions in `literals`.
  static absl::StatusOr<Database> FromLiterals(std::span<const std::string> literals, DatabaseStore* store = nullptr);
  // Each pattern is reported at every end it can have; ids are positions. INVALID_ARGUMENT carries the number of the
  // offending pattern and Hyperscan's reason.
  static absl::StatusOr<Database> FromPatterns(std::span<const std::string> patterns, StartOfMatch starts,
                                               DatabaseStore* store = nullptr);

  // Grows `scratch` so that it can be used with this database as well.
  absl::Status Prepare(Scratch& scratch) const;

  // Calls on_hit(id, begin, end) for each hit, in order of `end` (bytes); begin is 0 without start of match. It
  // returns false to stop.
  template <typename OnHit>
  void Scan(std::string_view text, const Scratch& scratch, OnHit&& on_hit) const {
    if (raw_ == nullptr || text.empty()) return;
    const auto call = [](unsigned id, unsigned long long begin, unsigned long long end, unsigned, void* context) -> int {
      auto& hit = *static_cast<std::remove_reference_t<OnHit>*>(context);
      return hit(id, static_cast<uint32_t>(begin), static_cast<uint32_t>(end)) ? 0 : 1;
    };
    ScanRaw(text, scratch, call, &on_hit);
  }

  bool empty() const { return raw_ == nullptr; }
  size_t SizeInBytes() const;

 private:
  // Takes it from the store if it is there, else from `compile`. `kind` tells apart what equal texts can be compiled to.
  template <typename Compile>
  absl::Status Obtain(DatabaseStore* store, const std::string& kind, std::span<const std::string> texts, Compile compile);
  absl::Status CompileLiterals(std::span<const std::string> literals);
  absl::Status CompilePatterns(std::span<const std::string> patterns, unsigned flags);

  using RawCallback = int (*)(unsigned, unsigned long long, unsigned long long, unsigned, void*);
  void ScanRaw(std::string_view text, const Scratch& scratch, RawCallback callback, void* context) const;

  hs_database* raw_ = nullptr;
};

}  // namespace presend
