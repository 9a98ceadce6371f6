#include "cli/test_command.h"

#include <iostream>
#include <memory>

#include "CLI/CLI.hpp"
#include "cli/complain.h"
#include "daemon/options.h"
#include "rulepack/examples.h"

namespace presend {
namespace {

struct TestOptions {
  std::string rules = DefaultRules();
  std::string format = "text";
};

std::string ReportAs(const std::string& format, const ExampleReport& report) {
  if (format == "json") return JsonReport(report);
  if (format == "junit") return JunitReport(report);
  return TextReport(report);
}

int Test(const TestOptions& options) {
  const auto loaded = LoadPacks(options.rules);
  if (!loaded.ok()) return Complain(loaded.status());
  if (const absl::Status status = StatusOf(*loaded); !status.ok()) return Complain(status);
  const auto report = RunExamples(*loaded);
  if (!report.ok()) return Complain(report.status());
  std::cout << ReportAs(options.format, *report) << std::flush;
  return report->ok() ? 0 : 1;
}

}  // namespace

void AddTestCommand(CLI::App& app, int& exit_status) {
  auto options = std::make_shared<TestOptions>();
  CLI::App* command = app.add_subcommand("test", "Run the examples in the rules; silent if all hold");
  command->add_option("--rules", options->rules, "Folder of rule packs");
  command->add_option("--format", options->format, "text, json or junit")
      ->check(CLI::IsMember({"text", "json", "junit"}));
  command->callback([options, &exit_status] { exit_status = Test(*options); });
}

}  // namespace presend
