// Word lists, one word a line, and tables of words with numbers. `#` at the start of a line or after a blank begins a
// comment; an empty line says nothing.
#pragma once

#include <vector>

#include "rulepack/diagnostic.h"

namespace presend {

struct NumberedWord {
  LocatedText word;
  double number = 0;
};

// The words in the order of the file. Lines that are not UTF-8 are reported and left out.
std::vector<LocatedText> ReadWordList(const SourceFile& file, Diagnostics& log);

// Lines `word number`; the last blank parts them.
std::vector<NumberedWord> ReadNumberedWords(const SourceFile& file, Diagnostics& log);

// The comments of a list, without `#`, for notes such as `# expires: 2026-12-31`.
struct ListLine {
  LocatedText word;      // empty text: no word on the line
  LocatedText comment;   // empty text: no comment
};
std::vector<ListLine> ReadListLines(const SourceFile& file, Diagnostics& log);

}  // namespace presend
