#include "rulepack/pack_format.h"

#include <algorithm>
#include <vector>

#include "absl/status/status.h"
#include "rulepack/concat.h"
#include "rulepack/rule_source.h"
#include "rulepack/yaml_reader.h"

namespace presend {
namespace {

using Lines = std::vector<std::string>;

// Without carriage returns, blanks at ends, byte order mark, repeated and bordering empty lines.
Lines CleanLines(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  Lines lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string line(text.substr(0, end));
    line.erase(line.find_last_not_of(" \t\r") + 1);
    if (!line.empty() || (!lines.empty() && !lines.back().empty())) lines.push_back(std::move(line));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

std::string Joined(const Lines& lines) {
  std::string out;
  for (const std::string& line : lines) Append(out, line, "\n");
  return out;
}

bool BeginsRule(std::string_view line) { return line.starts_with("- "); }

// The key that a line of a rule begins: "  title: …" or "- id: …"; empty for any other line.
std::string_view KeyOf(std::string_view line) {
  if (!line.starts_with("- ") && !line.starts_with("  ")) return {};
  line.remove_prefix(2);
  const size_t colon = line.find(':');
  const bool key = colon != std::string_view::npos && colon > 0 &&
                   line.substr(0, colon).find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos;
  return key ? line.substr(0, colon) : std::string_view();
}

bool IsComment(std::string_view line) {
  const size_t first = line.find_first_not_of(' ');
  return first != std::string_view::npos && line[first] == '#';
}

// Where the item that begins at line `at` begins with the comments right above it.
size_t WithComments(const Lines& lines, size_t at, size_t floor) {
  while (at > floor && IsComment(lines[at - 1])) --at;
  return at;
}

// One key of a rule with its comments and its further lines.
struct Part {
  size_t order = 0;
  Lines lines;
};

size_t OrderOf(std::string_view key) {
  static const std::vector<std::string_view> keys = RuleFileKeys()[0].keys;
  return static_cast<size_t>(std::find(keys.begin(), keys.end(), key) - keys.begin());
}

std::vector<Part> SplitRule(const Lines& rule) {
  std::vector<Part> parts;
  size_t done = 0;
  for (size_t i = 0; i < rule.size(); ++i) {
    const std::string_view key = KeyOf(rule[i]);
    if (key.empty()) continue;
    const size_t begin = WithComments(rule, i, done);
    if (!parts.empty()) parts.back().lines.insert(parts.back().lines.end(), rule.begin() + done, rule.begin() + begin);
    parts.push_back({OrderOf(key), Lines(rule.begin() + begin, rule.begin() + i + 1)});
    done = i + 1;
  }
  if (!parts.empty()) parts.back().lines.insert(parts.back().lines.end(), rule.begin() + done, rule.end());
  return parts;
}

// The dash stands before the first key, wherever that key stood; comments above the rule stay above it.
Lines OrderKeys(const Lines& rule) {
  const size_t begin = static_cast<size_t>(std::find_if(rule.begin(), rule.end(), BeginsRule) - rule.begin());
  if (begin == rule.size() || KeyOf(rule[begin]).empty()) return rule;
  Lines body(rule.begin() + begin, rule.end());
  body[0].replace(0, 2, "  ");
  std::vector<Part> parts = SplitRule(body);
  std::stable_sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.order < b.order; });
  Lines out(rule.begin(), rule.begin() + begin);
  for (const Part& part : parts) {
    for (const std::string& line : part.lines) {
      if (!line.empty()) out.push_back(line);
    }
  }
  const auto first = std::find_if(out.begin() + begin, out.end(), [](const std::string& l) { return !KeyOf(l).empty(); });
  for (auto line = out.begin(); line != first; ++line) line->erase(0, line->find_first_not_of(' '));
  first->replace(0, 2, "- ");
  return out;
}

// The rules of a file, each with the comments right above it; what stands before the first comes first.
std::vector<Lines> SplitRules(const Lines& lines) {
  std::vector<Lines> blocks;
  size_t done = 0;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (!BeginsRule(lines[i])) continue;
    const size_t begin = WithComments(lines, i, done);
    if (begin > done) {
      if (blocks.empty()) blocks.emplace_back();
      blocks.back().insert(blocks.back().end(), lines.begin() + done, lines.begin() + begin);
    }
    blocks.emplace_back(lines.begin() + begin, lines.begin() + i + 1);
    done = i + 1;
  }
  if (blocks.empty()) blocks.emplace_back();
  blocks.back().insert(blocks.back().end(), lines.begin() + done, lines.end());
  return blocks;
}

constexpr int kDeepest = 64;  // an alias may stand inside of what it names

bool SameValue(const YAML::Node& a, const YAML::Node& b, int depth = 0) {
  if (depth > kDeepest || a.Type() != b.Type() || a.Tag() != b.Tag()) return false;
  if (a.IsScalar()) return a.Scalar() == b.Scalar();
  if (a.size() != b.size()) return false;
  if (a.IsSequence()) {
    for (size_t i = 0; i < a.size(); ++i) {
      if (!SameValue(a[i], b[i], depth + 1)) return false;
    }
  } else if (a.IsMap()) {
    for (const auto& entry : a) {
      const YAML::Node other = entry.first.IsScalar() ? b[entry.first.Scalar()] : YAML::Node();
      if (!other.IsDefined() || !SameValue(entry.second, other, depth + 1)) return false;
    }
  }
  return true;
}

absl::Status SameMeaning(std::string_view before, const std::string& after) {
  const SourceFile old_file("before", std::string(before)), new_file("after", after);
  Diagnostics log;
  const auto a = YamlReader(old_file, log).Document(), b = YamlReader(new_file, log).Document();
  if (!log.ok()) return absl::InvalidArgumentError(log.Sorted()[0].message);
  if (a && b && SameValue(*a, *b)) return absl::OkStatus();
  return absl::InvalidArgumentError("cannot be laid out without changing what it says");
}

}  // namespace

absl::StatusOr<std::string> FormatRuleFile(std::string_view text) {
  const Lines lines = CleanLines(text);
  std::string out;
  if (std::none_of(lines.begin(), lines.end(), BeginsRule)) {
    out = Joined(lines);
  } else {
    for (const Lines& block : SplitRules(lines)) {
      if (!out.empty()) out += "\n";
      out += Joined(CleanLines(Joined(OrderKeys(block))));
    }
  }
  if (absl::Status s = SameMeaning(text, out); !s.ok()) return s;
  return out;
}

std::string FormatWordList(std::string_view text) { return Joined(CleanLines(text)); }

}  // namespace presend
