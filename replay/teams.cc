#include "replay/teams.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "replay/columns.h"
#include "replay/plain_text.h"
#include "replay/sheet.h"

namespace presend::replay {
namespace {

std::string KeyOf(std::string_view shop, std::string_view agent) {
  std::string key(agent);
  if (!shop.empty()) key.append("\n").append(shop);
  return key;
}

}  // namespace

absl::StatusOr<Teams> Teams::Read(const std::string& path) {
  auto sheet = Sheet::Read(path);
  if (!sheet.ok()) return sheet.status();
  ColumnMap columns;
  columns.Guess(sheet->headers());
  if (!columns.has(Column::kAgent) || !columns.has(Column::kTeam)) {
    return absl::InvalidArgumentError(absl::StrCat(
        path, ": needs the columns 客服 and 团队. Columns of the file: ", absl::StrJoin(sheet->headers(), ", ")));
  }
  Teams teams;
  for (const Sheet::Row& row : sheet->rows()) {
    const auto field = [&](Column column) { return std::string(Trim(sheet->Field(row, columns[column]))); };
    const std::string agent = field(Column::kAgent), team = field(Column::kTeam);
    if (agent.empty() || team.empty())
      return absl::InvalidArgumentError(absl::StrCat(path, ":", row.place, ": no agent or no team"));
    const auto [known, added] = teams.teams_.try_emplace(KeyOf(field(Column::kShop), agent), team);
    if (!added && known->second != team) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ":", row.place, ": agent \"", agent, "\" already is of team \"", known->second, "\""));
    }
  }
  return teams;
}

std::string_view Teams::Of(std::string_view shop, std::string_view agent) const {
  if (teams_.empty()) return {};
  auto found = teams_.find(KeyOf(shop, agent));
  if (found == teams_.end()) found = teams_.find(KeyOf("", agent));
  return found == teams_.end() ? std::string_view() : std::string_view(found->second);
}

}  // namespace presend::replay
