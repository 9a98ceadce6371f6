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
  std::cerr << to << "：" << taken->findings << " 处发现，" << taken->clean << " 条未发现问题的消息\n";
  if (taken->short_of) std::cerr << "有的规则或平台留存的样本不够；回放时用 --samples 多留一些\n";
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
  CLI::App* command = review.add_subcommand("sample", "从回放结果分层抽样，导出给人复核的表");
  command->add_option("result", arguments->folder, "回放的输出目录")->required();
  command->add_option("--each", arguments->size.each, "每条规则抽多少处发现")->capture_default_str();
  command->add_option("--clean", arguments->size.clean, "每个平台抽多少条未发现问题的消息")->capture_default_str();
  command->add_option("--seed", arguments->size.seed, "抽样的种子")->capture_default_str();
  command->add_option("--to", arguments->to, "写到哪个文件（默认为输出目录里的 sample.csv）");
  command->callback([arguments, &exit_status] { exit_status = Sample(*arguments); });
}

void AddScore(CLI::App& review, int& exit_status) {
  auto arguments = std::make_shared<ScoreArguments>();
  CLI::App* command = review.add_subcommand("score", "读回填好的表：精确率、漏报、复核人之间的一致、可用示例");
  command->add_option("files", arguments->files, "填好的表，CSV 或 xlsx；可以每人一份")->required();
  command->add_option("--format", arguments->format, "text 或 json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->add_option("--examples", arguments->examples, "把误报、漏报和确认写成规则示例（YAML），存到这个文件");
  command->callback([arguments, &exit_status] { exit_status = Score(*arguments); });
}

}  // namespace

void AddReviewCommand(CLI::App& app, int& exit_status) {
  CLI::App* review = app.add_subcommand("review", "人工复核：抽样导出，读回结论");
  review->require_subcommand(1);
  AddSample(*review, exit_status);
  AddScore(*review, exit_status);
}

}  // namespace presend
