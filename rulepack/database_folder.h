// Compiled databases in a folder: a large set of words takes seconds to compile, and milliseconds to read.
//
// A file is named by the SHA-256 of its recipe and begins with that of its content, which is checked before use; what is
// damaged is compiled anew and written over. Files that have not been used for longest go when there are too many.
// Several processes may share a folder. Thread-safe.
#pragma once

#include <string>

#include "engine/database_store.h"

namespace presend {

class DatabaseFolder : public DatabaseStore {
 public:
  // The folder is made when something is to be kept.
  explicit DatabaseFolder(std::string folder) : folder_(std::move(folder)) {}

  std::optional<std::string> Find(std::string_view recipe) override;
  void Keep(std::string_view recipe, std::string_view bytes) override;

  // Deletes what processes of this machine were writing when they were killed.
  void DropLeftBehind() const;

  static constexpr size_t kMostFiles = 400;

 private:
  std::string PathOf(std::string_view recipe) const;
  void DropOldest() const;

  const std::string folder_;
};

}  // namespace presend
