#include "replay/checkpoint.h"

#include <optional>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "replay/fingerprint.h"
#include "replay/output_file.h"

namespace presend::replay {
namespace {

// Nothing if the parts are not what the head says, or it was written by another version.
std::optional<Checkpoint> FromParts(const nlohmann::json& head, std::string_view parts) try {
  const auto part = [&](const char* name) -> std::optional<std::string_view> {
    const std::string_view text = parts.substr(0, head.at(name).at(0).get<size_t>());
    parts.remove_prefix(text.size());
    return Fingerprint(text) == head.at(name).at(1).get<uint64_t>() ? std::optional(text) : std::nullopt;
  };
  const auto tally_text = part("tally"), conversations = part("conversations");
  if (!tally_text || !conversations || !parts.empty()) return std::nullopt;
  auto tally = TallyFromText(*tally_text);
  if (!tally.ok()) return std::nullopt;
  Checkpoint checkpoint;
  checkpoint.run = head.at("run");
  checkpoint.position = {head.at("position").at(0), head.at("position").at(1), head.at("position").at(2)};
  checkpoint.sequence = head.at("sequence");
  checkpoint.findings_size = head.at("sizes").at(0);
  checkpoint.rejects_size = head.at("sizes").at(1);
  checkpoint.changes_size = head.at("sizes").at(2);
  checkpoint.seconds = head.at("seconds");
  checkpoint.tally = std::move(*tally);
  checkpoint.conversations = *conversations;
  return checkpoint;
} catch (const nlohmann::json::exception&) {
  return std::nullopt;
}

}  // namespace

// A line with the fingerprint of the next, a line of JSON, the tally in a line, the conversations as they are.
absl::Status WriteCheckpoint(const std::string& path, const Checkpoint& checkpoint) {
  nlohmann::json json;
  json["run"] = checkpoint.run;
  json["position"] = {checkpoint.position.input, checkpoint.position.offset, checkpoint.position.line};
  json["sequence"] = checkpoint.sequence;
  json["sizes"] = {checkpoint.findings_size, checkpoint.rejects_size, checkpoint.changes_size};
  json["seconds"] = checkpoint.seconds;
  const std::string tally = TallyText(checkpoint.tally);
  json["tally"] = {tally.size(), Fingerprint(tally)};
  json["conversations"] = {checkpoint.conversations.size(), Fingerprint(checkpoint.conversations)};
  const std::string head = json.dump();
  return WriteAtomically(path, {absl::StrCat(Fingerprint(head), "\n"), head, "\n", tally, checkpoint.conversations});
}

absl::StatusOr<Checkpoint> ReadCheckpoint(const std::string& path) {
  std::string content;
  if (absl::Status status = ReadWhole(path, content); !status.ok()) return status;
  const absl::Status damaged =
      absl::DataLossError(absl::StrCat(path, ": the checkpoint is damaged; begin anew with --restart"));
  const size_t first = content.find('\n');
  const size_t second = first == std::string::npos ? first : content.find('\n', first + 1);
  if (second == std::string::npos) return damaged;
  const std::string head = content.substr(first + 1, second - first - 1);
  if (content.substr(0, first) != absl::StrCat(Fingerprint(head))) return damaged;
  const auto json = nlohmann::json::parse(head, nullptr, false);
  if (json.is_discarded()) return damaged;
  auto read = FromParts(json, std::string_view(content).substr(second + 1));
  return read ? absl::StatusOr<Checkpoint>(std::move(*read)) : damaged;
}

}  // namespace presend::replay
