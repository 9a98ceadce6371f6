#include "replay/row_builder.h"

#include "engine/script_fingerprint.h"
#include "replay/fingerprint.h"
#include "replay/plain_text.h"
#include "replay/service.h"

namespace presend::replay {
namespace {

// Views of an earlier batch must not be compared with: their bytes are gone.
constexpr std::string_view kNothing("\0", 1);

}  // namespace

void RowBuilder::Begin(Batch& batch, const ColumnMap& columns) {
  batch_ = &batch;
  has_role_ = columns.has(Column::kRole);
  cells_.clear();
  conversations_.clear();
  last_role_ = last_platform_name_ = last_id_ = kNothing;
  last_cell_ = last_conversation_ = kNone;
}

const char* RowBuilder::FindSender(std::string_view role, Sender& sender) {
  if (!has_role_) return nullptr;
  if (role != last_role_) {
    const auto found = rules_.roles.Find(role);
    if (!found) return role.empty() ? "没有角色" : "不认识的角色，可用 --roles 名称=agent|robot|buyer|system 说明";
    last_role_ = role;
    last_sender_ = *found;
  }
  sender = last_sender_;
  return nullptr;
}

const char* RowBuilder::FindPlatform(std::string_view name, std::string_view& platform) {
  if (name.empty()) {
    platform = rules_.default_platform;
    return nullptr;
  }
  if (name != last_platform_name_) {
    auto found = rules_.platforms.find(ToAbsl(name));
    if (found == rules_.platforms.end()) found = rules_.platforms.find(PlainHeader(name));
    if (found == rules_.platforms.end()) return "不认识的平台";
    last_platform_name_ = name;
    last_platform_ = found->second;
  }
  platform = last_platform_;
  return nullptr;
}

uint32_t RowBuilder::FindCell(std::string_view platform, std::string_view shop, std::string_view agent,
                              std::string_view team, int32_t day) {
  if (last_cell_ != kNone) {
    const Cell& last = batch_->cells[last_cell_];
    const bool same = last.day == day && last.agent == agent && last.shop == shop && last.platform == platform;
    if (same && last_team_ == team) return last_cell_;
  }
  last_team_ = team;
  if (team.empty()) team = rules_.teams.Of(shop, agent);
  const uint64_t of_shop = Fingerprint(shop, Fingerprint(platform, static_cast<uint64_t>(day)));
  const uint64_t key = Fingerprint(team, Fingerprint(agent, of_shop));
  const auto [found, added] = cells_.try_emplace(key, static_cast<uint32_t>(batch_->cells.size()));
  if (added) {
    Cell& cell = batch_->cells.emplace_back();
    cell.platform = platform;
    cell.shop = shop;
    cell.agent = agent;
    cell.team = team;
    cell.day = day;
    const ServiceStandard& standard = StandardOf(platform);
    cell.opens = standard.opens;
    cell.closes = standard.closes;
  }
  return last_cell_ = found->second;
}

uint32_t RowBuilder::FindConversation(std::string_view platform, std::string_view shop, std::string_view id, bool& ours) {
  if (id == last_id_ && shop == last_shop_ && platform == last_of_ && !id.empty()) {
    ours = last_ours_;
    return last_conversation_;
  }
  const uint64_t key = Fingerprint(id, Fingerprint(shop, Fingerprint(platform)));
  ours = rules_.shards == 1 || key % rules_.shards == rules_.shard;
  if (id.empty() || !ours) return kNone;
  const auto [found, added] = conversations_.try_emplace(key, static_cast<uint32_t>(batch_->conversations.size()));
  if (added) {
    Conversation& conversation = batch_->conversations.emplace_back();
    conversation.id = id;
    conversation.key = key;
  }
  last_id_ = id;
  last_shop_ = shop;
  last_of_ = platform;
  last_ours_ = ours;
  return last_conversation_ = found->second;
}

const char* RowBuilder::Add(const Fields& fields, uint64_t line) {
  const auto field = [&](Column column) { return fields[static_cast<size_t>(column)]; };
  Row row;
  row.text = field(Column::kText);
  row.line = line;
  if (row.text.empty()) return "没有消息内容";
  if (const char* fault = FindSender(field(Column::kRole), row.sender)) return fault;
  std::string_view platform;
  if (const char* fault = FindPlatform(field(Column::kPlatform), platform)) return fault;
  row.wall_ms = kNoTime;
  if (const std::string_view time = field(Column::kTime); !time.empty()) {
    row.wall_ms = rules_.time.Wall(rules_.time.Read(time));
    if (row.wall_ms == kNoTime) return "看不懂的时间";
  }
  const std::string_view shop = field(Column::kShop).empty() ? rules_.default_shop : field(Column::kShop);
  bool ours = true;
  row.conversation = FindConversation(platform, shop, field(Column::kConversation), ours);
  if (field(Column::kConversation).empty()) ours = rules_.shards == 1 || line % rules_.shards == rules_.shard;
  if (!ours) {
    ++batch_->other_shards;
    return nullptr;
  }
  row.message_id = field(Column::kMessage);
  if (row.conversation != kNone && row.is_sent()) row.script = ScriptFingerprint(row.text);
  const int32_t day = row.wall_ms == kNoTime ? kNoDay : WallDay(row.wall_ms);
  row.cell = FindCell(platform, shop, field(Column::kAgent), field(Column::kTeam), day);
  batch_->rows.push_back(row);
  return nullptr;
}

}  // namespace presend::replay
