// Which column of an archive holds what: guessed from Chinese or English headers, or said by the user.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/rule.h"

namespace presend::replay {

enum class Column : uint8_t { kText, kConversation, kMessage, kTime, kRole, kAgent, kShop, kPlatform, kTeam };
inline constexpr int kColumnCount = 9;
std::string_view ColumnName(Column column);  // "text", "conversation", "message", "time", "role", "agent", "shop", "platform", "team"

// Names of the columns, empty where there is none.
class ColumnMap {
 public:
  // "text=聊天内容,agent=客服"; or the lines of a mapping file, the same with newlines. INVALID_ARGUMENT for unknown names.
  static absl::StatusOr<ColumnMap> Parse(std::string_view text);

  // Takes the first header that fits for every column not named yet.
  void Guess(const std::vector<std::string>& headers);

  const std::string& operator[](Column column) const { return names_[static_cast<size_t>(column)]; }
  std::string& operator[](Column column) { return names_[static_cast<size_t>(column)]; }
  bool has(Column column) const { return !(*this)[column].empty(); }

  // INVALID_ARGUMENT if a named column is not among the headers, or there is no column for the text.
  absl::Status Check(const std::vector<std::string>& headers) const;

  // For people: "text=消息内容, agent=客服账号, …"; and what --map takes.
  std::string ToString() const;

 private:
  std::array<std::string, kColumnCount> names_;
};

// Who speaks, from what archives write: 客服, agent, 机器人, 顾客, buyer, 系统, ….
class RoleNames {
 public:
  RoleNames();
  // "掌柜=agent,小蜜=robot". INVALID_ARGUMENT for a role that is none.
  absl::Status Add(std::string_view text);
  std::optional<Sender> Find(std::string_view name) const;

 private:
  absl::flat_hash_map<std::string, Sender> senders_;
};

// The headers of a CSV text, lower case and without spaces and marks, as names are compared.
std::string PlainHeader(std::string_view header);

}  // namespace presend::replay
