#include "rulepack/corpus.h"

#include <fstream>
#include <nlohmann/json.hpp>

#include "absl/status/status.h"
#include "rulepack/concat.h"
#include "rulepack/rule_source.h"

namespace presend {
namespace {

using Json = nlohmann::json;

std::string TextOf(const Json& object, const char* key, const std::string& usual) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : usual;
}

absl::Status ReadObject(const std::string& line, CorpusMessage& out) {
  const Json object = Json::parse(line, nullptr, false);
  if (!object.is_object() || !object.contains("text")) return absl::InvalidArgumentError("not an object with a text");
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

}  // namespace

absl::StatusOr<std::vector<CorpusMessage>> ReadCorpus(const std::string& path, const std::string& usual_platform) {
  std::ifstream stream(path);
  if (!stream) return absl::NotFoundError(Concat("cannot be read: ", path));
  const bool objects = path.ends_with(".jsonl");
  std::vector<CorpusMessage> messages;
  std::string line;
  for (size_t number = 1; std::getline(stream, line); ++number) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty()) continue;
    CorpusMessage message{.text = objects ? "" : line, .platform = usual_platform};
    if (const absl::Status status = objects ? ReadObject(line, message) : absl::OkStatus(); !status.ok()) {
      return absl::InvalidArgumentError(Concat(path, ":", number, ": ", status.message()));
    }
    messages.push_back(std::move(message));
  }
  return messages;
}

Message ToMessage(const CorpusMessage& message) {
  return {.text = message.text, .platform = message.platform, .shop = message.shop, .sender = message.sender,
          .rewrite = false};
}

}  // namespace presend
