#include "replay/review_examples.h"

#include <map>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "engine/utf8.h"
#include "replay/batch_screener.h"

namespace presend::replay {
namespace {

// In double quotes.
std::string Quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\\' || c == '"')
      absl::StrAppend(&out, "\\", std::string(1, c));
    else if (c == '\n')
      out += "\\n";
    else if (byte < 0x20 || byte == 0x7F)
      absl::StrAppend(&out, "\\x", absl::Hex(byte, absl::kZeroPad2));
    else
      out += c;
  }
  return out + "\"";
}

// Several findings of a rule in one message are one example: it must mark all of them.
struct Message {
  std::string text, platform, role;
  std::set<std::pair<int64_t, int64_t>> spans;  // code points
  bool intact = true;
};

std::string Marked(const Message& message) {
  std::u32string points = ToCodePoints(message.text);
  for (auto span = message.spans.rbegin(); span != message.spans.rend(); ++span) {
    const auto [begin, end] = *span;
    if (begin < 0 || end <= begin || end > static_cast<int64_t>(points.size())) return "";
    points.insert(static_cast<size_t>(end), U"]]");
    points.insert(static_cast<size_t>(begin), U"[[");
  }
  return ToUtf8(points);
}

bool HasMarks(const std::string& text) { return text.find("[[") != text.npos || text.find("]]") != text.npos; }

// Why the message cannot be an example; empty if it can.
std::string FaultOf(const Message& message, bool bad) {
  if (!message.intact) return "消息内容已不是导出时的样子（表格软件改过？请存为 UTF-8 的 CSV 或 xlsx）";
  if (bad && HasMarks(message.text)) return "原文含有 [[ 或 ]]，不能标出命中";
  if (bad && Marked(message).empty()) return "命中跨越多条消息，或位置不在文中";
  return "";
}

std::string WhereTried(const Message& message) {
  std::string out;
  if (!message.platform.empty()) absl::StrAppend(&out, ", platform: ", message.platform);
  if (message.role == "robot") out += ", sender: robot";
  return out;
}

class Examples {
 public:
  void Add(const ReviewItem& item) {
    const Opinion opinion = item.Consensus();
    const bool clean = IsCleanStratum(item.stratum);
    if (opinion == Opinion::kViolation && clean) AddMiss(item);
    if (opinion == Opinion::kFine && !clean) AddFalseAlarm(item);
    if (opinion == Opinion::kViolation && !clean) {
      Message& message = confirmed_[item.stratum][item.place];
      message.intact &= item.intact;
      message.text = item.text;
      message.platform = item.platform;
      message.role = item.role;
      message.spans.insert({item.begin, item.end});
    }
  }

  std::string Yaml() {
    AddConfirmed();
    std::string out =
        "# 取自真实消息：贴进规则前，请检查并改掉个人信息。ok 现在会失败，直到规则改好；todo 改好后可写成 bad。\n";
    for (const auto& [rule, lines] : lines_) {
      absl::StrAppend(&out, "- id: ", rule.empty() ? "\"\"  # 复核人没有写明应属规则" : rule, "\n  examples:\n");
      bool any = false;
      for (const std::string& line : lines) {
        absl::StrAppend(&out, "    ", line, "\n");
        any |= line[0] == '-';
      }
      if (!any) out += "    []\n";
    }
    return lines_.empty() ? out + "[]\n" : out;
  }

 private:
  void AddLine(const std::string& rule, const Message& message, const std::string& kind, const std::string& text,
               const std::string& note) {
    const std::string fault = FaultOf(message, kind == "bad");
    if (!fault.empty())
      lines_[rule].insert(absl::StrCat("# ", fault, "：", Quoted(message.text)));
    else
      lines_[rule].insert(absl::StrCat("- {", kind, ": ", Quoted(text), WhereTried(message), "}", note));
  }

  void AddMiss(const ReviewItem& item) {
    const Message message{item.text, item.platform, item.role, {}, item.intact};
    const std::string words = absl::StrReplaceAll(item.right_words, {{"\n", " "}, {"\r", ""}});
    AddLine(item.right_rule, message, "todo", item.text, words.empty() ? "" : absl::StrCat("  # 漏报：", words));
  }

  // The other findings of the rule in the message may be right: then the message is no `ok`.
  void AddFalseAlarm(const ReviewItem& item) {
    false_alarms_[item.stratum][item.place] = {item.text, item.platform, item.role, {}, item.intact};
  }

  void AddConfirmed() {
    for (const auto& [rule, messages] : confirmed_) {
      for (const auto& [place, message] : messages) AddLine(rule, message, "bad", Marked(message), "");
    }
    for (const auto& [rule, messages] : false_alarms_) {
      for (const auto& [place, message] : messages) {
        if (!confirmed_[rule].contains(place)) AddLine(rule, message, "ok", message.text, "");
      }
    }
  }

  using Messages = std::map<std::string, Message>;  // by place
  std::map<std::string, Messages> confirmed_, false_alarms_;
  std::map<std::string, std::set<std::string>> lines_;  // by rule
};

}  // namespace

std::string ReviewExamples(const Review& review) {
  Examples examples;
  for (const auto& [id, item] : review.items) examples.Add(item);
  return examples.Yaml();
}

}  // namespace presend::replay
