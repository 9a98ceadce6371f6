#include "replay/outcome.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <queue>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "replay/findings_export.h"
#include "replay/output_file.h"
#include "replay/report.h"
#include "replay/review_sheet.h"
#include "replay/summary.h"

namespace presend::replay {
namespace {

bool Wants(const OutcomeOptions& options, std::string_view format) {
  return std::find(options.formats.begin(), options.formats.end(), format) != options.formats.end();
}

// One shard's lines, in the order in which it wrote them: by file, as given, and row.
struct Lines {
  std::ifstream in;
  std::string line;
  std::pair<size_t, uint64_t> place;
  size_t shard = 0;

  bool Next(std::map<std::string, size_t>& files) {
    if (!std::getline(in, line)) return false;
    const auto json = nlohmann::json::parse(line, nullptr, false);
    if (!json.is_object()) return Next(files);
    const auto [file, added] = files.try_emplace(json.value("file", ""), files.size());
    place = {file->second, json.value("row", uint64_t{0})};
    return true;
  }
};

absl::Status MergeLines(const std::vector<std::string>& folders, const std::string& name, const std::string& out) {
  std::map<std::string, size_t> files;
  std::vector<std::unique_ptr<Lines>> shards;
  const auto later = [](const Lines* a, const Lines* b) {
    return std::tie(a->place, a->shard) > std::tie(b->place, b->shard);
  };
  std::priority_queue<Lines*, std::vector<Lines*>, decltype(later)> heads(later);
  for (const std::string& folder : folders) {
    auto lines = std::make_unique<Lines>();
    lines->in.open(folder + "/" + name, std::ios::binary);
    lines->shard = shards.size();
    if (lines->Next(files)) heads.push(lines.get());
    shards.push_back(std::move(lines));
  }
  std::ofstream to(out + "/" + name, std::ios::binary);
  while (!heads.empty()) {
    Lines* const head = heads.top();
    heads.pop();
    to << head->line << '\n';
    if (head->Next(files)) heads.push(head);
  }
  to.close();
  return to.good() ? absl::OkStatus() : absl::UnavailableError(absl::StrCat(out, "/", name, ": cannot be written"));
}

}  // namespace

absl::Status WriteOutcome(const Tally& tally, const ScreeningRules& rules, const OutcomeOptions& options) {
  const bool masked = !options.show_personal_data;
  const nlohmann::json summary = Summarize(tally, rules, options.files, masked);
  const std::string base = options.out + "/", findings = base + "findings.jsonl";
  nlohmann::json without_samples = summary;
  without_samples.erase("samples");
  absl::Status status = WriteAtomically(base + "summary.json", without_samples.dump(1) + "\n");
  status.Update(WriteAtomically(base + "tally.json", TallyText(tally) + "\n"));
  if (Wants(options, "html")) status.Update(WriteAtomically(base + "report.html", RenderReport(summary)));
  if (Wants(options, "csv")) status.Update(ExportCsv(findings, base + "findings.csv"));
  if (Wants(options, "junit")) status.Update(ExportJunit(findings, base + "junit.xml", masked));
  if (Wants(options, "sarif")) {
    status.Update(ExportSarif(findings, base + "findings.sarif", rules.screener->revision(), masked));
  }
  if (Wants(options, "review")) status.Update(ExportReview(findings, base + "review.csv"));
  return status;
}

absl::StatusOr<Tally> ReadTally(const std::string& out) {
  std::string text;
  if (absl::Status status = ReadWhole(out + "/tally.json", text); !status.ok()) return status;
  auto tally = TallyFromText(text);
  if (!tally.ok()) return absl::DataLossError(absl::StrCat(out, "/tally.json: damaged, or written by another version"));
  return tally;
}

absl::StatusOr<Tally> MergeShards(const std::vector<std::string>& folders, const std::string& out) {
  std::error_code error;
  std::filesystem::create_directories(out, error);
  Tally whole;
  int64_t records = 0;
  for (const std::string& folder : folders) {
    auto tally = ReadTally(folder);
    if (!tally.ok()) return tally.status();
    records = std::max(records, tally->records - tally->rejects);  // each shard has read all rows
    whole.Add(*tally);
  }
  whole.records = records + whole.rejects;
  absl::Status status = MergeLines(folders, "findings.jsonl", out);
  status.Update(MergeLines(folders, "rejects.jsonl", out));
  if (!status.ok()) return status;
  return whole;
}

}  // namespace presend::replay
