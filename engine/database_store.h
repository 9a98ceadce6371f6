// Where compiled databases are kept from one start to the next. The engine does no I/O: others implement this.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace presend {

class DatabaseStore {
 public:
  virtual ~DatabaseStore() = default;

  // The bytes that were kept for a recipe: everything that decides what a database is, Hyperscan's version and the
  // processor included. Nothing if there are none, or they are damaged.
  virtual std::optional<std::string> Find(std::string_view recipe) = 0;
  // Keeps them if it can. What was kept for the recipe before is replaced whole.
  virtual void Keep(std::string_view recipe, std::string_view bytes) = 0;
};

}  // namespace presend
