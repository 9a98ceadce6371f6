#include "cli/profile_command.h"

#include <iostream>
#include <memory>

#include "CLI/CLI.hpp"
#include "cli/complain.h"
#include "daemon/options.h"
#include "rulepack/profile.h"

namespace presend {
namespace {

struct ProfileOptions {
  std::string rules = DefaultRules();
  std::string corpus;
  std::string platform = "jd";
  std::string format = "text";
  std::string baseline;
  double max_rise = 0.1;  // percent
  bool cost = false;
  size_t samples = 10;
};

int Gate(const ProfileOptions& options, const LoadedRules& loaded, const Screener& screener, const Profile& baseline,
         const Profile& profile) {
  const double max_rise = options.max_rise / 100;
  if (absl::Status s = ProveGate(loaded, screener, baseline, max_rise); !s.ok()) return Complain(s);
  const auto risen = RisenAlarms(profile, baseline, max_rise);
  for (const std::string& sentence : risen) std::cerr << "presend: " << sentence << std::endl;
  return risen.empty() ? 0 : 1;
}

std::string ReportAs(const std::string& format, const Profile& profile, const std::vector<CorpusMessage>& corpus) {
  if (format == "json") return ProfileJson(profile);
  if (format == "markdown") return ProfileMarkdown(profile, corpus);
  return ProfileText(profile);
}

int Run(const ProfileOptions& options) {
  const bool gated = !options.baseline.empty();
  const auto baseline = gated ? ReadProfile(options.baseline) : Profile{};
  if (!baseline.ok()) return Complain(baseline.status());
  const auto loaded = LoadPacks(options.rules);
  if (!loaded.ok()) return Complain(loaded.status());
  if (absl::Status s = StatusOf(*loaded); !s.ok()) return Complain(s);
  const auto screener = Screener::Create(loaded->rules);
  if (!screener.ok()) return Complain(screener.status());
  const auto corpus = ReadCorpus(options.corpus, options.platform, loaded->rules.platforms);
  if (!corpus.ok()) return Complain(corpus.status());
  auto profile = ProfileRules(**screener, *corpus, options.format == "markdown" ? options.samples : 0);
  if (!profile.ok()) return Complain(profile.status());
  if (options.cost) {
    if (absl::Status s = MeasureCost(loaded->rules, *corpus, *profile); !s.ok()) return Complain(s);
  }
  std::cout << ReportAs(options.format, *profile, *corpus) << std::flush;
  return gated ? Gate(options, *loaded, **screener, *baseline, *profile) : 0;
}

}  // namespace

void AddProfileCommand(CLI::App& app, int& exit_status) {
  auto options = std::make_shared<ProfileOptions>();
  CLI::App* command = app.add_subcommand("profile", "Hits, false alarms and cost of each rule over messages");
  command->add_option("--rules", options->rules, "Folder of rule packs");
  command
      ->add_option("--corpus", options->corpus,
                   "Messages, one a line; .jsonl: one object a line, with `categories` where it violates")
      ->required();
  command->add_option("--platform", options->platform, "Platform of messages that name none");
  command
      ->add_option("--format", options->format,
                   "text, json, or markdown, which lists messages that each rule hits, for people to judge")
      ->check(CLI::IsMember({"text", "json", "markdown"}));
  command->add_option("--samples", options->samples, "At most so many messages a rule in markdown")
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str();
  command
      ->add_option("--baseline", options->baseline,
                   "An earlier result of --format json; exit status 1 if false alarms have risen")
      ->check(CLI::ExistingFile);
  command->add_option("--max-rise", options->max_rise, "By how much they may rise, in percentage points")
      ->check(CLI::Range(0.0, 100.0));
  command->add_flag("--cost", options->cost, "Measure what each rule costs (slow)");
  command->callback([options, &exit_status] { exit_status = Run(*options); });
}

}  // namespace presend
