#include "rulepack/word_list.h"

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "rulepack/concat.h"

namespace presend {
namespace {

constexpr std::string_view kBlanks = " \t";

// `#` inside a word (C#) is a letter of it.
size_t CommentBegin(std::string_view line) {
  for (size_t i = line.find('#'); i != std::string_view::npos; i = line.find('#', i + 1)) {
    if (i == 0 || kBlanks.find(line[i - 1]) != std::string_view::npos) return i;
  }
  return line.size();
}

LocatedText Stripped(const SourceFile& file, uint32_t line, std::string_view whole, size_t begin, size_t end) {
  const size_t first = whole.substr(0, end).find_first_not_of(kBlanks, begin);
  if (first == std::string_view::npos) return {"", {&file, line, static_cast<uint32_t>(begin)}};
  std::string text(whole.substr(first, end - first));
  absl::StripTrailingAsciiWhitespace(&text);
  return {std::move(text), {&file, line, static_cast<uint32_t>(first)}};
}

}  // namespace

std::vector<ListLine> ReadListLines(const SourceFile& file, Diagnostics& log) {
  std::vector<ListLine> lines;
  for (uint32_t number = 1; number <= file.line_count(); ++number) {
    const std::string_view line = file.Line(number);
    if (const size_t bad = FirstInvalidUtf8(line); bad != std::string_view::npos) {
      log.Error({&file, number, static_cast<uint32_t>(bad)}, Concat("line ", number, " is not UTF-8"),
                "save the file as UTF-8");
      continue;
    }
    const size_t comment = CommentBegin(line);
    lines.push_back({Stripped(file, number, line, 0, comment),
                     Stripped(file, number, line, std::min(comment + 1, line.size()), line.size())});
  }
  return lines;
}

std::vector<LocatedText> ReadWordList(const SourceFile& file, Diagnostics& log) {
  std::vector<LocatedText> words;
  for (ListLine& line : ReadListLines(file, log)) {
    if (!line.word.text.empty()) words.push_back(std::move(line.word));
  }
  return words;
}

std::vector<NumberedWord> ReadNumberedWords(const SourceFile& file, Diagnostics& log) {
  std::vector<NumberedWord> words;
  for (LocatedText& line : ReadWordList(file, log)) {
    const size_t blank = line.text.find_last_of(kBlanks);
    double number = 0;
    if (blank == std::string::npos || !absl::SimpleAtod(line.text.substr(blank + 1), &number) || number != number) {
      log.Error(line.at, "the line must be: word number", "for example: 亲测 120");
      continue;
    }
    line.text.resize(blank);
    absl::StripTrailingAsciiWhitespace(&line.text);
    words.push_back({std::move(line), number});
  }
  return words;
}

}  // namespace presend
