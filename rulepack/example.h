// The examples that a rule carries: the rule's tests, written beside it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/rule.h"
#include "engine/span.h"
#include "rulepack/source_file.h"

namespace presend {

// bad: the rule must fire on exactly the marked spans. ok: the rule must not fire. todo: a known gap, only counted.
enum class ExampleKind : uint8_t { kBad, kOk, kTodo };

struct Example {
  ExampleKind kind = ExampleKind::kOk;
  std::string text;                  // without the marks
  std::vector<Span> spans;           // of a bad one
  std::optional<std::string> fixed;  // what the whole message must be rewritten to
  std::string platform;              // where it is tried
  std::string shop;
  Sender sender = Sender::kAgent;
  std::vector<std::string> recent;   // earlier messages of the same sender, oldest first
  SourcePoint at;
};

struct MarkedText {
  std::string text;
  std::vector<Span> spans;
};

// Takes the marks [[ ]] out. INVALID_ARGUMENT, with a sentence for the maintainer, if they do not pair up.
absl::StatusOr<MarkedText> ReadMarks(std::string_view marked);

}  // namespace presend
