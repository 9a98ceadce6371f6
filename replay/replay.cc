#include "replay/replay.h"

#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "replay/batch_reader.h"
#include "replay/checkpoint.h"
#include "replay/conversation_tracker.h"
#include "replay/fingerprint.h"
#include "replay/json_text.h"
#include "replay/output_file.h"
#include "replay/pipeline.h"
#include "replay/row_parser.h"

namespace presend::replay {
namespace {

namespace fs = std::filesystem;

double Now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

absl::StatusOr<RowRules> MakeRowRules(const ReplayOptions& options, const Screener& screener) {
  RowRules rules;
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(options.time_zone, &zone)) {
    return absl::InvalidArgumentError(absl::StrCat("unknown time zone \"", options.time_zone, "\""));
  }
  rules.time = TimeReader(zone);
  if (absl::Status status = rules.roles.Add(options.roles); !status.ok()) return status;
  for (const Platform& platform : screener.rules().platforms) {
    for (const std::string& name : {platform.id, platform.name}) rules.platforms[name] = platform.id;
  }
  const std::pair<std::string, std::string> also[] = {
      {"天猫", "taobao"},       {"tmall", "taobao"},  {"淘宝天猫", "taobao"}, {"淘宝/天猫", "taobao"},
      {"京东商城", "jd"},       {"pinduoduo", "pdd"}, {"抖店", "douyin"},     {"抖音电商", "douyin"},
      {"快手小店", "kuaishou"}, {"ks", "kuaishou"},   {"dy", "douyin"},       {"xhs", "xiaohongshu"}};
  for (const auto& [name, id] : also) {
    if (rules.platforms.contains(id)) rules.platforms.try_emplace(name, id);
  }
  const auto found = rules.platforms.find(options.platform);
  if (found == rules.platforms.end()) {
    return absl::InvalidArgumentError(absl::StrCat("the rules have no platform \"", options.platform, "\""));
  }
  if (!options.teams.empty()) {
    auto teams = Teams::Read(options.teams);
    if (!teams.ok()) return teams.status();
    rules.teams = std::move(*teams);
  }
  rules.default_platform = found->second;
  rules.default_shop = options.shop;
  rules.shard = options.shard;
  rules.shards = options.shards;
  return rules;
}

std::string FactsOf(const std::string& path) {
  struct stat facts;
  if (path == "-" || stat(path.c_str(), &facts) != 0) return path;
  return absl::StrCat(path, ":", facts.st_size, ":", facts.st_mtim.tv_sec, ".", facts.st_mtim.tv_nsec);
}

// What must be the same for a checkpoint to be of use.
std::string RunOf(const ReplayOptions& options, const Screener& screener, const Screener* against) {
  std::string all = absl::StrCat(options.input.format, "|", options.input.encoding, "|", options.input.sheet, "|",
                                 options.input.columns.ToString(), "|", options.roles, "|", options.time_zone, "|");
  absl::StrAppend(&all, options.platform, "|", options.shop, "|", options.shard, "/", options.shards, "|", options.seed,
                  "|", options.samples, "|", std::string(screener.revision()), "|",
                  against == nullptr ? "" : std::string(against->revision()));
  if (!options.teams.empty()) absl::StrAppend(&all, "\n", FactsOf(options.teams));
  for (const std::string& file : options.files) absl::StrAppend(&all, "\n", FactsOf(file));
  return absl::StrCat(absl::Hex(Fingerprint(all), absl::kZeroPad16));
}

void AppendReject(const std::string& file, const Reject& reject, std::string& out) {
  out += '{';
  AppendJsonMember("file", file, out);
  AppendJsonMember("row", reject.line, out);
  AppendJsonMember("reason", reject.reason, out);
  AppendJsonMember("text", reject.text, out);
  out += "}\n";
}

class Run {
 public:
  Run(const ReplayOptions& options, RowRules rows, ScreeningRules rules, const ReplayListener& listener)
      : options_(options),
        rows_(std::move(rows)),
        rules_(std::move(rules)),
        bar_(rules_.strata()),
        listener_(listener) {}

