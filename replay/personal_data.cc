#include "replay/personal_data.h"

#include <algorithm>

#include "engine/utf8.h"
#include "nlohmann/json.hpp"

namespace presend::replay {
namespace {

using Json = nlohmann::json;

constexpr size_t kShortestNumber = 7;
constexpr size_t kShown = 2;  // at either end

bool IsDigit(char32_t c) {
  static constexpr std::u32string_view kWritten = U"零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖";
  return (c >= U'0' && c <= U'9') || (c >= U'０' && c <= U'９') || kWritten.find(c) != kWritten.npos;
}
bool IsIdLetter(char32_t c) {
  return (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || c == U'_' || c == U'-' || c == U'.';
}
bool Joins(char32_t c) { return c == U' ' || c == U'-' || c == U'·' || c == U'.'; }

void Hide(std::u32string& text, size_t begin, size_t end) {
  if (end - begin <= 2 * kShown) return;
  for (size_t i = begin + kShown; i < end - kShown; ++i) text[i] = U'*';
}

void HideNumbers(std::u32string& text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (!IsDigit(text[i])) continue;
    size_t end = i, digits = 0;
    for (size_t at = i; at < text.size() && (IsDigit(text[at]) || (Joins(text[at]) && at == end)); ++at) {
      if (!IsDigit(text[at])) continue;
      ++digits;
      end = at + 1;
    }
    if (digits >= kShortestNumber) Hide(text, i, end);
    i = std::max(i, end - 1);
  }
}

void HideMail(std::u32string& text) {
  for (size_t at = text.find(U'@'); at != text.npos; at = text.find(U'@', at + 1)) {
    size_t begin = at;
    while (begin > 0 && IsIdLetter(text[begin - 1])) --begin;
    for (size_t i = begin + 1; i < at; ++i) text[i] = U'*';
  }
}

// Ids of letters and digits: abc12345.
void HideIds(std::u32string& text) {
  for (size_t i = 0; i < text.size();) {
    size_t end = i;
    bool digit = false;
    for (; end < text.size() && IsIdLetter(text[end]); ++end) digit |= text[end] >= U'0' && text[end] <= U'9';
    if (end - i >= 5 && digit) Hide(text, i, end);
    i = std::max(end, i + 1);
  }
}

std::string Mask(std::string_view text, bool ids) {
  std::u32string masked = ToCodePoints(text);
  HideNumbers(masked);
  HideMail(masked);
  if (ids) HideIds(masked);
  return ToUtf8(masked);
}

void MaskMember(Json& object, const char* name, bool ids) {
  if (object.contains(name) && object[name].is_string()) object[name] = Mask(object[name].get<std::string>(), ids);
}

bool HidesIds(const Json& finding) {
  const std::string category = finding.value("category", "");
  return category == "contact" || category == "privacy" || category == "payment";
}

}  // namespace

std::string MaskPersonalData(std::string_view text) { return Mask(text, false); }

void MaskFinding(Json& finding) {
  const bool ids = HidesIds(finding);
  for (const char* name : {"text", "matched", "canonical", "rewrite"}) MaskMember(finding, name, ids);
}

void MaskSample(Json& sample) {
  const bool ids = HidesIds(sample["finding"]);
  MaskFinding(sample["finding"]);
  for (Json& message : sample["conversation"]) MaskMember(message, "text", ids);
}

}  // namespace presend::replay
