#include "cli/check_command.h"

#include <iostream>
#include <memory>

#include "CLI/CLI.hpp"
#include "daemon/options.h"
#include "rulepack/loader.h"

namespace presend {
namespace {

int Check(const std::string& directory) {
  const auto loaded = LoadPacks(directory);
  if (!loaded.ok()) {
    std::cerr << "presend: " << loaded.status().message() << std::endl;
    return 2;
  }
  for (const Diagnostic& diagnostic : loaded->diagnostics) std::cerr << Format(diagnostic);
  return loaded->ok() ? 0 : 2;
}

}  // namespace

void AddCheckCommand(CLI::App& app, int& exit_status) {
  auto rules = std::make_shared<std::string>(DefaultRules());
  CLI::App* command = app.add_subcommand("check", "检查规则包：无误则不输出");
  command->add_option("--rules", *rules, "规则目录");
  command->callback([rules, &exit_status] { exit_status = Check(*rules); });
}

}  // namespace presend