  absl::StatusOr<ReplayResult> Go() {
    std::error_code error;
    fs::create_directories(options_.out, error);
    if (error) return absl::InvalidArgumentError(absl::StrCat(options_.out, ": cannot be created: ", error.message()));
    if (absl::Status status = OpenInputs(); !status.ok()) return status;
    run_ = RunOf(options_, *rules_.screener, rules_.against.get());
    Checkpoint from;
    tally_.samples_kept = options_.samples;
    if (absl::Status status = LoadCheckpoint(from); !status.ok()) return status;
    if (absl::Status status = OpenOutputs(from); !status.ok()) return status;
    started_ = saved_ = shown_ = Now();
    if (absl::Status status = Work(from.sequence); !status.ok()) return status;
    fs::remove(CheckpointPath(), error);
    listener_.progressed(ProgressNow());
    return ReplayResult{std::move(tally_), seconds_before_ + Now() - started_, resumed_};
  }

 private:
  std::string CheckpointPath() const { return absl::StrCat(options_.out, "/checkpoint"); }

  absl::Status OpenInputs() {
    std::vector<ArchiveInput> inputs;
    for (const std::string& file : options_.files) {
      auto input = OpenArchive(file, options_.input);
      if (!input.ok()) return input.status();
      listener_.said(absl::StrCat(file, ": ", input->described, input->headers.empty() ? ", empty" : "",
                                  "; columns: ", input->columns.ToString()));
      inputs.push_back(std::move(*input));
    }
    reader_ = std::make_unique<BatchReader>(std::move(inputs));
    return absl::OkStatus();
  }

  absl::Status LoadCheckpoint(Checkpoint& from) {
    if (options_.restart) return absl::OkStatus();
    auto read = ReadCheckpoint(CheckpointPath());
    if (absl::IsNotFound(read.status())) return absl::OkStatus();
    if (!read.ok()) return read.status();
    if (read->run != run_) {
      return absl::FailedPreconditionError(absl::StrCat(
          options_.out,
          ": holds the checkpoint of another replay (other files, options or rules); name another --out, or "
          "begin anew with --restart"));
    }
    from = std::move(*read);
    if (absl::Status status = reader_->Resume(from.position); !status.ok()) return status;
    if (absl::Status status = tracker_.Restore(from.conversations); !status.ok()) return status;
    tally_ = std::move(from.tally);
    for (const auto& [stratum, kept] : tally_.samples) {
      if (kept.size() < SamplesKept(stratum, options_.samples)) continue;
      bar_.Lower(rules_.StratumIndex(stratum), kept.back().priority);
    }
    seconds_before_ = from.seconds;
    resumed_ = true;
    listener_.said(absl::StrCat("going on from the checkpoint: ", tally_.records, " rows are done"));
    return absl::OkStatus();
  }

  absl::Status OpenOutputs(const Checkpoint& from) {
    const auto open = [&](OutputFile& file, const char* name, uint64_t size) {
      return file.Open(absl::StrCat(options_.out, "/", name), size);
    };
    absl::Status status = open(findings_, "findings.jsonl", from.findings_size);
    status.Update(open(rejects_, "rejects.jsonl", from.rejects_size));
    if (rules_.against != nullptr) status.Update(open(changes_, "changes.jsonl", from.changes_size));
    return status;
  }

  absl::Status Work(uint64_t first) {
    const int workers = options_.threads > 0 ? options_.threads : std::max(1u, std::thread::hardware_concurrency());
    std::vector<std::unique_ptr<RowParser>> parsers;
    std::vector<std::unique_ptr<BatchScreener>> screeners;
    for (int i = 0; i < workers; ++i) {
      parsers.push_back(std::make_unique<RowParser>(rows_));
      screeners.push_back(std::make_unique<BatchScreener>(rules_, bar_));
    }
    Stages stages;
    stages.read = [&](Batch& batch) { return reader_->Next(batch) && Note(); };
    stages.parse = [&](int worker, Batch& batch) { parsers[worker]->Parse(batch); };
    stages.link = [&](Batch& batch) { Link(batch); };
    stages.screen = [&](int worker, Batch& batch) { screeners[worker]->Screen(batch); };
    stages.write = [&](Batch& batch) { return Write(batch); };
    return RunPipeline(stages, workers, first);
  }

