#include "cli/review_command.h"

#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "cli/complain.h"
#include "nlohmann/json.hpp"
#include "replay/outcome.h"
#include "replay/review.h"
#include "replay/review_examples.h"
#include "replay/review_report.h"
#include "replay/review_sheet.h"

namespace presend {
namespace {

struct SampleArguments {
  std::string folder, to;
  replay::SampleSize size;
};

struct ScoreArguments {
  std::vector<std::string> files;
  std::string examples, format = "text";
};

int Sample(const SampleArguments& arguments) {
  const auto tally = replay::ReadTally(arguments.folder);
  if (!tally.ok()) return Complain(tally.status());
  const std::string to = arguments.to.empty() ? arguments.folder + "/sample.csv" : arguments.to;
  const auto taken = replay::ExportReviewSample(*tally, arguments.size, to);
  if (!taken.ok()) return Complain(taken.status());
  std::cerr << to << ": " << taken->findings << " findings, " << taken->clean << " messages without\n";
  if (taken->short_of) std::cerr << "some rules or platforms have too few samples; replay with a higher --samples\n";
  return 0;
}

int Score(const ScoreArguments& arguments) {
  const auto review = replay::ImportReview(arguments.files);
  if (!review.ok()) return Complain(review.status());
  const replay::ReviewScore score = replay::ScoreOf(*review);
  if (arguments.format == "json")
    std::cout << replay::ReviewJson(score).dump(1) << '\n';
  else
    std::cout << replay::ReviewText(score);
  std::cout << std::flush;
  for (const std::string& fault : review->faults) std::cerr << fault << '\n';
  if (!arguments.examples.empty()) {
    const absl::Status status = replay::WriteAtomically(arguments.examples, replay::ReviewExamples(*review));
    if (!status.ok()) return Complain(status);
  }
  return review->faults.empty() ? 0 : 1;
}

void AddSample(CLI::App& review, int& exit_status) {
  auto arguments = std::make_shared<SampleArguments>();
  CLI::App* command = review.add_subcommand("sample", "Draw a sheet from a replay for people to judge");
  command->add_option("result", arguments->folder, "Output folder of the replay")->required();
  command->add_option("--each", arguments->size.each, "Findings of each rule")->capture_default_str();
  command->add_option("--clean", arguments->size.clean, "Messages without findings of each platform")
      ->capture_default_str();
  command->add_option("--seed", arguments->size.seed, "Seed of the draw")->capture_default_str();
  command->add_option("--to", arguments->to, "File to write (default: sample.csv in the output folder)");
  command->callback([arguments, &exit_status] { exit_status = Sample(*arguments); });
}

void AddScore(CLI::App& review, int& exit_status) {
  auto arguments = std::make_shared<ScoreArguments>();
  CLI::App* command =
      review.add_subcommand("score", "Read filled sheets: precision, misses, agreement, examples for the rules");
  command->add_option("files", arguments->files, "Filled sheets, CSV or xlsx; each person may have one")->required();
  command->add_option("--format", arguments->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->add_option("--examples", arguments->examples,
                      "Write what was judged to this file, as examples for the rules (YAML)");
  command->callback([arguments, &exit_status] { exit_status = Score(*arguments); });
}

}  // namespace

void AddReviewCommand(CLI::App& app, int& exit_status) {
  CLI::App* review = app.add_subcommand("review", "People judge findings: draw a sample, read it back");
  review->require_subcommand(1);
  AddSample(*review, exit_status);
  AddScore(*review, exit_status);
}

}  // namespace presend
