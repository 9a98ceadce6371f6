#include "replay/columns.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "engine/utf8.h"
#include "replay/plain_text.h"

namespace presend::replay {
namespace {

struct Aliases {
  Column column;
  std::string_view name;
  std::vector<std::string_view> headers;  // plain; better ones first
};

const std::vector<Aliases>& AllAliases() {
  static const auto& aliases = *new std::vector<Aliases>{
      {Column::kText,
       "text",
       {"text", "消息内容", "聊天内容", "内容", "message", "content", "msg", "body", "消息", "聊天记录", "对话内容",
        "文本", "messagetext", "messagecontent", "msgcontent", "utterance", "回复内容", "发送内容", "话术"}},
      {Column::kConversation,
       "conversation",
       {"conversationid", "会话id", "会话编号", "会话号", "conversation", "sessionid", "session", "dialogueid",
        "dialogid", "对话id", "对话编号", "会话", "chatid", "咨询id", "咨询编号", "聊天id"}},
      {Column::kMessage,
       "message",
       {"messageid", "消息id", "消息编号", "msgid", "消息号", "uuid", "id", "序号", "编号"}},
      {Column::kTime,
       "time",
       {"time", "发送时间", "消息时间", "聊天时间", "时间", "timestamp", "datetime", "sendtime", "createdat",
        "createtime", "sentat", "日期时间", "日期", "date", "ts"}},
      {Column::kRole,
       "role",
       {"role", "发送方", "角色", "sender", "sendertype", "发送者类型", "发言方", "发送方类型", "身份", "speaker",
        "消息方向", "direction", "发送人类型", "发送者"}},
      {Column::kAgent,
       "agent",
       {"agent", "客服账号", "客服", "客服昵称", "客服名称", "客服姓名", "客服工号", "坐席", "坐席工号", "agentid",
        "agentname", "staff", "waiter", "接待客服", "子账号", "客服id"}},
      {Column::kShop,
       "shop",
       {"shop", "店铺", "店铺名称", "店铺名", "shopid", "shopname", "店铺id", "商家", "store", "商家名称", "门店"}},
      {Column::kPlatform, "platform", {"platform", "平台", "平台名称", "渠道", "channel", "来源平台"}},
      {Column::kTeam,
       "team",
       {"team", "团队", "班组", "小组", "组别", "客服组", "客服分组", "所属团队", "所属组", "团队名称", "teamname",
        "部门"}},
  };
  return aliases;
}

std::optional<Sender> ParseSender(std::string_view name) {
  if (name == "agent") return Sender::kAgent;
  if (name == "robot") return Sender::kRobot;
  if (name == "buyer") return Sender::kBuyer;
  if (name == "system") return Sender::kSystem;
  return std::nullopt;
}

// A file of another kind may have a first line without end.
std::string Brief(const std::string& text) {
  constexpr size_t kShownBytes = 500;
  const std::string_view shown = FirstBytes(text, kShownBytes);
  return shown.size() == text.size() ? text : std::string(shown) + "…";
}

}  // namespace

std::string PlainHeader(std::string_view header) {
  std::string plain;
  for (char c : header) {
    if (c != ' ' && c != '_' && c != '-' && c != '\t' && c != '"' && c != '\r') plain += absl::ascii_tolower(c);
  }
  if (plain.starts_with("\xEF\xBB\xBF")) plain.erase(0, 3);
  return plain;
}

std::string_view ColumnName(Column column) { return AllAliases()[static_cast<size_t>(column)].name; }

absl::StatusOr<ColumnMap> ColumnMap::Parse(std::string_view text) {
  ColumnMap map;
  for (absl::string_view piece : absl::StrSplit(ToAbsl(text), absl::ByAnyChar(",\n"))) {
    const std::string_view part = Trim(ToStd(piece));
    if (part.empty() || part.front() == '#') continue;
    const size_t equals = part.find('=');
    const std::string name(Trim(part.substr(0, equals)));
    const auto& all = AllAliases();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Aliases& a) { return a.name == name; });
    if (equals == std::string_view::npos || found == all.end()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "column map \"", std::string(part),
          "\": must be FIELD=COLUMN, FIELD one of text conversation message time role agent shop platform team"));
    }
    map[found->column] = std::string(Trim(part.substr(equals + 1)));
  }
  return map;
}

void ColumnMap::Guess(const std::vector<std::string>& headers) {
  for (const Aliases& aliases : AllAliases()) {
    for (size_t i = 0; i < aliases.headers.size() && !has(aliases.column); ++i) {
      for (const std::string& header : headers) {
        const bool taken = std::find(names_.begin(), names_.end(), header) != names_.end();
        if (!taken && PlainHeader(header) == aliases.headers[i]) {
          (*this)[aliases.column] = header;
          break;
        }
      }
    }
  }
}

absl::Status ColumnMap::Check(const std::vector<std::string>& headers) const {
  const std::string known = absl::StrCat("Columns of the file: ", Brief(absl::StrJoin(headers, ", ")));
  for (int i = 0; i < kColumnCount; ++i) {
    if (names_[i].empty() || std::find(headers.begin(), headers.end(), names_[i]) != headers.end()) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("there is no column \"", names_[i], "\", which --map names. ", known));
  }
  if (has(Column::kText)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("no column looks like the text of messages; name it with --map text=COLUMN. ", known));
}

std::string ColumnMap::ToString() const {
  std::vector<std::string> parts;
  for (int i = 0; i < kColumnCount; ++i) {
    if (!names_[i].empty()) parts.push_back(absl::StrCat(std::string(AllAliases()[i].name), "=", names_[i]));
  }
  return absl::StrJoin(parts, ",");
}

RoleNames::RoleNames() {
  const std::pair<Sender, std::vector<std::string_view>> known[] = {
      {Sender::kAgent,
       {"agent",  "客服", "坐席", "人工客服", "人工",      "商家",     "卖家", "店家", "seller", "service", "staff",
        "waiter", "csr",  "kf",   "shop",     "assistant", "商家客服", "发送", "send", "out",    "q->a"}},
      {Sender::kRobot, {"robot", "机器人", "bot", "智能客服", "机器人客服", "自动回复", "auto", "智能机器人"}},
      {Sender::kBuyer,
       {"buyer", "买家", "顾客", "客户", "用户", "消费者", "customer", "user", "consumer", "client", "访客", "会员",
        "接收", "receive", "in"}},
      {Sender::kSystem, {"system", "系统", "系统消息", "notice", "平台"}},
  };
  for (const auto& [sender, names] : known) {
    for (std::string_view name : names) senders_.emplace(name, sender);
  }
}

absl::Status RoleNames::Add(std::string_view text) {
  for (absl::string_view piece : absl::StrSplit(ToAbsl(text), ',', absl::SkipWhitespace())) {
    const std::string_view part = Trim(ToStd(piece));
    const size_t equals = part.find('=');
    const auto sender = equals == std::string_view::npos ? std::nullopt : ParseSender(part.substr(equals + 1));
    if (!sender) {
      return absl::InvalidArgumentError(
          absl::StrCat("role \"", std::string(part), "\": must be NAME=agent, robot, buyer or system"));
    }
    senders_[PlainHeader(part.substr(0, equals))] = *sender;
  }
  return absl::OkStatus();
}

std::optional<Sender> RoleNames::Find(std::string_view name) const {
  auto found = senders_.find(ToAbsl(name));
  if (found == senders_.end()) found = senders_.find(PlainHeader(name));
  return found == senders_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace presend::replay