  bool Note() {
    raw_position_ = reader_->raw_position();
    return true;
  }

  void Link(Batch& batch) {
    tracker_.Link(batch);
    const double now = Now();
    batch.wants_checkpoint = now - saved_ >= options_.checkpoint_seconds;
    if (!batch.wants_checkpoint) return;
    saved_ = now;
    batch.checkpoint = tracker_.Save();
  }

  absl::Status Write(Batch& batch) {
    // Each refused line belongs to one shard.
    std::erase_if(batch.rejects, [&](const Reject& reject) { return reject.line % options_.shards != options_.shard; });
    std::string rejects;
    for (const Reject& reject : batch.rejects) AppendReject(batch.archive->name, reject, rejects);
    absl::Status status = findings_.Append(batch.findings);
    status.Update(rejects_.Append(rejects));
    if (rules_.against != nullptr) status.Update(changes_.Append(batch.changes));
    tally_.Add(batch, rules_, bar_);
    hits_ += static_cast<int64_t>(batch.hits.size());
    if (status.ok() && batch.wants_checkpoint) status = Save(batch);
    if (const double now = Now(); now - shown_ > 0.2) {
      shown_ = now;
      listener_.progressed(ProgressNow());
    }
    return status;
  }

  // The outputs first, so that a checkpoint never knows more than they hold.
  absl::Status Save(Batch& batch) {
    Checkpoint checkpoint;
    checkpoint.run = run_;
    checkpoint.position = {batch.ends_input ? batch.input + 1 : batch.input, batch.end_offset, batch.end_line};
    checkpoint.sequence = batch.sequence + 1;
    checkpoint.findings_size = findings_.size();
    checkpoint.rejects_size = rejects_.size();
    checkpoint.changes_size = changes_.size();
    checkpoint.seconds = seconds_before_ + Now() - started_;
    checkpoint.conversations = std::move(batch.checkpoint);
    absl::Status status = findings_.Sync();
    status.Update(rejects_.Sync());
    if (rules_.against != nullptr) status.Update(changes_.Sync());
    if (!status.ok()) return status;
    std::swap(checkpoint.tally, tally_);  // lent, for it is large
    status = WriteCheckpoint(CheckpointPath(), checkpoint);
    std::swap(checkpoint.tally, tally_);
    return status;
  }

  Progress ProgressNow() const {
    return {raw_position_, reader_->raw_size(), tally_.records, hits_, tally_.rejects, Now() - started_};
  }

  const ReplayOptions& options_;
  const RowRules rows_;
  const ScreeningRules rules_;
  SampleBar bar_;
  const ReplayListener& listener_;
  std::unique_ptr<BatchReader> reader_;
  ConversationTracker tracker_;
  Tally tally_;
  OutputFile findings_, rejects_, changes_;
  std::string run_;
  bool resumed_ = false;
  int64_t hits_ = 0;
  std::atomic<uint64_t> raw_position_{0};
  double started_ = 0, saved_ = 0, shown_ = 0, seconds_before_ = 0;
};

}  // namespace

absl::StatusOr<ReplayResult> Replay(const ReplayOptions& options, std::shared_ptr<const Screener> screener,
                                    std::shared_ptr<const Screener> against, const ReplayListener& listener) {
  auto rows = MakeRowRules(options, *screener);
  if (!rows.ok()) return rows.status();
  ScreeningRules rules = ScreeningRules::Create(std::move(screener), std::move(against));
  rules.seed = options.seed;
  rules.samples = options.samples;
  rules.remembered = options.remembered;
  return Run(options, std::move(*rows), std::move(rules), listener).Go();
}

}  // namespace presend::replay
