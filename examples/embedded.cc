// presend inside another program, without a service: embedded RULES PLATFORM TEXT...
//
// One Screener for the process; every thread brings its own ScanContext and Verdict and keeps them.
#include <iostream>
#include <memory>
#include <utility>

#include "engine/screener.h"
#include "rulepack/loader.h"

namespace {

absl::StatusOr<std::shared_ptr<const presend::Screener>> ReadRules(const char* folder) {
  auto loaded = presend::LoadPacks(folder);
  if (!loaded.ok()) return loaded.status();
  if (absl::Status status = presend::StatusOf(*loaded); !status.ok()) return status;
  return presend::Screener::Create(std::move(loaded->rules));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::cerr << "usage: embedded RULES PLATFORM TEXT...\n";
    return 2;
  }
  const auto screener = ReadRules(argv[1]);
  if (!screener.ok()) {
    std::cerr << screener.status().message() << "\n";
    return 1;
  }
  presend::ScanContext context;
  presend::Verdict verdict;
  for (int i = 3; i < argc; ++i) {
    const presend::Message message{.text = argv[i], .platform = argv[2]};
    if (absl::Status status = (*screener)->Screen(message, context, verdict); !status.ok()) {
      std::cerr << status.message() << "\n";
      return 1;
    }
    std::cout << presend::ActionName(verdict.action) << "\t" << verdict.rewritten_text.value_or(argv[i]) << "\n";
  }
  return 0;
}
