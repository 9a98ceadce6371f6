#include "rulepack/diagnostic.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "engine/utf8.h"
#include "rulepack/concat.h"


namespace presend {
namespace {

constexpr size_t kLongestLine = 120;  // bytes shown of a line, about

// Columns of a terminal that `text` takes up; Chinese characters take two.
uint32_t Width(std::string_view text) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto size = static_cast<int32_t>(text.size());
  uint32_t width = 0;
  for (int32_t i = 0; i < size;) {
    UChar32 c;
    U8_NEXT(bytes, i, size, c);
    if (c < 0) { ++width; continue; }
    const int wide = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
    width += wide == U_EA_WIDE || wide == U_EA_FULLWIDTH ? 2 : 1;
  }
  return width;
}

// What a terminal would act on is shown as a question mark.
std::string Printable(std::string_view text) {
  std::string shown(text);
  for (char& c : shown) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = c == '\t' ? ' ' : '?';
  }
  return shown;
}

void QuoteLine(std::string_view line, size_t byte, Diagnostic& out) {
  byte = std::min(byte, line.size());
  size_t begin = byte > kLongestLine / 2 && line.size() > kLongestLine ? byte - kLongestLine / 2 : 0;
  while (begin > 0 && IsContinuation(line[begin])) --begin;
  size_t end = std::min(line.size(), begin + kLongestLine);
  while (end < line.size() && IsContinuation(line[end])) ++end;
  const std::string_view lead = begin > 0 ? "…" : "";
  out.source_line = Concat(lead, Printable(line.substr(begin, end - begin)), end < line.size() ? "…" : "");
  out.caret = (begin > 0 ? 1 : 0) + Width(line.substr(begin, byte - begin));
}

}  // namespace

void Diagnostics::Error(SourcePoint at, std::string message, std::string hint) {
  ++errors_;
  Add(Severity::kError, at, std::move(message), std::move(hint));
}

void Diagnostics::Warning(SourcePoint at, std::string message, std::string hint) {
  Add(Severity::kWarning, at, std::move(message), std::move(hint));
}

void Diagnostics::Add(Severity severity, SourcePoint at, std::string message, std::string hint) {
  if (all_.size() >= kMost) return;
  Diagnostic made{.severity = severity, .message = std::move(message), .hint = std::move(hint)};
  if (at.file != nullptr) made.file = at.file->path();
  if (at.file != nullptr && at.line > 0) {
    const std::string_view line = at.file->Line(at.line);
    made.line = at.line;
    made.column = static_cast<uint32_t>(CodePointCount(line.substr(0, std::min<size_t>(at.byte, line.size())))) + 1;
    QuoteLine(line, at.byte, made);
  }
  all_.push_back(std::move(made));
}

std::vector<Diagnostic> Diagnostics::Sorted() const {
  std::vector<Diagnostic> sorted = all_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
  });
  return sorted;
}

std::string Format(const Diagnostic& d) {
  std::string out = d.file;
  if (d.line > 0) Append(out, ":", d.line, ":", d.column);
  Append(out, out.empty() ? "" : ": ", d.severity == Severity::kError ? "error" : "warning", ": ", d.message,
                  "\n");
  if (d.line > 0) Append(out, "  ", d.source_line, "\n  ", std::string(d.caret, ' '), "^\n");
  if (!d.hint.empty()) Append(out, "  hint: ", d.hint, "\n");
  return out;
}

}  // namespace presend
