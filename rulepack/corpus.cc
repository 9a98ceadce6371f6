#include "rulepack/corpus.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

#include "absl/status/status.h"
#include "absl/strings/str_join.h"
#include "rulepack/concat.h"
#include "rulepack/rule_source.h"
#include "rulepack/source_file.h"

namespace presend {
namespace {

using Json = nlohmann::json;

std::string TextOf(const Json& object, const char* key, const std::string& usual) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : usual;
}

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

absl::Status ReadObject(const std::string& line, CorpusMessage& out) {
  const Json object = Json::parse(line, nullptr, false);
  if (!object.is_object() || !object.contains("text")) return absl::InvalidArgumentError("not an object with a text");
  if (!object["text"].is_string()) return absl::InvalidArgumentError("\"text\" is not a string");
  out.text = TextOf(object, "text", "");
  out.platform = TextOf(object, "platform", out.platform);
  out.shop = TextOf(object, "shop", "");
  out.sender = ParseSender(TextOf(object, "sender", "agent")).value_or(Sender::kAgent);
  for (const Json& name : object.value("categories", Json::array())) {
    const auto category = name.is_string() ? ParseCategory(name.get_ref<const std::string&>()) : std::nullopt;
    if (!category) return absl::InvalidArgumentError(Concat("unknown category ", name.dump()));
    out.categories.push_back(*category);
  }
  return absl::OkStatus();
}

absl::Status ReadLine(const std::string& line, bool object, CorpusMessage& out) {
  if (const size_t byte = FirstInvalidUtf8(line); byte != std::string::npos) {
    return absl::InvalidArgumentError(
        Concat("not UTF-8 at byte ", byte + 1, " of the line; convert it first, e.g. iconv -f GB18030 -t UTF-8"));
  }
  if (object) return ReadObject(line, out);
  out.text = line;
  return absl::OkStatus();
}

bool Knows(const std::vector<Platform>& known, std::string_view id) {
  return std::any_of(known.begin(), known.end(), [&](const Platform& platform) { return platform.id == id; });
}

std::string Names(const std::vector<Platform>& platforms) {
  return absl::StrJoin(platforms, ", ", [](std::string* out, const Platform& platform) { *out += platform.id; });
}

}  // namespace

absl::StatusOr<std::vector<CorpusMessage>> ReadCorpus(const std::string& path, const std::string& usual_platform) {
  std::ifstream stream(path);
  if (!stream) return absl::NotFoundError(Concat(path, ": ", std::strerror(errno)));
  const bool objects = path.ends_with(".jsonl");
  std::vector<CorpusMessage> messages;
  std::string line;
  for (size_t number = 1; std::getline(stream, line); ++number) {
    if (number == 1 && line.starts_with(kByteOrderMark)) line.erase(0, kByteOrderMark.size());
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty()) continue;
    CorpusMessage message{.platform = usual_platform, .line = number};
    if (const absl::Status status = ReadLine(line, objects, message); !status.ok()) {
      return absl::InvalidArgumentError(Concat(path, ":", number, ": ", status.message()));
    }
    messages.push_back(std::move(message));
  }
  if (stream.bad()) return absl::UnavailableError(Concat(path, ": cannot be read: ", std::strerror(errno)));
  if (messages.empty()) return absl::InvalidArgumentError(Concat(path, ": no message; write one a line"));
  return messages;
}

absl::StatusOr<std::vector<CorpusMessage>> ReadCorpus(const std::string& path, const std::string& usual_platform,
                                                      const std::vector<Platform>& known) {
  auto corpus = ReadCorpus(path, usual_platform);
  if (!corpus.ok()) return corpus;
  for (const CorpusMessage& message : *corpus) {
    if (Knows(known, message.platform)) continue;
    return absl::InvalidArgumentError(Concat(path, ":", message.line, ": unknown platform \"", message.platform,
                                             "\"; known: ", Names(known)));
  }
  return corpus;
}

Message ToMessage(const CorpusMessage& message) {
  return {.text = message.text, .platform = message.platform, .shop = message.shop, .sender = message.sender,
          .rewrite = false};
}

}  // namespace presend
