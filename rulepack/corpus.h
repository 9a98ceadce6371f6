// Messages to try rules on: real traffic, as plain text or as JSON lines.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/rule.h"
#include "engine/screener.h"

namespace presend {

struct CorpusMessage {
  std::string text;
  std::string platform;
  std::string shop;
  Sender sender = Sender::kAgent;
  std::vector<Category> categories;  // what is known to be wrong with it; none: innocent
  size_t line = 0;                   // of its file, from 1; 0: it comes from none
};

// A file whose name ends in .jsonl has one object a line: {"text": …, "platform": …, "shop": …, "sender": …,
// "categories": […]}, all but text optional; any other file has one message a line. Empty lines are left out.
// NOT_FOUND, UNAVAILABLE, or INVALID_ARGUMENT naming the line; a file without a message is invalid too, for what is
// measured on it would look like success.
absl::StatusOr<std::vector<CorpusMessage>> ReadCorpus(const std::string& path, const std::string& usual_platform);

// The same for rules that know these platforms only: any other is INVALID_ARGUMENT, too.
absl::StatusOr<std::vector<CorpusMessage>> ReadCorpus(const std::string& path, const std::string& usual_platform,
                                                      const std::vector<Platform>& known);

Message ToMessage(const CorpusMessage& message);

}  // namespace presend
