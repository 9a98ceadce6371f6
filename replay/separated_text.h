// Records of CSV and TSV (RFC 4180): fields may be quoted, hold separators, newlines and doubled quotes.
//
// What does not fit is refused line by line, so that one stray quote costs one line and not the rest of the file.
#pragma once

#include <string_view>
#include <vector>

namespace presend::replay {

enum class RecordState {
  kComplete,
  kOpenQuote,   // the text ends inside of quotes
  kStrayQuote,  // something stands after a closing quote
};

struct RecordEnd {
  RecordState state = RecordState::kComplete;
  size_t end = 0;  // past the record and its newline; of a faulty one: past its first line
};

// Finds the end of the record that begins at `text`.
RecordEnd FindRecordEnd(std::string_view text, char separator);

// Fields of one complete record without its newline. Quotes are taken off; doubled quotes are undone in place, so the
// text must be writable. Views point into `record`.
void SplitFields(char* record, size_t size, char separator, std::vector<std::string_view>& fields);

}  // namespace presend::replay
