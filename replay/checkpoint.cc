#include "replay/checkpoint.h"

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "replay/fingerprint.h"
#include "replay/output_file.h"

namespace presend::replay {

// A line of JSON, then the conversations as they are.
absl::Status WriteCheckpoint(const std::string& path, const Checkpoint& checkpoint) {
  nlohmann::json json;
  json["run"] = checkpoint.run;
  json["position"] = {checkpoint.position.input, checkpoint.position.offset, checkpoint.position.line};
  json["sequence"] = checkpoint.sequence;
  json["sizes"] = {checkpoint.findings_size, checkpoint.rejects_size, checkpoint.changes_size};
  json["seconds"] = checkpoint.seconds;
  json["tally"] = ToJson(checkpoint.tally);
  json["conversations"] = {checkpoint.conversations.size(), Fingerprint(checkpoint.conversations)};
  const std::string head = json.dump();
  return WriteAtomically(path, absl::StrCat(Fingerprint(head), "\n", head, "\n", checkpoint.conversations));
}

absl::StatusOr<Checkpoint> ReadCheckpoint(const std::string& path) {
  std::string content;
  if (absl::Status status = ReadWhole(path, content); !status.ok()) return status;
  const absl::Status damaged = absl::DataLossError(absl::StrCat(path, "：检查点损坏，请用 --restart 重新开始"));
  const size_t first = content.find('\n');
  const size_t second = first == std::string::npos ? first : content.find('\n', first + 1);
  if (second == std::string::npos) return damaged;
  const std::string head = content.substr(first + 1, second - first - 1);
  if (content.substr(0, first) != absl::StrCat(Fingerprint(head))) return damaged;
  const auto json = nlohmann::json::parse(head, nullptr, false);
  if (json.is_discarded()) return damaged;
  Checkpoint checkpoint;
  checkpoint.run = json["run"];
  checkpoint.position = {json["position"][0], json["position"][1], json["position"][2]};
  checkpoint.sequence = json["sequence"];
  checkpoint.findings_size = json["sizes"][0];
  checkpoint.rejects_size = json["sizes"][1];
  checkpoint.changes_size = json["sizes"][2];
  checkpoint.seconds = json["seconds"];
  auto tally = TallyFromJson(json["tally"]);
  if (!tally.ok()) return damaged;
  checkpoint.tally = std::move(*tally);
  checkpoint.conversations = content.substr(second + 1);
  const bool whole = checkpoint.conversations.size() == json["conversations"][0].get<size_t>() &&
                     Fingerprint(checkpoint.conversations) == json["conversations"][1].get<uint64_t>();
  if (!whole) return damaged;
  return checkpoint;
}

}  // namespace presend::replay
