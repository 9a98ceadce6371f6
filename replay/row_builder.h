// Fields of a record to a row of a batch, with its cell and its conversation.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "replay/row_parser.h"

namespace presend::replay {

using Fields = std::array<std::string_view, kColumnCount>;

// Not safe to share between threads.
class RowBuilder {
 public:
  explicit RowBuilder(const RowRules& rules) : rules_(rules) {}
  void Begin(Batch& batch, const ColumnMap& columns);
  // Why the record is no row; nullptr if it is one. The fields must live as long as the batch.
  const char* Add(const Fields& fields, uint64_t line);

 private:
  const char* FindSender(std::string_view role, Sender& sender);
  const char* FindPlatform(std::string_view name, std::string_view& platform);
  uint32_t FindCell(std::string_view platform, std::string_view shop, std::string_view agent, std::string_view team,
                    int32_t day);
  uint32_t FindConversation(std::string_view platform, std::string_view shop, std::string_view id, bool& ours);

  const RowRules& rules_;
  Batch* batch_ = nullptr;
  bool has_role_ = false;
  absl::flat_hash_map<uint64_t, uint32_t> cells_, conversations_;
  // The last answers: rows of a conversation mostly stand together.
  std::string_view last_role_, last_platform_name_, last_platform_, last_id_, last_shop_, last_of_, last_team_;
  Sender last_sender_ = Sender::kAgent;
  uint32_t last_cell_ = kNone, last_conversation_ = kNone;
  bool last_ours_ = true;
};

}  // namespace presend::replay
