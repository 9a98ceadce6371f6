#include "engine/database.h"

#include <hs/hs.h>

#include <cstdlib>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace presend {
namespace {

absl::Status Failure(absl::string_view what, hs_error_t code) {
  return absl::InternalError(absl::StrCat("hyperscan: ", what, " failed with code ", code));
}

absl::Status CompileFailure(hs_compile_error_t* error) {
  absl::Status status = error->expression >= 0
      ? absl::InvalidArgumentError(absl::StrCat("pattern ", error->expression, ": ", error->message))
      : absl::InvalidArgumentError(error->message);
  hs_free_compile_error(error);
  return status;
}

// Everything that decides what is compiled. `kind` tells literals and pattern flags apart.
std::string RecipeOf(absl::string_view kind, std::span<const std::string> texts) {
  hs_platform_info_t platform{};
  hs_populate_platform(&platform);
  std::string recipe = absl::StrCat(hs_version(), "\n", platform.tune, " ", platform.cpu_features, "\n", kind, "\n");
  for (const std::string& text : texts) absl::StrAppend(&recipe, text.size(), " ", text, "\n");
  return recipe;
}

}  // namespace

Scratch::~Scratch() { hs_free_scratch(raw_); }

Scratch& Scratch::operator=(Scratch&& other) noexcept {
  std::swap(raw_, other.raw_);
  return *this;
}

absl::Status Scratch::CopyFrom(const Scratch& prototype) {
  hs_free_scratch(std::exchange(raw_, nullptr));
  if (prototype.raw_ == nullptr) return absl::OkStatus();
  hs_error_t code = hs_clone_scratch(prototype.raw_, &raw_);
  return code == HS_SUCCESS ? absl::OkStatus() : Failure("hs_clone_scratch", code);
}

Database::~Database() { hs_free_database(raw_); }

Database& Database::operator=(Database&& other) noexcept {
  std::swap(raw_, other.raw_);
  return *this;
}

absl::StatusOr<Database> Database::FromLiterals(std::span<const std::string> literals, DatabaseStore* store) {
  Database database;
  if (literals.empty()) return database;
  const auto compile = [&] { return database.CompileLiterals(literals); };
  const absl::Status status = database.Obtain(store, "literals", literals, compile);
  if (!status.ok()) return status;
  return database;
}

absl::StatusOr<Database> Database::FromPatterns(std::span<const std::string> patterns, StartOfMatch starts,
                                                DatabaseStore* store) {
  Database database;
  if (patterns.empty()) return database;
  const unsigned flags = HS_FLAG_UTF8 | (starts == StartOfMatch::kYes ? HS_FLAG_SOM_LEFTMOST : 0);
  const auto compile = [&] { return database.CompilePatterns(patterns, flags); };
  const absl::Status status = database.Obtain(store, absl::StrCat("patterns ", flags), patterns, compile);
  if (!status.ok()) return status;
  return database;
}

template <typename Compile>
absl::Status Database::Obtain(DatabaseStore* store, const std::string& kind, std::span<const std::string> texts,
                              Compile compile) {
  if (store == nullptr) return compile();
  const std::string recipe = RecipeOf(kind, texts);
  if (const auto bytes = store->Find(recipe);
      bytes && hs_deserialize_database(bytes->data(), bytes->size(), &raw_) == HS_SUCCESS) {
    return absl::OkStatus();
  }
  if (absl::Status status = compile(); !status.ok()) return status;
  char* bytes = nullptr;
  size_t size = 0;
  if (hs_serialize_database(raw_, &bytes, &size) == HS_SUCCESS) store->Keep(recipe, {bytes, size});
  std::free(bytes);
  return absl::OkStatus();
}

absl::Status Database::CompileLiterals(std::span<const std::string> literals) {
  std::vector<const char*> texts;
  std::vector<size_t> lengths;
  std::vector<unsigned> ids, flags(literals.size(), 0);
  for (const std::string& literal : literals) {
    ids.push_back(static_cast<unsigned>(texts.size()));
    texts.push_back(literal.data());
    lengths.push_back(literal.size());
  }
  hs_compile_error_t* error = nullptr;
  const hs_error_t code = hs_compile_lit_multi(texts.data(), flags.data(), ids.data(), lengths.data(), texts.size(),
                                               HS_MODE_BLOCK, nullptr, &raw_, &error);
  return code == HS_SUCCESS ? absl::OkStatus() : CompileFailure(error);
}

absl::Status Database::CompilePatterns(std::span<const std::string> patterns, unsigned flags) {
  std::vector<const char*> texts;
  std::vector<unsigned> ids, all_flags(patterns.size(), flags);
  for (const std::string& pattern : patterns) {
    ids.push_back(static_cast<unsigned>(texts.size()));
    texts.push_back(pattern.c_str());
  }
  hs_compile_error_t* error = nullptr;
  const hs_error_t code = hs_compile_multi(texts.data(), all_flags.data(), ids.data(), texts.size(), HS_MODE_BLOCK,
                                           nullptr, &raw_, &error);
  return code == HS_SUCCESS ? absl::OkStatus() : CompileFailure(error);
}

absl::Status Database::Prepare(Scratch& scratch) const {
  if (raw_ == nullptr) return absl::OkStatus();
  hs_error_t code = hs_alloc_scratch(raw_, &scratch.raw_);
  return code == HS_SUCCESS ? absl::OkStatus() : Failure("hs_alloc_scratch", code);
}

size_t Database::SizeInBytes() const {
  size_t size = 0;
  if (raw_ != nullptr) hs_database_size(raw_, &size);
  return size;
}

void Database::ScanRaw(std::string_view text, const Scratch& scratch, RawCallback callback, void* context) const {
  hs_scan(raw_, text.data(), static_cast<unsigned>(text.size()), 0, scratch.raw_, callback, context);
}

}  // namespace presend
