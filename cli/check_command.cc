#include "cli/check_command.h"

#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "cli/complain.h"
#include "cli/terminal.h"
#include "daemon/options.h"
#include "rulepack/lint.h"
#include "rulepack/loader.h"

namespace presend {
namespace {

constexpr int kBad = 2;

struct CheckOptions {
  std::string rules = DefaultRules();
  std::string corpus;
  std::string platform = "jd";
  bool strict = false;
};

void Print(const std::vector<Diagnostic>& diagnostics) {
  for (const Diagnostic& diagnostic : diagnostics) std::cerr << PrintableLines(Format(diagnostic));
}

int Check(const CheckOptions& options) {
  const auto loaded = LoadPacks(options.rules);
  if (!loaded.ok()) return Complain(loaded.status());
  Print(loaded->diagnostics);
  if (!loaded->ok()) return kBad;
  std::vector<CorpusMessage> clean;
  if (!options.corpus.empty()) {
    auto corpus = ReadCorpus(options.corpus, options.platform, loaded->rules.platforms);
    if (!corpus.ok()) return Complain(corpus.status());
    clean = *std::move(corpus);
  }
  const auto warnings = Lint(*loaded, clean);
  if (!warnings.ok()) return Complain(warnings.status());
  Print(*warnings);
  return options.strict && !(warnings->empty() && loaded->diagnostics.empty()) ? 1 : 0;
}

}  // namespace

void AddCheckCommand(CLI::App& app, int& exit_status) {
  auto options = std::make_shared<CheckOptions>();
  CLI::App* command = app.add_subcommand("check", "Check rule packs; silent if all is well");
  command->add_option("--rules", options->rules, "Folder of rule packs");
  command->add_option("--corpus", options->corpus, "Clean messages, one a line or .jsonl: warns of each that is hit");
  command->add_option("--platform", options->platform, "Platform of messages that name none")->capture_default_str();
  command->add_flag("--strict", options->strict, "Warnings fail too (status 1)");
  command->callback([options, &exit_status] { exit_status = Check(*options); });
}

}  // namespace presend
